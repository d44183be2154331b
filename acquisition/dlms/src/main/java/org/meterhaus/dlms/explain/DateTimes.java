package org.meterhaus.dlms.explain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/** Fields of a date-time of 12 octets (IEC 62056-6-2, clause 4.1.6.1); null = not specified. */
final class DateTimes {

  static final int OCTETS = 12;

  private static final int ANY = 0xFF;
  private static final int ANY_YEAR = 0xFFFF;
  private static final short ANY_DEVIATION = (short) 0x8000;

  private DateTimes() {}

  static Facts fields(Bytes octets) {
    int year = octets.at(0) << 8 | octets.at(1);
    short deviation = (short) (octets.at(9) << 8 | octets.at(10));
    return new Facts()
        .put("year", year == ANY_YEAR ? null : year)
        .put("month", field(octets, 2))
        .put("day", field(octets, 3))
        .put("dow", field(octets, 4))
        .put("hour", field(octets, 5))
        .put("minute", field(octets, 6))
        .put("second", field(octets, 7))
        .put("hundredths", field(octets, 8))
        .put("deviation", deviation == ANY_DEVIATION ? null : (int) deviation)
        .put("clockStatus", field(octets, 11));
  }

  /** Whether 12 octets that could be anything are most likely a date-time. */
  static boolean isLikely(Bytes octets) {
    if (octets.size() != OCTETS) {
      return false;
    }
    int year = octets.at(0) << 8 | octets.at(1);
    short deviation = (short) (octets.at(9) << 8 | octets.at(10));
    return (year >= 1970 && year <= 2150)
        && octets.at(2) >= 1
        && octets.at(2) <= 12
        && octets.at(3) >= 1
        && octets.at(3) <= 31
        && isAtMost(octets.at(5), 23)
        && isAtMost(octets.at(6), 59)
        && isAtMost(octets.at(7), 59)
        && (deviation == ANY_DEVIATION || Math.abs(deviation) <= 840);
  }

  /** Such as 2026-11-21 07:42:02 +01:00; a field that is not specified is shown as dots. */
  static String text(Bytes octets) {
    int year = octets.at(0) << 8 | octets.at(1);
    short deviation = (short) (octets.at(9) << 8 | octets.at(10));
    String offset = deviation == ANY_DEVIATION ? "" : " " + offset(deviation);
    return (year == ANY_YEAR ? "...." : Integer.toString(year))
        + "-"
        + two(octets, 2)
        + "-"
        + two(octets, 3)
        + " "
        + two(octets, 5)
        + ":"
        + two(octets, 6)
        + ":"
        + two(octets, 7)
        + offset;
  }

  /** As ISO 8601 writes it, null if date or time of day are not specified. */
  static @Nullable String iso(Bytes octets) {
    for (int at : new int[] {2, 3, 5, 6, 7}) {
      if (octets.at(at) >= 0xFD) {
        return null;
      }
    }
    int year = octets.at(0) << 8 | octets.at(1);
    short deviation = (short) (octets.at(9) << 8 | octets.at(10));
    if (year == ANY_YEAR) {
      return null;
    }
    String local =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02dT%02d:%02d:%02d",
            year,
            octets.at(2),
            octets.at(3),
            octets.at(5),
            octets.at(6),
            octets.at(7));
    return deviation == ANY_DEVIATION
        ? local + " (deviation not specified)"
        : local + offset(deviation);
  }

  /** The deviation is from local time to UTC, the other way round than offsets are written. */
  private static String offset(short deviation) {
    return String.format(
        Locale.ROOT,
        "%s%02d:%02d",
        deviation > 0 ? "-" : "+",
        Math.abs(deviation) / 60,
        Math.abs(deviation) % 60);
  }

  private static boolean isAtMost(int value, int max) {
    return value <= max || value == ANY;
  }

  private static String two(Bytes octets, int at) {
    int value = octets.at(at);
    return value == ANY ? ".." : String.format(Locale.ROOT, "%02d", value);
  }

  private static @Nullable Object field(Bytes octets, int at) {
    int value = octets.at(at);
    return value == ANY ? null : value;
  }
}
