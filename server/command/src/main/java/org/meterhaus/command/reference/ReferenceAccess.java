package org.meterhaus.command.reference;

import java.util.List;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.DeviceSecurity;

/**
 * Who may speak to a reference meter: the client's address is {@code 16 x (1 + protection) +
 * mechanism}, protection in the order none, authenticated encryption, encryption, authentication.
 */
final class ReferenceAccess implements DeviceSecurity.Admissions {

  private static final int MECHANISMS = 8;
  private static final List<Protection> PROTECTIONS =
      List.of(
          Protection.NONE,
          Protection.AUTHENTICATED_ENCRYPTION,
          Protection.ENCRYPTION,
          Protection.AUTHENTICATION);

  private final KeySet keys;
  private final Conformance conformance;
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);
  private final EcKeyPair own = ReferenceKeys.server();
  private final EcKeyPair client = ReferenceKeys.client();

  ReferenceAccess(SecuritySuite suite, Conformance conformance) {
    this.keys = ReferenceKeys.symmetric(suite);
    this.conformance = conformance;
  }

  @Override
  public List<Admission> of(int clientSap) {
    int mechanism = clientSap % 16;
    int protection = clientSap / 16 - 1;
    if (mechanism >= MECHANISMS || protection < 0 || protection >= PROTECTIONS.size()) {
      return List.of();
    }
    Ciphering ciphering =
        new Ciphering(
            ReferenceKeys.SERVER_TITLE,
            keys,
            counter,
            SecurityPolicy.of(PROTECTIONS.get(protection)));
    return List.of(
        new Admission(
            authentication(mechanism),
            ciphering,
            protection != 0,
            AccessRights.EVERYTHING,
            conformance));
  }

  private Authentication authentication(int mechanism) {
    return switch (mechanism) {
      case 0 -> new Authentication.None();
      case 1 -> new Authentication.Password(ReferenceKeys.PASSWORD);
      case HlsMechanism.MANUFACTURER ->
          new Authentication.Manufacturer(ReferenceKeys.manufacturer(ReferenceKeys.PASSWORD));
      case HlsMechanism.GMAC -> new Authentication.Gmac();
      case HlsMechanism.ECDSA -> new Authentication.Ecdsa(own, client.publicKey());
      default -> new Authentication.Digest(mechanism, ReferenceKeys.PASSWORD);
    };
  }
}
