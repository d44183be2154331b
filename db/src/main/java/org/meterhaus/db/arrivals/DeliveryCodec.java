package org.meterhaus.db.arrivals;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The readings of a delivery to bytes and back. Stateless.
 *
 * <p>Version 1: byte 0x01; count (varint); for each reading a flags byte (bit 0 status, bit 1
 * energy, bit 2 register), the end in seconds as difference to the reading before (zigzag varint,
 * the first to the epoch), then what the flags announce: status (varint), energy (zigzag varint),
 * register as difference to the register before (zigzag varint, the first to 0).
 */
public final class DeliveryCodec {
  private static final int VERSION = 1;
  private static final int STATUS = 1;
  private static final int ENERGY = 2;
  private static final int REGISTER = 4;
  private static final int LONGEST_VARINT = 10;

  private DeliveryCodec() {}

  public static byte[] encode(List<Reading> readings) {
    var out = new ByteArrayOutputStream(4 + readings.size() * 8);
    out.write(VERSION);
    varint(out, readings.size());
    long second = 0;
    long register = 0;
    for (Reading reading : readings) {
      out.write(
          (reading.status() != 0 ? STATUS : 0)
              | (reading.energyWh().isPresent() ? ENERGY : 0)
              | (reading.registerWh().isPresent() ? REGISTER : 0));
      zigzag(out, reading.end().getEpochSecond() - second);
      second = reading.end().getEpochSecond();
      if (reading.status() != 0) {
        varint(out, reading.status());
      }
      if (reading.energyWh().isPresent()) {
        zigzag(out, reading.energyWh().getAsInt());
      }
      if (reading.registerWh().isPresent()) {
        zigzag(out, reading.registerWh().getAsLong() - register);
        register = reading.registerWh().getAsLong();
      }
    }
    return out.toByteArray();
  }

  /**
   * Reads exactly one payload.
   *
   * @throws MalformedDelivery if the bytes are short, long, or not a delivery
   */
  public static List<Reading> decode(byte[] payload) throws MalformedDelivery {
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      int version = in.get() & 0xFF;
      if (version != VERSION) {
        throw new MalformedDelivery("version must be 1 but was " + version, 0);
      }
      long count = varint(in);
      if (count < 1 || count > Delivery.MOST_READINGS) {
        throw new MalformedDelivery(
            "count must be 1..%d but was %d".formatted(Delivery.MOST_READINGS, count),
            in.position());
      }
      var readings = new ArrayList<Reading>((int) count);
      long second = 0;
      long register = 0;
      for (int i = 0; i < count; i++) {
        int flags = in.get() & 0xFF;
        if ((flags & ~(STATUS | ENERGY | REGISTER)) != 0) {
          throw new MalformedDelivery("unknown flags 0x%02X".formatted(flags), in.position() - 1);
        }
        second = Math.addExact(second, zigzag(in));
        int status = (flags & STATUS) != 0 ? Math.toIntExact(varint(in)) : 0;
        OptionalInt energy =
            (flags & ENERGY) != 0
                ? OptionalInt.of(Math.toIntExact(zigzag(in)))
                : OptionalInt.empty();
        OptionalLong total = OptionalLong.empty();
        if ((flags & REGISTER) != 0) {
          register = Math.addExact(register, zigzag(in));
          total = OptionalLong.of(register);
        }
        readings.add(new Reading(Instant.ofEpochSecond(second), status, energy, total));
      }
      if (in.hasRemaining()) {
        throw new MalformedDelivery(
            "%d bytes after the last reading".formatted(in.remaining()), in.position());
      }
      return List.copyOf(readings);
    } catch (BufferUnderflowException _) {
      throw new MalformedDelivery("payload is truncated", in.limit());
    } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new MalformedDelivery(String.valueOf(e.getMessage()), in.position());
    }
  }

  private static void zigzag(ByteArrayOutputStream out, long value) {
    varint(out, (value << 1) ^ (value >> 63));
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long zigzag(ByteBuffer in) throws MalformedDelivery {
    long value = varint(in);
    return (value >>> 1) ^ -(value & 1);
  }

  private static long varint(ByteBuffer in) throws MalformedDelivery {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedDelivery("number is longer than 10 bytes", in.position());
  }
}
