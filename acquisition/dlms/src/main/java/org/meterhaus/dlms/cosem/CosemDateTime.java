package org.meterhaus.dlms.cosem;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/**
 * The 12-octet date-time of COSEM, field by field as on the wire (IEC 62056-6-2, clause 4.1.6.1).
 *
 * @param year 0..65534, or {@link #NO_YEAR}
 * @param month 1..12, 0xFD and 0xFE for daylight savings end and begin, 0xFF not specified
 * @param dayOfMonth 1..31, 0xFD and 0xFE second last and last day of the month, 0xFF not specified
 * @param dayOfWeek 1 Monday .. 7 Sunday, 0xFF not specified
 * @param hour 0..23, 0xFF not specified
 * @param minute 0..59, 0xFF not specified
 * @param second 0..59, 0xFF not specified
 * @param hundredths 0..99, 0xFF not specified
 * @param deviation minutes from local time to UTC (UTC minus local: Berlin's winter is -60), or
 *     {@link #NO_DEVIATION}
 * @param clockStatus bit 0 invalid, 1 doubtful, 2 other base, 3 invalid status, 7 daylight saving;
 *     0xFF not specified
 */
public record CosemDateTime(
    int year,
    int month,
    int dayOfMonth,
    int dayOfWeek,
    int hour,
    int minute,
    int second,
    int hundredths,
    int deviation,
    int clockStatus) {

  /** Length on the wire. */
  public static final int OCTETS = 12;

  public static final int NOT_SPECIFIED = 0xFF;
  public static final int NO_YEAR = 0xFFFF;
  public static final int NO_DEVIATION = -0x8000;

  /** Bit of {@link #clockStatus}: daylight saving is in force. */
  public static final int DAYLIGHT_SAVING = 0x80;

  public CosemDateTime {
    require(year, 0, 0xFFFF, "year");
    require(month, 0, 0xFF, "month");
    require(dayOfMonth, 0, 0xFF, "dayOfMonth");
    require(dayOfWeek, 0, 0xFF, "dayOfWeek");
    require(hour, 0, 0xFF, "hour");
    require(minute, 0, 0xFF, "minute");
    require(second, 0, 0xFF, "second");
    require(hundredths, 0, 0xFF, "hundredths");
    require(deviation, -0x8000, 0x7FFF, "deviation");
    require(clockStatus, 0, 0xFF, "clockStatus");
  }

  /**
   * A moment, as a clock at this offset shows it; clock status 0.
   *
   * @param instant year 0..65534; what is finer than 10 ms is dropped
   * @param offset whole minutes
   */
  public static CosemDateTime of(Instant instant, ZoneOffset offset) {
    if (offset.getTotalSeconds() % 60 != 0) {
      throw new IllegalArgumentException("offset must be whole minutes but was " + offset);
    }
    OffsetDateTime local = instant.atOffset(offset);
    return new CosemDateTime(
        local.getYear(),
        local.getMonthValue(),
        local.getDayOfMonth(),
        local.getDayOfWeek().getValue(),
        local.getHour(),
        local.getMinute(),
        local.getSecond(),
        local.getNano() / 10_000_000,
        -offset.getTotalSeconds() / 60,
        0);
  }

  /**
   * From the 12 octets.
   *
   * @throws Malformed if there are not exactly 12
   */
  public static CosemDateTime of(Bytes octets) throws Malformed {
    if (octets.size() != OCTETS) {
      throw new Malformed("a date-time has 12 octets but got " + octets.size());
    }
    return new CosemDateTime(
        octets.at(0) << 8 | octets.at(1),
        octets.at(2),
        octets.at(3),
        octets.at(4),
        octets.at(5),
        octets.at(6),
        octets.at(7),
        octets.at(8),
        (short) (octets.at(9) << 8 | octets.at(10)),
        octets.at(11));
  }

  /**
   * From an octet-string or date-time value, the two ways meters send it.
   *
   * @throws Malformed if it is of another type or length
   */
  public static CosemDateTime from(Data data) throws Malformed {
    return switch (data) {
      case Data.OctetString(Bytes octets) -> of(octets);
      case Data.DateTime(Bytes octets) -> of(octets);
      default -> throw new Malformed("expected a date-time but was " + data.typeName());
    };
  }

  public CosemDateTime withClockStatus(int status) {
    return new CosemDateTime(
        year, month, dayOfMonth, dayOfWeek, hour, minute, second, hundredths, deviation, status);
  }

  /**
   * The moment it names.
   *
   * @throws Malformed if a field is not specified or out of range; seconds and hundredths that are
   *     not specified count as 0
   */
  public Instant toInstant() throws Malformed {
    if (deviation == NO_DEVIATION) {
      throw new Malformed("date-time has no deviation: " + this);
    }
    return toLocal().toInstant(ZoneOffset.UTC).plusSeconds(deviation * 60L);
  }

  /**
   * The moment it names, taking {@code assumed} where the meter gives no deviation.
   *
   * @throws Malformed as {@link #toInstant()}
   */
  public Instant toInstant(ZoneOffset assumed) throws Malformed {
    return deviation == NO_DEVIATION ? toLocal().toInstant(assumed) : toInstant();
  }

  private LocalDateTime toLocal() throws Malformed {
    if (year == NO_YEAR) {
      throw new Malformed("date-time has no year: " + this);
    }
    try {
      return LocalDateTime.of(
          year,
          month,
          dayOfMonth,
          hour,
          minute,
          second == NOT_SPECIFIED ? 0 : second,
          hundredths == NOT_SPECIFIED ? 0 : Math.multiplyExact(hundredths, 10_000_000));
    } catch (DateTimeException | ArithmeticException e) {
      throw new Malformed("date-time names no moment: " + e.getMessage());
    }
  }

  public Bytes octets() {
    return Bytes.of(
        year >> 8,
        year & 0xFF,
        month,
        dayOfMonth,
        dayOfWeek,
        hour,
        minute,
        second,
        hundredths,
        deviation >> 8 & 0xFF,
        deviation & 0xFF,
        clockStatus);
  }

  /** As an octet-string, the form the standard gives attributes of type date-time. */
  public Data toData() {
    return new Data.OctetString(octets());
  }

  private static void require(int value, int min, int max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + ".." + max + " but was " + value);
    }
  }
}
