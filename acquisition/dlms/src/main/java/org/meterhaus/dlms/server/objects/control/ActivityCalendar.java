package org.meterhaus.dlms.server.objects.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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

  private static final int WEEK = 7;

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
    DayProfileAction last = last(moment, WEEK);
    if (last == null) {
      last = last(moment, DAYS_AHEAD);
    }
    if (last != null) {
      run(last);
    }
  }

  private @Nullable DayProfileAction last(LocalDateTime moment, int daysBack) {
    LocalDate today = moment.toLocalDate();
    DayProfileAction last = null;
    var seasons = new Seasons(today.minusDays(daysBack));
    for (int i = 0; i <= daysBack; i++) {
      LocalTime end = i == daysBack ? moment.toLocalTime() : LocalTime.MAX;
      last =
          schedule(seasons.day, seasons.next()).stream()
              .filter(each -> !each.startTime().first().isAfter(end))
              .max(Comparator.comparing(each -> each.startTime().first()))
              .orElse(last);
    }
    return last;
  }

  private void run(DayProfileAction action) {
    if (action.scriptLogicalName().size() == 6) {
      device.run(new ActionItem(ObisCode.of(action.scriptLogicalName()), action.scriptSelector()));
    }
  }

  private void plan(Instant now) {
    nextSwitch = null;
    var seasons = new Seasons(device.local(now).toLocalDate());
    for (int i = 0; i < DAYS_AHEAD && nextSwitch == null; i++) {
      LocalDate day = seasons.day;
      nextSwitch =
          schedule(day, seasons.next()).stream()
              .map(each -> device.instant(day.atTime(each.startTime().first())))
              .filter(each -> each.isAfter(now))
              .min(Comparator.naturalOrder())
              .orElse(null);
    }
  }

  /** The switching times of a day of a season; none if the calendar does not say. */
  private List<DayProfileAction> schedule(LocalDate day, @Nullable Season season) {
    int dayId = specialDays == null ? -1 : specialDays.dayId(day).orElse(-1);
    if (dayId < 0) {
      WeekProfile week = season == null ? null : week(season);
      if (week == null) {
        return List.of();
      }
      dayId = week.dayId(day.getDayOfWeek().getValue());
    }
    for (DayProfile profile : listOf(ACTIVE + 3, DayProfile.class)) {
      if (profile.dayId() == dayId) {
        return profile.schedule();
      }
    }
    return List.of();
  }

  private @Nullable WeekProfile week(Season season) {
    for (WeekProfile week : listOf(ACTIVE + 2, WeekProfile.class)) {
      if (week.name().equals(season.weekName())) {
        return week;
      }
    }
    return null;
  }

  /**
   * The season of one day after another: looked back for once, so that a calendar of a thousand
   * seasons costs no more than to look at each of them for each day.
   */
  private final class Seasons {
    private final List<Season> all = listOf(ACTIVE + 1, Season.class);
    private final List<CosemDate> starts =
        all.stream().map(each -> CosemDate.of(each.start())).toList();
    private @Nullable Season current = all.isEmpty() ? null : all.getFirst();
    private LocalDate day;

    Seasons(LocalDate first) {
      day = first;
      LocalDate candidate = first;
      for (int i = 0; i < DAYS_AHEAD && all.size() > 1; i++, candidate = candidate.minusDays(1)) {
        Season beginning = beginning(candidate);
        if (beginning != null) {
          current = beginning;
          break;
        }
      }
    }

    /** The season of a day, which is the one that began last; then it is the next day's turn. */
    @Nullable Season next() {
      Season beginning = beginning(day);
      current = beginning == null ? current : beginning;
      day = day.plusDays(1);
      return current;
    }

    private @Nullable Season beginning(LocalDate day) {
      for (int i = 0; i < starts.size(); i++) {
        if (starts.get(i).matches(day)) {
          return all.get(i);
        }
      }
      return null;
    }
  }
}
