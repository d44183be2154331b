package org.meterhaus.dlms.data;

import java.util.Arrays;
import org.meterhaus.dlms.Bytes;

/** Grows as octets are appended; big-endian. Not thread-safe. */
public final class OctetWriter {

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
    octets[size++] = (byte) (value >>> 8);
    octets[size++] = (byte) value;
    return this;
  }

  public OctetWriter u32(long value) {
    room(4);
    octets[size++] = (byte) (value >>> 24);
    octets[size++] = (byte) (value >>> 16);
    octets[size++] = (byte) (value >>> 8);
    octets[size++] = (byte) value;
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

  private void room(int more) {
    if (octets.length - size < more) {
      octets = Arrays.copyOf(octets, Math.max(size + more, octets.length * 2));
    }
  }
}
