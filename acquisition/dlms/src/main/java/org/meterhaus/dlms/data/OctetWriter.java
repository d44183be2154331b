package org.meterhaus.dlms.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.meterhaus.dlms.Bytes;

/** Grows as octets are appended; big-endian. Not thread-safe. */
public final class OctetWriter {

  private static final byte[] NONE = new byte[0];
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] octets;
  private int size;

  public OctetWriter() {
    this(64);
  }

  public OctetWriter(int expectedOctets) {
    this.octets = new byte[Math.max(expectedOctets, 16)];
  }

  public OctetWriter u8(int value) {
    room(1);
    octets[size++] = (byte) value;
    return this;
  }

  public OctetWriter u16(int value) {
    room(2);
    SHORT.set(octets, size, (short) value);
    size += 2;
    return this;
  }

  public OctetWriter u32(long value) {
    room(4);
    INT.set(octets, size, (int) value);
    size += 4;
    return this;
  }

  public OctetWriter u64(long value) {
    return u32(value >>> 32).u32(value);
  }

  public OctetWriter bytes(Bytes value) {
    room(value.size());
    value.copyTo(octets, size);
    size += value.size();
    return this;
  }

  public OctetWriter bytes(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, octets, size, value.length);
    size += value.length;
    return this;
  }

  /** {@code value[from..to)}. */
  public OctetWriter bytes(byte[] value, int from, int to) {
    room(to - from);
    System.arraycopy(value, from, octets, size, to - from);
    size += to - from;
    return this;
  }

  /**
   * An A-XDR and BER length: one octet below 128, else 0x80 + n and n octets.
   *
   * @param length 0..2147483647
   */
  public OctetWriter length(int length) {
    if (length < 0x80) {
      return u8(length);
    }
    if (length <= 0xFF) {
      return u8(0x81).u8(length);
    }
    if (length <= 0xFFFF) {
      return u8(0x82).u16(length);
    }
    if (length <= 0xFF_FFFF) {
      return u8(0x83).u8(length >>> 16).u16(length);
    }
    return u8(0x84).u32(length);
  }

  /** Octets of {@link #length(int)}, 1..5. */
  public static int lengthOctets(int length) {
    if (length < 0x80) {
      return 1;
    }
    return length <= 0xFF ? 2 : length <= 0xFFFF ? 3 : length <= 0xFF_FFFF ? 4 : 5;
  }

  /** A length and the octets. */
  public OctetWriter counted(Bytes value) {
    return length(value.size()).bytes(value);
  }

  public int size() {
    return size;
  }

  public Bytes toBytes() {
    return Bytes.copyOf(octets, 0, size);
  }

  /**
   * All octets written so far; the writer begins anew. Copies nothing if they fill the expected
   * size exactly.
   */
  public Bytes finish() {
    Bytes all =
        size == octets.length ? Bytes.owned(octets) : Bytes.owned(Arrays.copyOf(octets, size));
    octets = NONE;
    size = 0;
    return all;
  }

  /** Makes room for so many octets at once, where it is known beforehand. */
  public OctetWriter expect(int more) {
    room(more);
    return this;
  }

  private void room(int more) {
    if (octets.length - size < more) {
      octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
    }
  }
}
