package org.meterhaus.soap.xml;

/**
 * How large a request may be before it is looked at any further.
 *
 * @param maxBytes of the body, 1..67,108,864
 * @param maxDepth of nested elements, the envelope counted, 4..1,000
 * @param maxElements in the body, 4..1,000,000
 */
public record Limits(int maxBytes, int maxDepth, int maxElements) {

  /**
   * Room for the largest request there is, {@code AddReadings} with 10,000 readings of about 70
   * bytes, twice over; no operation nests deeper than 8.
   */
  public static final Limits DEFAULT = new Limits(2 * 1024 * 1024, 24, 20_100);

  public Limits {
    require(maxBytes >= 1 && maxBytes <= 67_108_864, "maxBytes", "1..67108864", maxBytes);
    require(maxDepth >= 4 && maxDepth <= 1_000, "maxDepth", "4..1000", maxDepth);
    require(maxElements >= 4 && maxElements <= 1_000_000, "maxElements", "4..1000000", maxElements);
  }

  private static void require(boolean holds, String name, String range, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " must be " + range + " but was " + value);
    }
  }
}
