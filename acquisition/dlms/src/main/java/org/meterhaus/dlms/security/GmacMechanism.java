package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/** Mechanism 5: security control, invocation counter and GMAC of the challenge. */
final class GmacMechanism implements HlsMechanism {

  private final ApduProtection protection;

  GmacMechanism(ApduProtection protection) {
    this.protection = protection;
  }

  @Override
  public int id() {
    return GMAC;
  }

  @Override
  public Bytes proof(Handshake handshake) throws SecurityRefused {
    if (handshake.reflected()) {
      throw new SecurityRefused("the peer sent our own challenge back");
    }
    return protection.proof(handshake.peerChallenge());
  }

  @Override
  public boolean isProof(Bytes proof, Handshake handshake) {
    return handshake.peerTitle().size() == SystemTitle.OCTETS
        && !handshake.reflected()
        && protection.isProof(
            proof, handshake.ownChallenge(), new SystemTitle(handshake.peerTitle()));
  }
}
