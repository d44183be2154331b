package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.association.ServerAssociation.Offer;

/**
 * An association that a device offers to a client address: how its clients prove who they are, how
 * messages are protected, and what they may do then. One address may have several, which differ in
 * mechanism or application context.
 *
 * @param authentication what the client has to bring
 * @param ciphering what protects messages and GMAC proofs, null if neither is wanted
 * @param ciphered application context with ciphering
 * @param rights what the client may do
 * @param conformance services that are offered
 */
public record Admission(
    Authentication authentication,
    @Nullable Ciphering ciphering,
    boolean ciphered,
    AccessRights rights,
    Conformance conformance) {

  public Admission {
    if (ciphering == null && (ciphered || authentication instanceof Authentication.Gmac)) {
      throw new IllegalArgumentException("ciphering and GMAC take keys");
    }
  }

  /** Neither authentication nor ciphering. */
  public static Admission publicClient(AccessRights rights) {
    return new Admission(new Authentication.None(), null, false, rights, Conformance.SUPPORTED);
  }

  Offer offer() {
    boolean titled = ciphered || authentication.needsTitles();
    return new Offer(authentication.mechanism(), ciphered, titled, ciphered, conformance);
  }
}
