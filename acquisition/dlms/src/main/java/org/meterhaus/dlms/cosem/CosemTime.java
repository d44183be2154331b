package org.meterhaus.dlms.cosem;

import java.time.LocalTime;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/**
 * The 4-octet time of COSEM; fields that are not specified fit any time (IEC 62056-6-2, clause
 * 4.1.6.1).
 *
 * @param hour 0..23, 0xFF any
 * @param minute 0..59, 0xFF any
 * @param second 0..59, 0xFF any
 * @param hundredths 0..99, 0xFF any
 */
public record CosemTime(int hour, int minute, int second, int hundredths) {

  /** Length on the wire. */
  public static final int OCTETS = 4;

  private static final int ANY = CosemDateTime.NOT_SPECIFIED;

  public CosemTime {
    require(hour, 23, "hour");
    require(minute, 59, "minute");
    require(second, 59, "second");
    require(hundredths, 99, "hundredths");
  }

  /** This very second. */
  public static CosemTime of(LocalTime time) {
    return new CosemTime(time.getHour(), time.getMinute(), time.getSecond(), 0);
  }

  /**
   * From an octet-string or time value.
   *
   * @throws Malformed if it is of another type or length, or no time of a day
   */
  public static CosemTime from(Data data) throws Malformed {
    Bytes octets = data instanceof Data.Time(Bytes time) ? time : data.asOctets();
    if (octets.size() != OCTETS) {
      throw new Malformed("a time has 4 octets but got " + octets.size());
    }
    try {
      return new CosemTime(octets.at(0), octets.at(1), octets.at(2), octets.at(3));
    } catch (IllegalArgumentException e) {
      throw new Malformed("time: " + e.getMessage());
    }
  }

  /**
   * The time part of a date-time, without hundredths.
   *
   * @throws Malformed if it is no time of a day
   */
  public static CosemTime of(CosemDateTime time) throws Malformed {
    try {
      return new CosemTime(time.hour(), time.minute(), time.second(), ANY);
    } catch (IllegalArgumentException e) {
      throw new Malformed("time: " + e.getMessage());
    }
  }

  /** Whether the second is one this time stands for; hundredths are not looked at. */
  public boolean matches(LocalTime time) {
    return (hour == ANY || hour == time.getHour())
        && (minute == ANY || minute == time.getMinute())
        && (second == ANY ? time.getSecond() == 0 : second == time.getSecond());
  }

  /** Whether it has no wildcard above the seconds. */
  public boolean isOneMoment() {
    return hour != ANY && minute != ANY;
  }

  /** The first time of a day that this stands for: 0 for what is not specified. */
  public LocalTime first() {
    return LocalTime.of(
        hour == ANY ? 0 : hour, minute == ANY ? 0 : minute, second == ANY ? 0 : second);
  }

  public Bytes octets() {
    return Bytes.of(hour, minute, second, hundredths);
  }

  /** As an octet-string, the form the standard gives attributes of type time. */
  public Data toData() {
    return new Data.OctetString(octets());
  }

  private static void require(int value, int max, String name) {
    if (value < 0 || (value > max && value != ANY)) {
      throw new IllegalArgumentException(name + " must be 0.." + max + " or 255 but was " + value);
    }
  }
}
