package org.meterhaus.db.arrivals;

/** The bytes of an arrival are not a delivery. */
public final class MalformedDelivery extends Exception {
  private final int offset;

  /**
   * @param offset byte at which it was noticed
   */
  public MalformedDelivery(String reason, int offset) {
    super("%s (at byte %d)".formatted(reason, offset));
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
