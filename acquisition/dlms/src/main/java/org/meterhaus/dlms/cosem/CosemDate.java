package org.meterhaus.dlms.cosem;

import java.time.LocalDate;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/**
 * The 5-octet date of COSEM; fields that are not specified fit any date (IEC 62056-6-2, clause
 * 4.1.6.1).
 *
 * @param year 0..65534, or {@link CosemDateTime#NO_YEAR}
 * @param month 1..12, 0xFD and 0xFE for the months daylight savings end and begin, 0xFF any
 * @param dayOfMonth 1..31, 0xFD and 0xFE second last and last day of the month, 0xFF any
 * @param dayOfWeek 1 Monday .. 7 Sunday, 0xFF any
 */
public record CosemDate(int year, int month, int dayOfMonth, int dayOfWeek) {

  /** Length on the wire. */
  public static final int OCTETS = 5;

  /** Every day. */
  public static final CosemDate ANY =
      new CosemDate(
          CosemDateTime.NO_YEAR,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED);

  private static final int LAST_DAY = 0xFE;
  private static final int SECOND_LAST_DAY = 0xFD;

  public CosemDate {
    if (year < 0 || year > 0xFFFF) {
      throw new IllegalArgumentException("year must be 0..65535 but was " + year);
    }
    if ((month | dayOfMonth | dayOfWeek) >>> 8 != 0) {
      throw new IllegalArgumentException(
          "fields must be 0..255 but were " + month + ", " + dayOfMonth + ", " + dayOfWeek);
    }
  }

  /** This very day. */
  public static CosemDate of(LocalDate date) {
    return new CosemDate(
        date.getYear(), date.getMonthValue(), date.getDayOfMonth(), date.getDayOfWeek().getValue());
  }

  /**
   * From an octet-string or date value.
   *
   * @throws Malformed if it is of another type or length
   */
  public static CosemDate from(Data data) throws Malformed {
    Bytes octets = data instanceof Data.Date(Bytes date) ? date : data.asOctets();
    if (octets.size() != OCTETS) {
      throw new Malformed("a date has 5 octets but got " + octets.size());
    }
    return new CosemDate(
        octets.at(0) << 8 | octets.at(1), octets.at(2), octets.at(3), octets.at(4));
  }

  /** The date part of a date-time. */
  public static CosemDate of(CosemDateTime time) {
    return new CosemDate(time.year(), time.month(), time.dayOfMonth(), time.dayOfWeek());
  }

  /**
   * Whether the day is one this date stands for. The day of the week together with the last day of
   * the month is the last such weekday; together with a day of the month, in any year, it is that
   * weekday on or after that day. Months of daylight savings never fit.
   */
  public boolean matches(LocalDate day) {
    return (year == CosemDateTime.NO_YEAR || year == day.getYear())
        && (month == CosemDateTime.NOT_SPECIFIED || month == day.getMonthValue())
        && (dayOfWeek == CosemDateTime.NOT_SPECIFIED || dayOfWeek == day.getDayOfWeek().getValue())
        && dayFits(day.getDayOfMonth(), day.lengthOfMonth());
  }

  private boolean dayFits(int day, int length) {
    boolean weekday = dayOfWeek != CosemDateTime.NOT_SPECIFIED;
    return switch (dayOfMonth) {
      case CosemDateTime.NOT_SPECIFIED -> true;
      case LAST_DAY -> lies(day, weekday ? length - 6 : length, length);
      case SECOND_LAST_DAY -> weekday ? lies(day, length - 13, length - 7) : day == length - 1;
      default -> {
        boolean following = weekday && year == CosemDateTime.NO_YEAR;
        yield lies(day, dayOfMonth, following ? dayOfMonth + 6 : dayOfMonth);
      }
    };
  }

  private static boolean lies(int day, int first, int last) {
    return day >= first && day <= last;
  }

  /** Whether every field but the day of the week is given: one day at most fits. */
  public boolean isOneDay() {
    return year != CosemDateTime.NO_YEAR && month <= 12 && dayOfMonth <= 31;
  }

  public Bytes octets() {
    return Bytes.of(year >> 8, year & 0xFF, month, dayOfMonth, dayOfWeek);
  }

  /** As an octet-string, the form the standard gives attributes of type date. */
  public Data toData() {
    return new Data.OctetString(octets());
  }
}
