package org.meterhaus.db.arrivals;

import java.util.List;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * The readings of a delivery to bytes and back. Stateless.
 *
 * <p>Version 1: byte 0x01, count (varint), then each reading as {@link ReadingCodec} has it.
 */
public final class DeliveryCodec {
  private static final int VERSION = 1;

  private DeliveryCodec() {}

  public static byte[] encode(List<Reading> readings) {
    var out = new VarintWriter(4 + readings.size() * 8);
    out.put(VERSION);
    out.varint(readings.size());
    var codec = new ReadingCodec();
    var columns = Readings.copyOf(readings);
    for (int i = 0; i < columns.size(); i++) {
      codec.write(columns, i, out);
    }
    return out.toByteArray();
  }

  /**
   * Reads exactly one payload.
   *
   * @throws MalformedBytes if the bytes are short, long, or not a delivery
   */
  public static Readings decode(byte[] payload) throws MalformedBytes {
    var in = new VarintReader(payload);
    int version = in.get();
    if (version != VERSION) {
      throw new MalformedBytes("version must be 1 but was " + version, 0);
    }
    int count = in.varint("count", 1, Delivery.MOST_READINGS);
    var readings = new Readings.Builder(Math.min(count, in.remaining()));
    var codec = new ReadingCodec();
    for (int i = 0; i < count; i++) {
      codec.read(in, readings);
    }
    in.expectEnd();
    return readings.build();
  }
}
