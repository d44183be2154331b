package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.Unprotected;

/**
 * What an accepted AARQ led to.
 *
 * @param maxPlain largest APDU for the client before it is protected, octets
 * @param blocks general block transfer, null if that was not agreed
 * @param channel what protects its messages, null if nothing does
 * @param acceptance the AARE that says so
 */
record Admitted(
    Offer offer,
    HlsExchange handshake,
    @Nullable ServerSecurity channel,
    Services services,
    int maxPlain,
    @Nullable ServerBlocks blocks,
    Apdu.Aare acceptance) {

  /** Whether a message may be protected like this: null = not at all. */
  boolean accepts(@Nullable Unprotected cover) {
    if (channel == null) {
      return cover == null;
    }
    return channel.accepts(cover == null ? Protection.NONE : cover.control().protection());
  }
}
