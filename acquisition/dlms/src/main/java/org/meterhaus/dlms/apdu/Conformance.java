package org.meterhaus.dlms.apdu;

/**
 * The services a party offers (conformance block, IEC 62056-5-3, clause 9.4.6.1).
 *
 * @param bits 24 bits, the standard's bit 0 = most significant: 0..0xFFFFFF
 */
public record Conformance(int bits) {

  public static final Conformance GENERAL_PROTECTION = bit(1);
  public static final Conformance GENERAL_BLOCK_TRANSFER = bit(2);
  public static final Conformance PRIORITY_MANAGEMENT = bit(9);
  public static final Conformance BLOCK_TRANSFER_WITH_GET = bit(11);
  public static final Conformance BLOCK_TRANSFER_WITH_SET = bit(12);
  public static final Conformance BLOCK_TRANSFER_WITH_ACTION = bit(13);
  public static final Conformance MULTIPLE_REFERENCES = bit(14);
  public static final Conformance INFORMATION_REPORT = bit(15);
  public static final Conformance DATA_NOTIFICATION = bit(16);
  public static final Conformance ACCESS = bit(17);
  public static final Conformance GET = bit(19);
  public static final Conformance SET = bit(20);
  public static final Conformance SELECTIVE_ACCESS = bit(21);
  public static final Conformance EVENT_NOTIFICATION = bit(22);
  public static final Conformance ACTION = bit(23);

  /**
   * What this library serves and asks for unless told otherwise; it can always read general
   * protection as well.
   */
  public static final Conformance SUPPORTED =
      BLOCK_TRANSFER_WITH_GET
          .and(BLOCK_TRANSFER_WITH_SET)
          .and(BLOCK_TRANSFER_WITH_ACTION)
          .and(MULTIPLE_REFERENCES)
          .and(GET)
          .and(SET)
          .and(SELECTIVE_ACCESS)
          .and(ACTION);

  /** The three kinds of message that a server sends unasked. */
  public static final Conformance NOTIFICATIONS =
      DATA_NOTIFICATION.and(EVENT_NOTIFICATION).and(INFORMATION_REPORT);

  /**
   * All that this library serves and asks for: general protection, priorities, ACCESS,
   * notifications and general block transfer too.
   */
  public static final Conformance EVERYTHING =
      SUPPORTED
          .and(GENERAL_PROTECTION)
          .and(PRIORITY_MANAGEMENT)
          .and(ACCESS)
          .and(NOTIFICATIONS)
          .and(GENERAL_BLOCK_TRANSFER);

  public Conformance {
    if (bits < 0 || bits > 0xFF_FFFF) {
      throw new IllegalArgumentException("conformance has 24 bits but was " + bits);
    }
  }

  private static Conformance bit(int number) {
    return new Conformance(1 << (23 - number));
  }

  /** Both sets together. */
  public Conformance and(Conformance more) {
    return new Conformance(bits | more.bits);
  }

  /** What is in both. */
  public Conformance common(Conformance other) {
    return new Conformance(bits & other.bits);
  }

  /** This without {@code less}. */
  public Conformance without(Conformance less) {
    return new Conformance(bits & ~less.bits);
  }

  /** Whether all of {@code services} are in it. */
  public boolean has(Conformance services) {
    return (bits & services.bits) == services.bits;
  }
}
