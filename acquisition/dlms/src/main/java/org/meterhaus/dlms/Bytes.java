package org.meterhaus.dlms;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable octet string; copies on the way in and on the way out, but for {@link #owned} and
 * {@link #shared}, which trust their caller.
 */
public final class Bytes {

  /** No octets. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] octets;

  private Bytes(byte[] owned) {
    this.octets = owned;
  }

  /** A copy of all of {@code octets}. */
  public static Bytes copyOf(byte[] octets) {
    return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
  }

  /** A copy of {@code octets[from..to)}. */
  public static Bytes copyOf(byte[] octets, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(octets, from, to));
  }

  /**
   * Takes over an array as it is: nobody may write to it any more. For octets just made, which
   * would otherwise be copied only to be dropped.
   */
  public static Bytes owned(byte[] octets) {
    return octets.length == 0 ? EMPTY : new Bytes(octets);
  }

  /**
   * Octets given as numbers.
   *
   * @param octets each 0..255
   */
  public static Bytes of(int... octets) {
    byte[] copy = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] < 0 || octets[i] > 255) {
        throw new IllegalArgumentException("octet must be 0..255 but was " + octets[i]);
      }
      copy[i] = (byte) octets[i];
    }
    return new Bytes(copy);
  }

  /** Parses hex digits without separators, either case. */
  public static Bytes ofHex(String hex) {
    return new Bytes(HEX.parseHex(hex));
  }

  /**
   * Takes the next {@code count} octets and advances the buffer.
   *
   * @throws java.nio.BufferUnderflowException if there are fewer
   */
  public static Bytes take(ByteBuffer in, int count) {
    if (count > in.remaining()) {
      throw new java.nio.BufferUnderflowException();
    }
    byte[] copy = new byte[count];
    in.get(copy);
    return new Bytes(copy);
  }

  public int size() {
    return octets.length;
  }

  public boolean isEmpty() {
    return octets.length == 0;
  }

  /** The octet at {@code index}, 0..255. */
  public int at(int index) {
    return octets[index] & 0xFF;
  }

  public byte[] toArray() {
    return octets.clone();
  }

  /**
   * The array itself, not a copy: must not be written to, nor given to who might. For passing
   * octets on to what takes arrays only, such as a cipher.
   */
  public byte[] shared() {
    return octets;
  }

  /** A read-only view from the first octet to the last. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(octets).asReadOnlyBuffer();
  }

  /** Octets {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    return from == 0 && to == octets.length ? this : copyOf(octets, from, to);
  }

  /** Writes all octets into {@code target} from {@code position} on. */
  public void copyTo(byte[] target, int position) {
    System.arraycopy(octets, 0, target, position, octets.length);
  }

  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(octets, octets.length + other.octets.length);
    other.copyTo(joined, octets.length);
    return new Bytes(joined);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Lower-case hex digits without separators. */
  @Override
  public String toString() {
    return HEX.formatHex(octets);
  }
}
