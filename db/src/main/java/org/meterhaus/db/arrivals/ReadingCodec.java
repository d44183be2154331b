package org.meterhaus.db.arrivals;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * A run of readings to bytes and back, each as its difference to the one before; one object for one
 * run in one direction. Not thread-safe.
 *
 * <p>A reading is a flags byte (bit 0 status, bit 1 energy, bit 2 register), the end in seconds as
 * difference to the reading before (zigzag, the first to the epoch), then what the flags announce:
 * status (varint), energy (zigzag), register as difference to the register before (zigzag, the
 * first to 0).
 */
public final class ReadingCodec {
  private static final int STATUS = 1;
  private static final int ENERGY = 2;
  private static final int REGISTER = 4;

  private long second;
  private long register;

  public void write(Reading reading, VarintWriter out) {
    out.put(
        (reading.status() != 0 ? STATUS : 0)
            | (reading.energyWh().isPresent() ? ENERGY : 0)
            | (reading.registerWh().isPresent() ? REGISTER : 0));
    out.zigzag(reading.end().getEpochSecond() - second);
    second = reading.end().getEpochSecond();
    if (reading.status() != 0) {
      out.varint(reading.status());
    }
    if (reading.energyWh().isPresent()) {
      out.zigzag(reading.energyWh().getAsInt());
    }
    if (reading.registerWh().isPresent()) {
      out.zigzag(reading.registerWh().getAsLong() - register);
      register = reading.registerWh().getAsLong();
    }
  }

  /**
   * @throws MalformedBytes if the bytes are short or not a reading
   */
  public Reading read(VarintReader in) throws MalformedBytes {
    int flags = in.get();
    if ((flags & ~(STATUS | ENERGY | REGISTER)) != 0) {
      throw new MalformedBytes("unknown flags 0x%02X".formatted(flags), in.position() - 1);
    }
    try {
      second = Math.addExact(second, in.zigzag());
      int status = (flags & STATUS) != 0 ? in.varint("status", 1, 0xFFFF) : 0;
      OptionalInt energy =
          (flags & ENERGY) != 0
              ? OptionalInt.of(Math.toIntExact(in.zigzag()))
              : OptionalInt.empty();
      OptionalLong total = OptionalLong.empty();
      if ((flags & REGISTER) != 0) {
        register = Math.addExact(register, in.zigzag());
        total = OptionalLong.of(register);
      }
      return new Reading(Instant.ofEpochSecond(second), status, energy, total);
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw new MalformedBytes(String.valueOf(e.getMessage()), in.position());
    }
  }
}
