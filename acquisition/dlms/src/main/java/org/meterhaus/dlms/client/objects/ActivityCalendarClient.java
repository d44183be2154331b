package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.DayProfile;
import org.meterhaus.dlms.classes.values.Season;
import org.meterhaus.dlms.classes.values.WeekProfile;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Activity calendar (class 20). */
public final class ActivityCalendarClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes calendarNameActive,
      @Nullable List<Season> seasonProfileActive,
      @Nullable List<WeekProfile> weekProfileTableActive,
      @Nullable List<DayProfile> dayProfileTableActive,
      @Nullable Bytes calendarNamePassive,
      @Nullable List<Season> seasonProfilePassive,
      @Nullable List<WeekProfile> weekProfileTablePassive,
      @Nullable List<DayProfile> dayProfileTablePassive,
      @Nullable CosemDateTime activatePassiveCalendarTime) {
    public Attributes {
      seasonProfileActive = seasonProfileActive == null ? null : List.copyOf(seasonProfileActive);
      weekProfileTableActive =
          weekProfileTableActive == null ? null : List.copyOf(weekProfileTableActive);
      dayProfileTableActive =
          dayProfileTableActive == null ? null : List.copyOf(dayProfileTableActive);
      seasonProfilePassive =
          seasonProfilePassive == null ? null : List.copyOf(seasonProfilePassive);
      weekProfileTablePassive =
          weekProfileTablePassive == null ? null : List.copyOf(weekProfileTablePassive);
      dayProfileTablePassive =
          dayProfileTablePassive == null ? null : List.copyOf(dayProfileTablePassive);
    }
  }

  public ActivityCalendarClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.ACTIVITY_CALENDAR, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes the whole passive calendar. */
  public void writePassive(
      Bytes name, List<Season> seasons, List<WeekProfile> weeks, List<DayProfile> days)
      throws MeterException {
    set(6, name);
    set(7, seasons);
    set(8, weeks);
    set(9, days);
  }

  /** Makes the passive calendar the active one now. */
  public void activatePassiveCalendar() throws MeterException {
    invoke(1);
  }

  /** Makes the passive calendar the active one then. */
  public void activatePassiveCalendarAt(CosemDateTime time) throws MeterException {
    set(10, time);
  }
}
