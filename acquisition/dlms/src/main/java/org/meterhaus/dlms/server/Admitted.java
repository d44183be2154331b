package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.security.Cover;

/**
 * What an accepted AARQ led to.
 *
 * @param handshake passes 3 and 4, null once they are done or if there are none
 * @param maxSend largest APDU for the client, octets
 * @param blocks general block transfer, null if that was not agreed
 * @param channel what protects its messages, null if nothing does
 */
record Admitted(
    Offer offer,
    @Nullable HlsExchange handshake,
    @Nullable ServerSecurity channel,
    Services services,
    int maxSend,
    @Nullable ServerBlocks blocks) {

  /** The largest answer that general block transfer cuts, octets. */
  private static final int MAX_CUT = 16 << 20;

  /** The same once the client has proven who it is. */
  Admitted proven() {
    return new Admitted(offer, null, channel, services, maxSend, blocks);
  }

  /** Whether a message may be protected like this: null = not at all. */
  boolean accepts(@Nullable Cover cover) {
    return channel == null ? cover == null : channel.accepts(cover);
  }

  /** Largest answer in one piece before it is protected, octets; none if not more than 0. */
  int maxPlain(@Nullable Cover request) {
    return maxSend - (channel == null ? 0 : channel.overhead(request));
  }

  /** Largest answer before it is protected, octets: what does not fit is cut if that was agreed. */
  int maxReply(@Nullable Cover request) {
    return blocks == null ? maxPlain(request) : MAX_CUT;
  }
}
