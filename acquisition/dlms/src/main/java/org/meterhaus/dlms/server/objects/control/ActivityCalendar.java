package org.meterhaus.dlms.server.objects.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.DayProfile;
import org.meterhaus.dlms.classes.values.DayProfileAction;
import org.meterhaus.dlms.classes.values.Season;
import org.meterhaus.dlms.classes.values.WeekProfile;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Activity calendar (class 20, version 0). Seasons begin at midnight of the day their start names;
 * the one that began last counts. Without a season that has begun, the first one does.
 */
public final class ActivityCalendar extends HeldObject implements TimeDriven {

  private static final int ACTIVE = 2;
  private static final int PASSIVE = 6;
  private static final int PARTS = 4;
  private static final int ACTIVATION_TIME = 10;

  /** A calendar that switches at all does so within this many days. */
  private static final int DAYS_AHEAD = 2 * 366;

  private final DeviceObjects device;
  private final @Nullable SpecialDaysTable specialDays;
  private @Nullable Instant nextSwitch;

  /** The four parts of a calendar. */
  public record Calendar(
      Bytes name, List<Season> seasons, List<WeekProfile> weeks, List<DayProfile> days) {
    public Calendar {
      seasons = List.copyOf(seasons);
      weeks = List.copyOf(weeks);
      days = List.copyOf(days);
    }
  }

  /**
   * A calendar in force, and no passive one.
   *
   * @param specialDays null if no day is special
   */
  public ActivityCalendar(
      DeviceObjects device,
      ObisCode logicalName,
      Calendar calendar,
      @Nullable SpecialDaysTable specialDays) {
    super(InterfaceClass.ACTIVITY_CALENDAR, logicalName, device.turn());
    this.device = device;
    this.specialDays = specialDays;
    hold(ACTIVE, calendar.name());
    hold(ACTIVE + 1, calendar.seasons());
    hold(ACTIVE + 2, calendar.weeks());
    hold(ACTIVE + 3, calendar.days());
    plan(device.now());
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == ACTIVATION_TIME) {
      Instant at = activation();
      if (at != null && !at.isAfter(device.now())) {
        activate();
      }
    }
  }

  @Override
  public Data invoke(int method, Data parameter) {
    activate();
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    Instant activation = activation();
    if (activation == null || nextSwitch == null) {
      return activation == null ? nextSwitch : activation;
    }
    return activation.isBefore(nextSwitch) ? activation : nextSwitch;
  }

  @Override
  public void tick(Instant now) {
    Instant activation = activation();
    if (activation != null && !activation.isAfter(now)) {
      activate();
    } else if (nextSwitch != null && !nextSwitch.isAfter(now)) {
      LocalDateTime moment = device.local(nextSwitch);
      plan(now);
      runInForce(moment);
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    plan(to);
    runInForce(device.local(to));
  }

  private @Nullable Instant activation() {
    return device.instant(dateTime(ACTIVATION_TIME));
  }

  private void activate() {
    for (int i = 0; i < PARTS; i++) {
      hold(ACTIVE + i, held(PASSIVE + i));
    }
    hold(ACTIVATION_TIME, org.meterhaus.dlms.classes.InitialValues.NEVER);
    plan(device.now());
    runInForce(device.local(device.now()));
  }

  /** Runs the script of the last switching time up to a moment: of that day, or of one before. */
  private void runInForce(LocalDateTime moment) {
    LocalDate day = moment.toLocalDate();
    for (int i = 0; i < DAYS_AHEAD; i++, day = day.minusDays(1)) {
      boolean today = i == 0;
      DayProfileAction last =
          schedule(day).stream()
              .filter(each -> !today || !each.startTime().first().isAfter(moment.toLocalTime()))
              .max(Comparator.comparing(each -> each.startTime().first()))
              .orElse(null);
      if (last != null) {
        run(last);
        return;
      }
    }
  }

  private void run(DayProfileAction action) {
    if (action.scriptLogicalName().size() == 6) {
      device.run(new ActionItem(ObisCode.of(action.scriptLogicalName()), action.scriptSelector()));
    }
  }

  private void plan(Instant now) {
    LocalDate day = device.local(now).toLocalDate();
    nextSwitch = null;
    for (int i = 0; i < DAYS_AHEAD && nextSwitch == null; i++, day = day.plusDays(1)) {
      LocalDate candidate = day;
      nextSwitch =
          schedule(day).stream()
              .map(each -> device.instant(candidate.atTime(each.startTime().first())))
              .filter(each -> each.isAfter(now))
              .min(Comparator.naturalOrder())
              .orElse(null);
    }
  }

  /** The switching times of a day; none if the calendar does not say. */
  private List<DayProfileAction> schedule(LocalDate day) {
    int dayId = specialDays == null ? -1 : specialDays.dayId(day).orElse(-1);
    if (dayId < 0) {
      WeekProfile week = week(day);
      if (week == null) {
        return List.of();
      }
      dayId = week.dayId(day.getDayOfWeek().getValue());
    }
    int wanted = dayId;
    return listOf(ACTIVE + 3, DayProfile.class).stream()
        .filter(each -> each.dayId() == wanted)
        .findFirst()
        .map(DayProfile::schedule)
        .orElse(List.of());
  }

  private @Nullable WeekProfile week(LocalDate day) {
    Season season = season(day);
    return season == null
        ? null
        : listOf(ACTIVE + 2, WeekProfile.class).stream()
            .filter(each -> each.name().equals(season.weekName()))
            .findFirst()
            .orElse(null);
  }

  /** The season that began last. */
  private @Nullable Season season(LocalDate day) {
    List<Season> seasons = listOf(ACTIVE + 1, Season.class);
    LocalDate candidate = day;
    for (int i = 0; i < DAYS_AHEAD && seasons.size() > 1; i++, candidate = candidate.minusDays(1)) {
      for (Season season : seasons) {
        if (CosemDate.of(season.start()).matches(candidate)) {
          return season;
        }
      }
    }
    return seasons.isEmpty() ? null : seasons.getFirst();
  }
}
