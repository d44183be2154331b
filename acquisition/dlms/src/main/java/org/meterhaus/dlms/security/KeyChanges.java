package org.meterhaus.dlms.security;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;
import org.meterhaus.dlms.security.DeviceCertificate.KeyUse;

/**
 * What the methods of Security Setup do to a device's keys (IEC 62056-6-2, class 64): functions
 * from the keys before to the keys after, all or nothing.
 */
public final class KeyChanges {

  private KeyChanges() {}

  /**
   * A key on its way.
   *
   * @param data wrapped key (transfer), or public key and signature (agreement)
   */
  public record KeyData(KeyId id, Bytes data) {}

  /**
   * What became of an agreement.
   *
   * @param keys after it
   * @param answers our public keys and signatures, for the client to come to the same keys
   */
  public record Agreed(DeviceKeys keys, List<KeyData> answers) {}

  /**
   * key_transfer: keys that come wrapped under the master key.
   *
   * @throws SecurityRefused if one does not unwrap, comes twice, or there is none
   */
  public static DeviceKeys transfer(DeviceKeys keys, List<KeyData> wrapped) throws SecurityRefused {
    requireDistinct(wrapped);
    DeviceKeys.Symmetric next = keys.symmetric();
    for (KeyData key : wrapped) {
      SymmetricKey plain = KeyWrap.unwrap(keys.suite(), keys.symmetric().master(), key.data());
      next = next.with(key.id(), plain);
    }
    return keys.withSymmetric(next);
  }

  /**
   * What a client sends to {@link #transfer} a key.
   *
   * @param master the device's key encryption key
   */
  public static KeyData toTransfer(KeyId id, SymmetricKey master, SymmetricKey key) {
    return new KeyData(id, KeyWrap.wrap(master, key));
  }

  /**
   * key_agreement: keys from ephemeral pairs of both, C(2e, 0s); the client is party U.
   *
   * @throws SecurityRefused if there is no pair to sign with or no certificate of the client, or a
   *     signature does not fit
   */
  public static Agreed agree(
      DeviceKeys keys,
      SystemTitle client,
      SystemTitle server,
      List<KeyData> offers,
      SecureRandom random)
      throws SecurityRefused {
    requireDistinct(offers);
    if (!keys.suite().hasCurve()) {
      throw new SecurityRefused("suite 0 has no key agreement");
    }
    EcKeyPair signing = keys.signing();
    EcPublicKey clientKey = keys.clientKey(client, KeyUse.SIGNATURE);
    if (signing == null || clientKey == null) {
      throw new SecurityRefused("there is no " + (signing == null ? "pair" : "certificate"));
    }
    DeviceKeys.Symmetric next = keys.symmetric();
    List<KeyData> answers = new ArrayList<>();
    for (KeyData offer : offers) {
      EcPublicKey theirs = verified(offer, clientKey);
      EcKeyPair ours = EcKeyPair.generate(keys.suite().curve(), random);
      byte[] secret = ours.sharedSecret(theirs);
      next = next.with(offer.id(), derive(keys.suite(), offer.id(), secret, client, server));
      answers.add(offer(offer.id(), ours, signing));
    }
    return new Agreed(keys.withSymmetric(next), answers);
  }

  /** An ephemeral public key for {@link #agree}, signed together with the key's number. */
  public static KeyData offer(KeyId id, EcKeyPair ephemeral, EcKeyPair signing) {
    Bytes point = ephemeral.publicKey().point();
    return new KeyData(id, point.concat(signing.sign(Bytes.of(id.id()).concat(point))));
  }

  /**
   * The key that a client comes to by the server's answer to its offer.
   *
   * @throws SecurityRefused if the server's signature does not fit
   */
  public static SymmetricKey agreed(
      SecuritySuite suite,
      EcKeyPair ephemeral,
      KeyData answer,
      EcPublicKey serverKey,
      SystemTitle client,
      SystemTitle server)
      throws SecurityRefused {
    byte[] secret = ephemeral.sharedSecret(verified(answer, serverKey));
    return derive(suite, answer.id(), secret, client, server);
  }

  /**
   * generate_key_pair: a new pair, used once its certificate is imported.
   *
   * @throws SecurityRefused if the suite has no pairs, or not of this use
   */
  public static DeviceKeys generatePair(DeviceKeys keys, KeyUse use, SecureRandom random)
      throws SecurityRefused {
    if (!keys.suite().hasCurve()) {
      throw new SecurityRefused("suite 0 has no key pairs");
    }
    EcKeyPair pair = EcKeyPair.generate(keys.suite().curve(), random);
    return switch (use) {
      case SIGNATURE -> keys.withNewPairs(pair, keys.newAgreement());
      case KEY_AGREEMENT -> keys.withNewPairs(keys.newSigning(), pair);
      case TLS -> throw new SecurityRefused("there is no TLS");
    };
  }

