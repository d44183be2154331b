package org.meterhaus.dlms.cosem;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;

/**
 * The logical name of a COSEM object (IEC 62056-6-1): six value groups, each 0..255.
 *
 * @param a medium (1 = electricity)
 * @param b channel
 * @param c quantity
 * @param d processing
 * @param e classification (tariff)
 * @param f historical value, 255 = current
 */
public record ObisCode(int a, int b, int c, int d, int e, int f) implements Comparable<ObisCode> {

  private static final Comparator<ObisCode> ORDER =
      Comparator.comparingInt(ObisCode::a)
          .thenComparingInt(ObisCode::b)
          .thenComparingInt(ObisCode::c)
          .thenComparingInt(ObisCode::d)
          .thenComparingInt(ObisCode::e)
          .thenComparingInt(ObisCode::f);

  private static final Pattern DOTTED =
      Pattern.compile(
          "(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern PUNCTUATED =
      Pattern.compile(
          "(\\d{1,3})-(\\d{1,3}):(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:[*.](\\d{1,3}))?");

  public ObisCode {
    requireOctet(a, 'a');
    requireOctet(b, 'b');
    requireOctet(c, 'c');
    requireOctet(d, 'd');
    requireOctet(e, 'e');
    requireOctet(f, 'f');
  }

  public static ObisCode of(int a, int b, int c, int d, int e, int f) {
    return new ObisCode(a, b, c, d, e, f);
  }

  /**
   * From the six octets of a logical name.
   *
   * @throws IllegalArgumentException if there are not exactly six
   */
  public static ObisCode of(Bytes octets) {
    if (octets.size() != 6) {
      throw new IllegalArgumentException("an OBIS code has 6 octets but got " + octets.size());
    }
    return new ObisCode(
        octets.at(0), octets.at(1), octets.at(2), octets.at(3), octets.at(4), octets.at(5));
  }

  /** Takes the next six octets and advances the buffer. */
  public static ObisCode take(ByteBuffer in) {
    return new ObisCode(
        in.get() & 0xFF,
        in.get() & 0xFF,
        in.get() & 0xFF,
        in.get() & 0xFF,
        in.get() & 0xFF,
        in.get() & 0xFF);
  }

  /**
   * Parses {@code 1.0.1.8.0.255}, {@code 1-0:1.8.0*255}, {@code 1-0:1.8.0.255} or {@code 1-0:1.8.0}
   * (F is then 255).
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static ObisCode parse(String text) {
    Matcher matcher = DOTTED.matcher(text);
    if (!matcher.matches()) {
      matcher = PUNCTUATED.matcher(text);
    }
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "an OBIS code looks like 1.0.1.8.0.255 or 1-0:1.8.0*255 but was '" + text + "'");
    }
    String f = matcher.group(6);
    return new ObisCode(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Integer.parseInt(matcher.group(4)),
        Integer.parseInt(matcher.group(5)),
        f == null ? 255 : Integer.parseInt(f));
  }

  /** The six octets of the logical name. */
  public Bytes octets() {
    return Bytes.of(a, b, c, d, e, f);
  }

  /** The logical name as attribute 1 of an object carries it. */
  public Data toData() {
    return new Data.OctetString(octets());
  }

  @Override
  public int compareTo(ObisCode other) {
    return ORDER.compare(this, other);
  }

  /** Six decimal numbers with dots: {@code 1.0.1.8.0.255}. */
  @Override
  public String toString() {
    return a + "." + b + "." + c + "." + d + "." + e + "." + f;
  }

  private static void requireOctet(int value, char group) {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "OBIS value group " + group + " must be 0..255 but was " + value);
    }
  }
}
