package org.meterhaus.db.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers of seven bits a byte, least significant first. Not thread-safe. */
public final class VarintWriter {
  /** Bytes of a number at most. */
  private static final int LONGEST = 10;

  private byte[] bytes;
  private int length;

  /**
   * @param expected bytes to make room for, 1 or more; more may follow
   */
  public VarintWriter(int expected) {
    this.bytes = new byte[expected];
  }

  /** One byte, 0..255. */
  public void put(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) value;
  }

  /** Small unsigned numbers are short: 0..127 take one byte. */
  public void varint(long value) {
    long rest = value;
    if (length + LONGEST > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + LONGEST));
    }
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Small signed numbers are short: -64..63 take one byte. */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Length in bytes, then UTF-8. */
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    for (byte b : utf8) {
      put(b);
    }
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
