package org.meterhaus.dlms.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** Whom a logical device lets in. */
public sealed interface DeviceSecurity {

  /** Anybody may do anything, unprotected: for tests on a loopback address. */
  record Open() implements DeviceSecurity {}

  /**
   * Only clients that hold the keys: HLS with GMAC (mechanism 5) and authenticated encryption of
   * every service (suite 0).
   *
   * @param title our system title
   * @param encryptionKey global unicast encryption key
   * @param authenticationKey authentication key
   * @param counter counter of (our title, encryption key); devices with titles of their own may
   *     share one
   * @param discovery a public client may read logical device name, clock and association, nothing
   *     else; false refuses it
   */
  record HlsGmac(
      SystemTitle title,
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey,
      InvocationCounter counter,
      boolean discovery)
      implements DeviceSecurity {}

  /**
   * Whatever each client address may have.
   *
   * @param admissions tells the associations of an address
   * @param memory how long invocation counters of clients are remembered
   */
  record ByClient(Admissions admissions, ReplayMemory memory) implements DeviceSecurity {

    /** Counters are remembered as long as the device is served. */
    public ByClient(Admissions admissions) {
      this(admissions, ReplayMemory.DEVICE);
    }
  }

  /**
   * Only clients that hold the keys of a vault, which a Security Setup among the device's objects
   * may change: HLS with GMAC, and with signatures once both sides have certificates. Keys, suite
   * and policy are taken from the vault when an association begins.
   *
   * @param title our system title
   * @param counter counter of our title under all of the vault's keys
   * @param setup name of the Security Setup, for the association object
   * @param discovery a public client may read logical device name, clock and association
   */
  record Vaulted(
      SystemTitle title,
      KeyVault vault,
      InvocationCounter counter,
      ObisCode setup,
      boolean discovery)
      implements DeviceSecurity {

    List<Admission> admissions(@Nullable SystemTitle client) {
      DeviceKeys keys = vault.current();
      // Who names no title is refused for that; the keys it would have do not matter.
      KeySet set = keys.keySet(client == null ? title : client);
      Ciphering ciphering = new Ciphering(title, set, counter, keys.policy());
      List<Admission> all = new ArrayList<>();
      all.add(holders(new Authentication.Gmac(), ciphering));
      if (set.signing() != null && set.peerSigning() != null) {
        all.add(holders(new Authentication.Ecdsa(set.signing(), set.peerSigning()), ciphering));
      }
      if (discovery) {
        all.add(Admission.publicClient(AccessRights.DISCOVERY));
      }
      return all;
    }

    private Admission holders(Authentication authentication, Ciphering ciphering) {
      return new Admission(
          authentication, ciphering, true, AccessRights.EVERYTHING, Conformance.EVERYTHING, setup);
    }
  }

  /** How long the invocation counters of clients are remembered. */
  enum ReplayMemory {
    /** As long as the device is served: no message is taken twice. */
    DEVICE,
    /**
     * For one association: for tests with clients that begin to count at the same number each time,
     * and with keys that everybody knows.
     */
    ASSOCIATION
  }

  /** What is offered to whom. Thread-safe; asked at every AARQ. */
  interface Admissions {

    /**
     * The associations a client may have; none if it is not known.
     *
     * @param clientSap 1..65535
     */
    List<Admission> of(int clientSap);

    /**
     * The same for a client that names a system title, where its keys depend on that.
     *
     * @param title as the client says, not yet proven; null if it names none of 8 octets
     */
    default List<Admission> of(int clientSap, @Nullable SystemTitle title) {
      return of(clientSap);
    }
  }

  /**
   * What a client at this address may have.
   *
   * @param title that it says it has
   */
  default List<Admission> admissions(int clientSap, @Nullable SystemTitle title) {
    return switch (this) {
      case Open _ -> List.of(Admission.publicClient(AccessRights.EVERYTHING));
      case HlsGmac keys -> {
        Admission holders =
            new Admission(
                new Authentication.Gmac(),
                new Ciphering(
                    keys.title(),
                    KeySet.of(
                        SecuritySuite.SUITE_0, keys.encryptionKey(), keys.authenticationKey()),
                    keys.counter(),
                    SecurityPolicy.AUTHENTICATED_ENCRYPTION),
                true,
                AccessRights.EVERYTHING,
                Conformance.SUPPORTED);
        yield keys.discovery()
            ? List.of(holders, Admission.publicClient(AccessRights.DISCOVERY))
            : List.of(holders);
      }
      case ByClient(Admissions admissions, ReplayMemory _) -> admissions.of(clientSap, title);
      case Vaulted vaulted -> vaulted.admissions(title);
    };
  }
}