  /**
   * generate_certificate_request: PKCS #10 for the pair made last, DER.
   *
   * @throws SecurityRefused if there is no pair of this use
   */
  public static Bytes certificateRequest(DeviceKeys keys, KeyUse use, SystemTitle server)
      throws SecurityRefused {
    EcKeyPair pair =
        switch (use) {
          case SIGNATURE -> keys.newSigning() != null ? keys.newSigning() : keys.signing();
          case KEY_AGREEMENT ->
              keys.newAgreement() != null ? keys.newAgreement() : keys.agreement();
          case TLS -> null;
        };
    if (pair == null) {
      throw new SecurityRefused("there is no pair for " + use);
    }
    return Der.certificateRequest(pair, server);
  }

  /**
   * import_certificate: of an authority, of a client, or of our own pair, which is used from now
   * on.
   *
   * @throws SecurityRefused if it is not valid now, not of the suite's curve, not signed by an
   *     authority that is trusted already, or if there is no room
   */
  public static DeviceKeys importCertificate(DeviceKeys keys, Bytes der, Instant now)
      throws SecurityRefused {
    X509Certificate certificate = DeviceCertificate.received(der);
    DeviceCertificate.requireValid(certificate, now);
    boolean trusted =
        keys.certificates().stream()
            .anyMatch(known -> known.entity() == Entity.AUTHORITY && known.signed(certificate));
    if (!trusted) {
      throw new SecurityRefused("certificate is not of a trusted authority");
    }
    EcPublicKey key = publicKey(keys.suite(), certificate);
    boolean signs = isOf(keys.newSigning(), key);
    boolean agrees = isOf(keys.newAgreement(), key);
    boolean own = signs || agrees || isOf(keys.signing(), key) || isOf(keys.agreement(), key);
    Entity entity =
        own
            ? Entity.SERVER
            : certificate.getBasicConstraints() >= 0 ? Entity.AUTHORITY : Entity.CLIENT;
    DeviceCertificate added = new DeviceCertificate(entity, DeviceCertificate.octets(certificate));
    if (keys.certificates().contains(added)) {
      return keys;
    }
    List<DeviceCertificate> all = new ArrayList<>(keys.certificates());
    if (entity != Entity.AUTHORITY) {
      // One a party and use: a new one takes the place of the old.
      all.removeIf(old ->
          old.entity() == entity
              && old.use() == added.use()
              && old.subject().equals(added.subject()));
    }
    all.add(added);
    if (all.size() > DeviceKeys.MAX_CERTIFICATES) {
      throw new SecurityRefused("no room for more certificates");
    }
    DeviceKeys next = keys.withCertificates(all);
    if (signs) {
      next = next.withPairs(keys.newSigning(), next.agreement());
      next = next.withNewPairs(null, next.newAgreement());
    }
    if (agrees) {
      next = next.withPairs(next.signing(), keys.newAgreement());
      next = next.withNewPairs(next.newSigning(), null);
    }
    return next;
  }

  /** remove_certificate. */
  public static DeviceKeys removeCertificate(DeviceKeys keys, DeviceCertificate certificate) {
    return keys.without(certificate);
  }

  private static EcPublicKey publicKey(SecuritySuite suite, X509Certificate certificate)
      throws SecurityRefused {
    try {
      EcPublicKey key = EcPublicKey.of(certificate.getPublicKey());
      if (suite.hasCurve() && key.curve() == suite.curve()) {
        return key;
      }
    } catch (IllegalArgumentException _) {
      // of another kind: refused like one of another curve
    }
    throw new SecurityRefused("certificate's key is not of the suite's curve");
  }

  private static boolean isOf(@Nullable EcKeyPair pair, EcPublicKey key) {
    return pair != null && pair.publicKey().equals(key);
  }

  private static EcPublicKey verified(KeyData data, EcPublicKey signer) throws SecurityRefused {
    EcCurve curve = signer.curve();
    int pointOctets = curve.pointOctets();
    if (data.data().size() != pointOctets + curve.signatureOctets()) {
      throw new SecurityRefused("public key and signature have " + data.data().size() + " octets");
    }
    Bytes point = data.data().slice(0, pointOctets);
    Bytes signature = data.data().slice(pointOctets, data.data().size());
    if (!signer.verifies(Bytes.of(data.id().id()).concat(point), signature)) {
      throw new SecurityRefused("signature of the ephemeral key does not fit");
    }
    return EcPublicKey.received(curve, point);
  }

  private static SymmetricKey derive(
      SecuritySuite suite, KeyId id, byte[] secret, SystemTitle client, SystemTitle server) {
    KeyDerivation.Use use =
        id == KeyId.MASTER ? KeyDerivation.Use.WRAPPING : KeyDerivation.Use.ENCRYPTION;
    return KeyDerivation.derive(suite, use, secret, client.octets(), server.octets());
  }

  private static void requireDistinct(List<KeyData> keys) throws SecurityRefused {
    Set<KeyId> seen = EnumSet.noneOf(KeyId.class);
    for (KeyData key : keys) {
      if (!seen.add(key.id())) {
        throw new SecurityRefused("key " + key.id() + " comes twice");
      }
    }
    if (seen.isEmpty()) {
      throw new SecurityRefused("there is no key in it");
    }
  }
}
