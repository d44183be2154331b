package org.meterhaus.dlms.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;
import org.meterhaus.dlms.security.DeviceCertificate.KeyUse;

/**
 * All that Security Setup knows and changes of one logical device. Prints no key.
 *
 * @param suite in use
 * @param policy least protection
 * @param symmetric the four symmetric keys
 * @param signing own pair for signatures, if there is one
 * @param agreement own pair for key agreement, if there is one
 * @param newSigning pair that was made but has no certificate yet, so is not used yet
 * @param newAgreement the same for key agreement
 * @param certificates own, clients' and authorities'; authorities are trusted
 */
public record DeviceKeys(
    SecuritySuite suite,
    SecurityPolicy policy,
    Symmetric symmetric,
    @Nullable EcKeyPair signing,
    @Nullable EcKeyPair agreement,
    @Nullable EcKeyPair newSigning,
    @Nullable EcKeyPair newAgreement,
    List<DeviceCertificate> certificates) {

  /** More certificates than this are not kept. */
  public static final int MAX_CERTIFICATES = 32;

  /**
   * The keys that {@link KeyId} numbers.
   *
   * @param unicast global unicast encryption key
   * @param broadcast global broadcast encryption key
   * @param authentication global authentication key
   * @param master key encryption key
   */
  public record Symmetric(
      SymmetricKey unicast,
      SymmetricKey broadcast,
      SymmetricKey authentication,
      SymmetricKey master) {

    Symmetric with(KeyId id, SymmetricKey key) {
      return switch (id) {
        case GLOBAL_UNICAST -> new Symmetric(key, broadcast, authentication, master);
        case GLOBAL_BROADCAST -> new Symmetric(unicast, key, authentication, master);
        case AUTHENTICATION -> new Symmetric(unicast, broadcast, key, master);
        case MASTER -> new Symmetric(unicast, broadcast, authentication, key);
      };
    }
  }

  public DeviceKeys {
    for (SymmetricKey key :
        List.of(
            symmetric.unicast, symmetric.broadcast, symmetric.authentication, symmetric.master)) {
      if (key.size() != suite.keyOctets()) {
        throw new IllegalArgumentException(
            "a key of %s has %d octets but got %d".formatted(suite, suite.keyOctets(), key.size()));
      }
    }
    if (certificates.size() > MAX_CERTIFICATES) {
      throw new IllegalArgumentException(
          "at most " + MAX_CERTIFICATES + " certificates but got " + certificates.size());
    }
    certificates = List.copyOf(certificates);
  }

  /** With symmetric keys only, and no policy. */
  public static DeviceKeys of(SecuritySuite suite, Symmetric symmetric) {
    return new DeviceKeys(suite, SecurityPolicy.NONE, symmetric, null, null, null, null, List.of());
  }

  /** What an association with {@code client} uses. */
  public KeySet keySet(SystemTitle client) {
    KeySet keys =
        KeySet.of(suite, symmetric.unicast, symmetric.authentication)
            .withBroadcast(symmetric.broadcast)
            .withMaster(symmetric.master);
    return suite.hasCurve()
        ? keys.withSigning(signing, clientKey(client, KeyUse.SIGNATURE))
            .withAgreement(agreement, clientKey(client, KeyUse.KEY_AGREEMENT))
        : keys;
  }

  /** The public key that a client's certificate has, if there is one of this suite's curve. */
  @Nullable EcPublicKey clientKey(SystemTitle client, KeyUse use) {
    for (DeviceCertificate certificate : certificates) {
      if (certificate.entity() == Entity.CLIENT
          && certificate.use() == use
          && certificate.isOf(client)) {
        return EcPublicKey.of(certificate.x509().getPublicKey());
      }
    }
    return null;
  }

  public DeviceKeys withPolicy(SecurityPolicy next) {
    return new DeviceKeys(
        suite, next, symmetric, signing, agreement, newSigning, newAgreement, certificates);
  }

  DeviceKeys withSymmetric(Symmetric next) {
    return new DeviceKeys(
        suite, policy, next, signing, agreement, newSigning, newAgreement, certificates);
  }

  /** With pairs in use. */
  public DeviceKeys withPairs(@Nullable EcKeyPair forSigning, @Nullable EcKeyPair forAgreement) {
    return new DeviceKeys(
        suite, policy, symmetric, forSigning, forAgreement, newSigning, newAgreement, certificates);
  }

  DeviceKeys withNewPairs(@Nullable EcKeyPair forSigning, @Nullable EcKeyPair forAgreement) {
    return new DeviceKeys(
        suite, policy, symmetric, signing, agreement, forSigning, forAgreement, certificates);
  }

  /** With these certificates; authorities among them are trusted from now on. */
  public DeviceKeys withCertificates(List<DeviceCertificate> next) {
    return new DeviceKeys(
        suite, policy, symmetric, signing, agreement, newSigning, newAgreement, next);
  }

  DeviceKeys without(DeviceCertificate certificate) {
    List<DeviceCertificate> rest = new ArrayList<>(certificates);
    rest.remove(certificate);
    return withCertificates(rest);
  }
}
