package org.meterhaus.dlms.server;

import java.util.List;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
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
  }

  /** What a client at this address may have. */
  default List<Admission> admissions(int clientSap) {
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
      case ByClient(Admissions admissions, ReplayMemory _) -> admissions.of(clientSap);
    };
  }
}
