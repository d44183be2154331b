package org.meterhaus.command.reference;

import java.util.List;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.DeviceSecurity;

/**
 * Who may speak to a reference meter: the client's address is {@code 16 x (1 + protection) +
 * mechanism}, protection in the order none, authenticated encryption, encryption, authentication.
 * Keys are those of the meter's Security Setup, whose policy counts besides.
 */
final class ReferenceAccess implements DeviceSecurity.Admissions {

  private static final int MECHANISMS = 8;
  private static final List<Protection> PROTECTIONS =
      List.of(
          Protection.NONE,
          Protection.AUTHENTICATED_ENCRYPTION,
          Protection.ENCRYPTION,
          Protection.AUTHENTICATION);

  private final KeyVault vault;
  private final Pairs pairs;
  private final InvocationCounter counter;
  private final Conformance conformance;

  /**
   * The asymmetric keys of all meters of a suite, made once.
   *
   * @param keys with those that messages are signed with and keys agreed on
   * @param own for mechanism 7
   * @param client for mechanism 7
   */
  record Pairs(KeySet keys, EcKeyPair own, EcPublicKey client) {
    static Pairs of(SecuritySuite suite) {
      return new Pairs(
          ReferenceKeys.withMeterPairs(ReferenceKeys.symmetric(suite)),
          ReferenceKeys.server(),
          ReferenceKeys.client().publicKey());
    }
  }

  /**
   * The ways into one meter.
   *
   * @param vault what its Security Setup changes
   */
  ReferenceAccess(KeyVault vault, Pairs pairs, InvocationCounter counter, Conformance conformance) {
    this.vault = vault;
    this.pairs = pairs;
    this.counter = counter;
    this.conformance = conformance;
  }

  @Override
  public List<Admission> of(int clientSap) {
    int mechanism = clientSap % 16;
    int protection = clientSap / 16 - 1;
    if (mechanism >= MECHANISMS || protection < 0 || protection >= PROTECTIONS.size()) {
      return List.of();
    }
    DeviceKeys current = vault.current();
    Ciphering ciphering =
        new Ciphering(
            ReferenceKeys.SERVER_TITLE,
            keys(current),
            counter,
            policy(PROTECTIONS.get(protection), current.policy()));
    return List.of(
        new Admission(
            authentication(mechanism),
            ciphering,
            protection != 0,
            AccessRights.EVERYTHING,
            conformance,
            ReferenceMeter.SECURITY_SETUP));
  }

  private KeySet keys(DeviceKeys current) {
    KeySet known = pairs.keys();
    return current
        .keySet(ReferenceKeys.CLIENT_TITLE)
        .withSigning(known.signing(), known.peerSigning())
        .withAgreement(known.agreement(), known.peerAgreement());
  }

  /** What the address says, and whatever the Security Setup wants more. */
  private static SecurityPolicy policy(Protection ofAddress, SecurityPolicy wanted) {
    return new SecurityPolicy(
        ofAddress.covers(wanted.requests()) ? ofAddress : wanted.requests(),
        ofAddress.covers(wanted.responses()) ? ofAddress : wanted.responses(),
        wanted.signedRequests(),
        wanted.signedResponses());
  }

  private Authentication authentication(int mechanism) {
    return switch (mechanism) {
      case 0 -> new Authentication.None();
      case 1 -> new Authentication.Password(ReferenceKeys.PASSWORD);
      case HlsMechanism.MANUFACTURER ->
          new Authentication.Manufacturer(ReferenceKeys.manufacturer(ReferenceKeys.PASSWORD));
      case HlsMechanism.GMAC -> new Authentication.Gmac();
      case HlsMechanism.ECDSA -> new Authentication.Ecdsa(pairs.own(), pairs.client());
      default -> new Authentication.Digest(mechanism, ReferenceKeys.PASSWORD);
    };
  }
}
