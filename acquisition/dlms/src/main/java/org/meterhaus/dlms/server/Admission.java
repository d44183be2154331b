package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.cosem.ObisCode;

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
 * @param securitySetup name of the Security Setup that its keys and policy come from, null if none
 */
public record Admission(
    Authentication authentication,
    @Nullable Ciphering ciphering,
    boolean ciphered,
    AccessRights rights,
    Conformance conformance,
    @Nullable ObisCode securitySetup) {

  /** Keys and policy come from no object. */
  public Admission(
      Authentication authentication,
      @Nullable Ciphering ciphering,
      boolean ciphered,
      AccessRights rights,
      Conformance conformance) {
    this(authentication, ciphering, ciphered, rights, conformance, null);
  }

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
