package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;

/**
 * What both parties of an HLS association know before they prove themselves, as one of them sees
 * it.
 *
 * @param ownTitle own system title, 8 octets, or empty if none was sent
 * @param peerTitle system title of the peer, 8 octets, or empty if it sent none
 * @param ownChallenge what the peer has to answer
 * @param peerChallenge what we have to answer
 */
public record Handshake(Bytes ownTitle, Bytes peerTitle, Bytes ownChallenge, Bytes peerChallenge) {

  /** As the peer sees it. */
  Handshake mirrored() {
    return new Handshake(peerTitle, ownTitle, peerChallenge, ownChallenge);
  }

  /**
   * Whether the peer only sent our challenge back, to have us do its proof: then there is nothing
   * to prove.
   */
  public boolean reflected() {
    return ownChallenge.equals(peerChallenge);
  }
}
