package org.meterhaus.dlms.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;
import javax.crypto.KeyAgreement;
import org.meterhaus.dlms.Bytes;

/**
 * A private key and its public key; signs, or agrees on secrets. The private half never prints
 * itself and has no public accessor.
 */
public final class EcKeyPair {

  private final EcPublicKey publicKey;
  private final PrivateKey privateKey;

  private EcKeyPair(EcPublicKey publicKey, PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /**
   * From both halves.
   *
   * @param scalar private key, as many octets as a coordinate
   * @throws IllegalArgumentException if they do not belong together, or one is out of range
   */
  public static EcKeyPair of(EcPublicKey publicKey, Bytes scalar) {
    EcCurve curve = publicKey.curve();
    BigInteger number = new BigInteger(1, scalar.toArray());
    if (scalar.size() != curve.fieldOctets()
        || number.signum() == 0
        || number.compareTo(curve.parameters().getOrder()) >= 0) {
      throw new IllegalArgumentException(
          "not a private key of " + curve + ": " + scalar.size() + " octets");
    }
    EcKeyPair pair;
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new ECPrivateKeySpec(number, curve.parameters()));
      pair = new EcKeyPair(publicKey, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a number below the order was refused", e);
    }
    Bytes probe = Bytes.of(0);
    if (!publicKey.verifies(probe, pair.sign(probe))) {
      throw new IllegalArgumentException("the private key is not that of the public key");
    }
    return pair;
  }

  /** A new pair. */
  public static EcKeyPair generate(EcCurve curve, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(curve.parameters(), random);
      KeyPair pair = generator.generateKeyPair();
      return new EcKeyPair(EcPublicKey.of(pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + curve, e);
    }
  }

  public EcPublicKey publicKey() {
    return publicKey;
  }

  public EcCurve curve() {
    return publicKey.curve();
  }

  /** An ECDSA signature with the curve's digest: r and s, each of the curve's length. */
  public Bytes sign(Bytes text) {
    try {
      Signature signature = Signature.getInstance(curve().signature());
      signature.initSign(privateKey);
      signature.update(text.toArray());
      return Bytes.copyOf(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDSA failed", e);
    }
  }

  /** The private half for the JCA, to sign a certificate request with. */
  PrivateKey jca() {
    return privateKey;
  }

  /** The private half itself, for those in this package who have to store it. */
  byte[] scalar() {
    byte[] octets = new byte[curve().fieldOctets()];
    EcPublicKey.fixed(((ECPrivateKey) privateKey).getS(), octets, 0, octets.length);
    return octets;
  }

  /** The secret that both halves of two pairs lead to: the x coordinate. */
  byte[] sharedSecret(EcPublicKey peer) {
    if (peer.curve() != curve()) {
      throw new IllegalArgumentException("keys of " + curve() + " and " + peer.curve());
    }
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(privateKey);
      agreement.doPhase(peer.jca(), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECDH failed", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcKeyPair that
        && publicKey.equals(that.publicKey)
        && MessageDigest.isEqual(scalar(), that.scalar());
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "EcKeyPair[" + curve() + ", hidden]";
  }
}
