package org.meterhaus.dlms.data;

/**
 * How much a decoded value may hold; a peer that sends more is malformed, not served.
 *
 * @param maxDepth arrays and structures inside one another, 1..100
 * @param maxElements elements of all arrays and structures together, at least 1
 */
public record DataLimits(int maxDepth, int maxElements) {

  private static final int SPARE_ELEMENTS = 4096;

  /** 16 deep and two million elements: a year of quarter hours with 50 columns. */
  public static final DataLimits DEFAULT = new DataLimits(16, 2_000_000);

  public DataLimits {
    // The decoder calls itself once a level, so the upper bound keeps the stack small.
    if (maxDepth < 1 || maxDepth > 100) {
      throw new IllegalArgumentException("maxDepth must be 1..100 but was " + maxDepth);
    }
    if (maxElements < 1) {
      throw new IllegalArgumentException("maxElements must be at least 1 but was " + maxElements);
    }
  }

  /**
   * Elements that octets may make: inside a compact-array some types take none, so that a
   * description of a few octets could stand for millions of elements.
   *
   * @param octets there are to read, 0 or more
   * @return at most {@link #maxElements}; two an octet and some thousands more, as a profile needs
   *     that has not much to say
   */
  public int elementsIn(int octets) {
    return (int) Math.min(maxElements, SPARE_ELEMENTS + 2L * octets);
  }
}
