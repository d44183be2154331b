package org.meterhaus.db.arrivals;

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

  /** Writes one reading of a list. */
  public void write(Readings readings, int i, VarintWriter out) {
    int status = readings.status(i);
    out.put(
        (status != 0 ? STATUS : 0)
            | (readings.hasEnergy(i) ? ENERGY : 0)
            | (readings.hasRegister(i) ? REGISTER : 0));
    long end = readings.endSecond(i);
    out.zigzag(end - second);
    second = end;
    if (status != 0) {
      out.varint(status);
    }
    if (readings.hasEnergy(i)) {
      out.zigzag(readings.energyWh(i));
    }
    if (readings.hasRegister(i)) {
      out.zigzag(readings.registerWh(i) - register);
      register = readings.registerWh(i);
    }
  }

  /**
   * Reads one reading to the end of a list.
   *
   * @throws MalformedBytes if the bytes are short or not a reading
   */
  public void read(VarintReader in, Readings.Builder readings) throws MalformedBytes {
    int flags = in.get();
    if ((flags & ~(STATUS | ENERGY | REGISTER)) != 0) {
      throw new MalformedBytes("unknown flags 0x%02X".formatted(flags), in.position() - 1);
    }
    try {
      second = Math.addExact(second, in.zigzag());
      int status = (flags & STATUS) != 0 ? in.varint("status", 1, 0xFFFF) : 0;
      boolean hasEnergy = (flags & ENERGY) != 0;
      int energy = hasEnergy ? Math.toIntExact(in.zigzag()) : 0;
      boolean hasRegister = (flags & REGISTER) != 0;
      if (hasRegister) {
        register = Math.addExact(register, in.zigzag());
      }
      readings.add(second, status, hasEnergy, energy, hasRegister, register);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new MalformedBytes(String.valueOf(e.getMessage()), in.position());
    }
  }
}
