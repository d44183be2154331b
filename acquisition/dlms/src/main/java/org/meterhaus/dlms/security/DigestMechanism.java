package org.meterhaus.dlms.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * Mechanisms 3 (MD5) and 4 (SHA-1), over challenge and secret, and 6 (SHA-256), over secret, titles
 * and both challenges.
 *
 * <p>MD5 and SHA-1 are what meters in the field have; they lend no security that a new installation
 * should rest on.
 */
final class DigestMechanism implements HlsMechanism {

  private final int id;
  private final Secret secret;

  DigestMechanism(int id, Secret secret) {
    if (id != MD5 && id != SHA1 && id != SHA256) {
      throw new IllegalArgumentException("mechanism must be 3, 4 or 6 but was " + id);
    }
    this.id = id;
    this.secret = secret;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public Bytes proof(Handshake handshake) throws SecurityRefused {
    if (handshake.reflected()) {
      throw new SecurityRefused("the peer sent our own challenge back");
    }
    return Bytes.copyOf(answer(handshake));
  }

  @Override
  public boolean isProof(Bytes proof, Handshake handshake) {
    byte[] right = answer(handshake.mirrored());
    return MessageDigest.isEqual(right, proof.toArray()) && !handshake.reflected();
  }

  private byte[] answer(Handshake prover) {
    MessageDigest digest = algorithm();
    if (id == SHA256) {
      secret.update(digest);
      digest.update(prover.ownTitle().buffer());
      digest.update(prover.peerTitle().buffer());
      digest.update(prover.peerChallenge().buffer());
      digest.update(prover.ownChallenge().buffer());
    } else {
      digest.update(prover.peerChallenge().buffer());
      secret.update(digest);
    }
    return digest.digest();
  }

  private MessageDigest algorithm() {
    String name =
        switch (id) {
          case MD5 -> "MD5";
          case SHA1 -> "SHA-1";
          default -> "SHA-256";
        };
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }
}
