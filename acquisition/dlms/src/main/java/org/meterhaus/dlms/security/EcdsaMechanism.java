package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/** Mechanism 7: a signature over titles and challenges. */
final class EcdsaMechanism implements HlsMechanism {

  private final EcKeyPair own;
  private final EcPublicKey peer;

  EcdsaMechanism(EcKeyPair own, EcPublicKey peer) {
    this.own = own;
    this.peer = peer;
  }

  @Override
  public int id() {
    return ECDSA;
  }

  @Override
  public Bytes proof(Handshake handshake) throws SecurityRefused {
    if (handshake.reflected()) {
      throw new SecurityRefused("the peer sent our own challenge back");
    }
    return own.sign(text(handshake));
  }

  @Override
  public boolean isProof(Bytes proof, Handshake handshake) {
    return peer.verifies(text(handshake.mirrored()), proof) && !handshake.reflected();
  }

  private static Bytes text(Handshake prover) {
    return prover
        .ownTitle()
        .concat(prover.peerTitle())
        .concat(prover.peerChallenge())
        .concat(prover.ownChallenge());
  }
}
