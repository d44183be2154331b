package org.meterhaus.processing.merge;

import java.time.DateTimeException;
import java.util.ArrayList;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.ReadingCodec;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * A {@link RawDay} to bytes and back. Stateless.
 *
 * <p>Version 1: byte 0x01; number of sources (varint) and each as text, in order of first use;
 * number of values (varint); for each value the index of its source (varint), the receipt in
 * milliseconds as difference to the value before (zigzag, the first to the epoch), and the reading
 * as {@link ReadingCodec} has it.
 */
public final class RawDayCodec {
  private static final int VERSION = 1;
  private static final int MOST_SOURCES = 10_000;
  private static final int MOST_VALUES = 100 * Delivery.MOST_READINGS;

  private RawDayCodec() {}

  public static byte[] encode(RawDay day) {
    RawValues values = day.values();
    int size = values.size();
    var out = new VarintWriter(64 + size * 10);
    out.put(VERSION);
    out.varint(values.sources().size());
    values.sources().forEach(source -> out.text(source.toString()));
    out.varint(size);
    var codec = new ReadingCodec();
    long received = 0;
    for (int i = 0; i < size; i++) {
      out.varint(values.sourceIndex(i));
      long at = values.receivedAt(i);
      out.zigzag(at - received);
      received = at;
      codec.write(values.readings(), i, out);
    }
    return out.toByteArray();
  }

  /**
   * @throws MalformedBytes if the bytes are not a day
   */
  public static RawDay decode(byte[] bytes) throws MalformedBytes {
    var in = new VarintReader(bytes);
    int version = in.get();
    if (version != VERSION) {
      throw new MalformedBytes("version must be 1 but was " + version, 0);
    }
    try {
      var sources = new ArrayList<Source>();
      int sourceCount = in.varint("number of sources", 0, MOST_SOURCES);
      for (int i = 0; i < sourceCount; i++) {
        sources.add(Source.parse(in.text()));
      }
      int count = in.varint("number of values", 0, MOST_VALUES);
      var values = new RawValues.Builder(Math.min(count, in.remaining()));
      var codec = new ReadingCodec();
      long received = 0;
      for (int i = 0; i < count; i++) {
        Source source = sources.get(in.varint("source", 0, sourceCount - 1));
        received = Math.addExact(received, in.zigzag());
        codec.read(in, values.readings());
        values.came(source, received);
      }
      in.expectEnd();
      return new RawDay(values.build());
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new MalformedBytes(String.valueOf(e.getMessage()), in.position());
    }
  }
}
