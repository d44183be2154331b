package org.meterhaus.dlms.transport;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.fuzz.Budget;

/** Octets of a TCP connection, in pieces, for fuzzing. */
public final class WrapperFuzz {

  private static final int MAX_APDU_BYTES = 65_535;

  private WrapperFuzz() {}

  /** Cuts whatever comes into wrapper PDUs, until something is none. */
  public static void take(byte[] input, Budget budget) {
    WrapperReader reader = new WrapperReader(MAX_APDU_BYTES);
    int chunk = input.length == 0 ? 1 : 1 + (input[0] & 0x3F);
    try {
      for (int from = 0; from < input.length; from += chunk) {
        int length = Math.min(chunk, input.length - from);
        budget.message(length);
        ByteBuffer in = ByteBuffer.wrap(input, from, length);
        for (WrapperPdu pdu = reader.next(in); pdu != null; pdu = reader.next(in)) {
          if (pdu.apdu().isEmpty() || pdu.apdu().size() > MAX_APDU_BYTES) {
            throw new AssertionError("an APDU of " + pdu.apdu().size() + " octets");
          }
        }
        if (in.hasRemaining()) {
          throw new AssertionError(in.remaining() + " octets are left over");
        }
      }
    } catch (Malformed _) {
      // What is no wrapper PDU ends the connection.
    }
  }
}
