package org.meterhaus.dlms.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.time.Duration;
import org.meterhaus.dlms.fuzz.Budget;

/** Octets of a TCP connection, in pieces, for fuzzing. */
public final class WrapperFuzz {

  private static final int MAX_APDU_BYTES = 65_535;

  private WrapperFuzz() {}

  /** Cuts whatever comes into wrapper PDUs, until something is none. */
  public static void take(byte[] input, Budget budget) {
    var channel = new EmbeddedChannel(new WrapperDecoder(MAX_APDU_BYTES, Duration.ofSeconds(60)));
    int chunk = input.length == 0 ? 1 : 1 + (input[0] & 0x3F);
    try {
      for (int from = 0; from < input.length; from += chunk) {
        int length = Math.min(chunk, input.length - from);
        budget.message(length);
        channel.writeInbound(Unpooled.copiedBuffer(input, from, length));
        while (channel.readInbound() instanceof WrapperPdu pdu) {
          if (pdu.apdu().isEmpty() || pdu.apdu().size() > MAX_APDU_BYTES) {
            throw new AssertionError("an APDU of " + pdu.apdu().size() + " octets");
          }
        }
      }
    } catch (DecoderException _) {
      // What is no wrapper PDU ends the connection.
    }
    try {
      channel.finishAndReleaseAll();
    } catch (DecoderException _) {
      // It looks once more at what is left.
    }
  }
}
