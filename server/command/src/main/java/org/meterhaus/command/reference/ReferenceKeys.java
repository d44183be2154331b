package org.meterhaus.command.reference;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.Handshake;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * What everybody knows of the reference meters, so that any stack can be tried with them: never to
 * be used for anything real.
 */
public final class ReferenceKeys {

  public static final SystemTitle CLIENT_TITLE = SystemTitle.ofHex("434C490000000001");
  public static final SystemTitle SERVER_TITLE = SystemTitle.ofHex("5045520000000001");
  public static final Secret PASSWORD = Secret.ofText("12345678");

  private static final int BLOCK_KEY_FROM = 0x00;
  private static final int AUTHENTICATION_KEY_FROM = 0xD0;
  private static final int MASTER_KEY_FROM = 0xE0;
  private static final int BROADCAST_KEY_FROM = 0xF0;
  private static final int CLIENT_SEED = 1;
  private static final int SERVER_SEED = 2;
  private static final int CLIENT_AGREEMENT_SEED = 3;
  private static final int SERVER_AGREEMENT_SEED = 4;

  private ReferenceKeys() {}

  /** Block key {@code 000102..} and authentication key {@code D0D1D2..}. */
  public static KeySet symmetric(SecuritySuite suite) {
    return KeySet.of(
        suite,
        SymmetricKey.of(counting(BLOCK_KEY_FROM, suite.keyOctets())),
        SymmetricKey.of(counting(AUTHENTICATION_KEY_FROM, suite.keyOctets())));
  }

  /** The pair on P-256 that clients sign with, the same in every process of the same JDK. */
  public static EcKeyPair client() {
    return pair(EcCurve.P256, CLIENT_SEED);
  }

  /** The pair on P-256 that the meters sign with. */
  public static EcKeyPair server() {
    return pair(EcCurve.P256, SERVER_SEED);
  }

  /**
   * What a meter's Security Setup begins with: the symmetric keys, {@code E0E1..} as master key.
   */
  static DeviceKeys device(SecuritySuite suite) {
    KeySet keys = symmetric(suite);
    return DeviceKeys.of(
        suite,
        new DeviceKeys.Symmetric(
            keys.unicast(),
            SymmetricKey.of(counting(BROADCAST_KEY_FROM, suite.keyOctets())),
            keys.authentication(),
            master(suite)));
  }

  /** {@code E0E1E2..}, under which keys are wrapped. */
  public static SymmetricKey master(SecuritySuite suite) {
    return SymmetricKey.of(counting(MASTER_KEY_FROM, suite.keyOctets()));
  }

  /**
   * The keys with the pairs of a client and the public keys of the meters, on the suite's curve.
   */
  public static KeySet withClientPairs(KeySet keys) {
    return withPairs(keys, CLIENT_SEED, SERVER_SEED, CLIENT_AGREEMENT_SEED, SERVER_AGREEMENT_SEED);
  }

  /** The keys with the pairs of a meter and the public keys of its clients. */
  static KeySet withMeterPairs(KeySet keys) {
    return withPairs(keys, SERVER_SEED, CLIENT_SEED, SERVER_AGREEMENT_SEED, CLIENT_AGREEMENT_SEED);
  }

  private static KeySet withPairs(
      KeySet keys, int signing, int peerSigning, int agreement, int peerAgreement) {
    if (!keys.suite().hasCurve()) {
      return keys;
    }
    EcCurve curve = keys.suite().curve();
    return keys.withSigning(pair(curve, signing), pair(curve, peerSigning).publicKey())
        .withAgreement(pair(curve, agreement), pair(curve, peerAgreement).publicKey());
  }

  private static EcKeyPair pair(EcCurve curve, int seed) {
    return EcKeyPair.generate(curve, new Foretold(seed));
  }

  /** Mechanism 2 as one maker has it: AES-128 over the challenge, the secret for a key. */
  public static HlsMechanism manufacturer(Secret secret) {
    return new AesOfChallenge(secret);
  }

  private static Bytes counting(int from, int octets) {
    byte[] key = new byte[octets];
    for (int i = 0; i < octets; i++) {
      key[i] = (byte) (from + i);
    }
    return Bytes.copyOf(key);
  }

  /** Numbers that are the same every time. */
  private static final class Foretold extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final Random fixed;

    Foretold(int seed) {
      this.fixed = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] octets) {
      fixed.nextBytes(octets);
    }
  }

  private record AesOfChallenge(Secret secret) implements HlsMechanism {
    private static final int BLOCK = 16;

    @Override
    public int id() {
      return MANUFACTURER;
    }

    @Override
    public Bytes proof(Handshake handshake) {
      return answer(handshake.peerChallenge());
    }

    @Override
    public boolean isProof(Bytes proof, Handshake handshake) {
      Bytes right = answer(handshake.ownChallenge());
      return !handshake.reflected() && MessageDigest.isEqual(proof.toArray(), right.toArray());
    }

    private Bytes answer(Bytes challenge) {
      int padded = Math.ceilDiv(challenge.size(), BLOCK) * BLOCK;
      byte[] key = Arrays.copyOf(secret.password().toArray(), BLOCK);
      try {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return Bytes.copyOf(aes.doFinal(Arrays.copyOf(challenge.toArray(), padded)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES failed", e);
      }
    }
  }
}
