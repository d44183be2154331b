package org.meterhaus.db.bytes;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link VarintWriter} wrote. Not thread-safe. Every method throws {@link
 * MalformedBytes} at the end of the bytes.
 */
public final class VarintReader {
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private int position;

  public VarintReader(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Bytes read so far. */
  public int position() {
    return position;
  }

  public int remaining() {
    return bytes.length - position;
  }

  /** One byte, 0..255. */
  public int get() throws MalformedBytes {
    if (position == bytes.length) {
      throw new MalformedBytes("truncated", position);
    }
    return bytes[position++] & 0xFF;
  }

  public long varint() throws MalformedBytes {
    // most numbers take one byte
    if (position < bytes.length && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      int b = get();
      value |= (long) (b & 0x7F) << (7 * i);
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedBytes("number is longer than 10 bytes", position);
  }

  /**
   * A number with a range.
   *
   * @throws MalformedBytes if it is outside {@code least..most}
   */
  public int varint(String what, int least, int most) throws MalformedBytes {
    long value = varint();
    if (value < least || value > most) {
      throw new MalformedBytes(
          "%s must be %d..%d but was %d".formatted(what, least, most, value), position);
    }
    return (int) value;
  }

  public long zigzag() throws MalformedBytes {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  public String text() throws MalformedBytes {
    int length = varint("length of a text", 0, remaining());
    position += length;
    if (position > bytes.length) {
      throw new MalformedBytes("truncated", bytes.length);
    }
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }

  /**
   * @throws MalformedBytes if something is left
   */
  public void expectEnd() throws MalformedBytes {
    if (remaining() > 0) {
      throw new MalformedBytes("%d bytes too many".formatted(remaining()), position);
    }
  }
}
