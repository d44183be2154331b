package org.meterhaus.dlms.server.objects.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.Occurrences;
import org.meterhaus.dlms.classes.values.ScheduleEntry;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Schedule (class 10, version 0). An entry runs on the weekdays of its bits, on a special day only
 * if the bit of its day_id is set. When the clock is set forward or power comes back, the last time
 * of an entry that was missed runs if it is not longer ago than its validity window.
 */
public final class Schedule extends HeldObject implements TimeDriven {

  private static final int ENTRIES = 2;
  private static final int ENABLE_DISABLE = 1;
  private static final int INSERT = 2;
  private static final int ALWAYS_VALID = 0xFFFF;
  private static final int DAYS_AHEAD = 8 * 366;

  /** How far back an entry is looked for that is always valid. */
  private static final Duration LONGEST = Duration.ofDays(32);

  private final DeviceObjects device;
  private final @Nullable SpecialDaysTable specialDays;
  private Instant planned;
  private @Nullable Instant due;

  /**
   * A schedule.
   *
   * @param specialDays null if no day is special
   */
  public Schedule(
      DeviceObjects device,
      ObisCode logicalName,
      List<ScheduleEntry> entries,
      @Nullable SpecialDaysTable specialDays) {
    super(InterfaceClass.SCHEDULE, logicalName, device.turn());
    this.device = device;
    this.specialDays = specialDays;
    hold(ENTRIES, entries);
    planned = device.now();
    plan(planned);
  }

  /** Power was away since a moment, in which nothing ticked. */
  public void powerReturned(Instant since) {
    exclusively(() -> timeSet(since, device.now()));
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    plan(device.now());
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    List<ScheduleEntry> entries = new ArrayList<>(entries());
    switch (method) {
      case ENABLE_DISABLE -> {
        List<Data> range = parameter.asList();
        enable(entries, range.get(0).asLong(), range.get(1).asLong(), false);
        enable(entries, range.get(2).asLong(), range.get(3).asLong(), true);
      }
      case INSERT -> {
        ScheduleEntry entry = TypedValues.decode(parameter, ScheduleEntry.class);
        entries.removeIf(each -> each.index() == entry.index());
        entries.add(entry);
        entries.sort(Comparator.comparingInt(ScheduleEntry::index));
      }
      default -> {
        long first = parameter.asList().get(0).asLong();
        long last = parameter.asList().get(1).asLong();
        if (!entries.removeIf(each -> each.index() >= first && each.index() <= last)) {
          throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
        }
      }
    }
    hold(ENTRIES, entries);
    plan(device.now());
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return due;
  }

  @Override
  public void tick(Instant now) {
    if (due == null || due.isAfter(now)) {
      return;
    }
    Instant from = planned;
    plan(now);
    for (ScheduleEntry entry : entries()) {
      Instant next = next(entry, from);
      if (next != null && !next.isAfter(now)) {
        run(entry);
      }
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    plan(to);
    for (ScheduleEntry entry : entries()) {
      Instant missed = lastMissed(entry, from, to);
      if (missed != null && isStillValid(entry, missed, to)) {
        run(entry);
      }
    }
  }

  private static boolean isStillValid(ScheduleEntry entry, Instant missed, Instant now) {
    return entry.validityWindow() == ALWAYS_VALID || !missed.plus(window(entry)).isBefore(now);
  }

  private static Duration window(ScheduleEntry entry) {
    return Duration.ofMinutes(entry.validityWindow());
  }

  private @Nullable Instant lastMissed(ScheduleEntry entry, Instant from, Instant to) {
    if (!entry.enable()) {
      return null;
    }
    Instant earliest =
        to.minus(entry.validityWindow() == ALWAYS_VALID ? LONGEST : window(entry)).minusSeconds(1);
    Instant after = from.isBefore(earliest) ? earliest : from;
    LocalDate first = device.local(after).toLocalDate();
    // Backwards, since an entry may be for every minute of all these days.
    for (LocalDate day = device.local(to).toLocalDate();
        !day.isBefore(first);
        day = day.minusDays(1)) {
      Instant last = runsOn(entry, day) ? last(entry, day, after, to) : null;
      if (last != null) {
        return last;
      }
    }
    return null;
  }

  /** The last switching time of a day that comes after one moment and not after another. */
  private @Nullable Instant last(ScheduleEntry entry, LocalDate day, Instant after, Instant to) {
    Instant last = null;
    for (LocalTime time = Occurrences.next(entry.switchTime(), null);
        time != null;
        time = Occurrences.next(entry.switchTime(), time)) {
      Instant moment = device.instant(day.atTime(time));
      if (moment.isAfter(after) && !moment.isAfter(to)) {
        last = moment;
      }
    }
    return last;
  }

  private void run(ScheduleEntry entry) {
    if (entry.scriptLogicalName().size() == 6) {
      device.run(new ActionItem(ObisCode.of(entry.scriptLogicalName()), entry.scriptSelector()));
    }
  }

  private void plan(Instant now) {
    planned = now;
    due = null;
    for (ScheduleEntry entry : entries()) {
      Instant next = next(entry, now);
      if (next != null && (due == null || next.isBefore(due))) {
        due = next;
      }
    }
  }

  private @Nullable Instant next(ScheduleEntry entry, Instant after) {
    if (!entry.enable()) {
      return null;
    }
    LocalDateTime local = device.local(after);
    LocalDate day = local.toLocalDate();
    for (int i = 0; i < DAYS_AHEAD; i++, day = day.plusDays(1)) {
      if (runsOn(entry, day)) {
        LocalTime time = Occurrences.next(entry.switchTime(), i == 0 ? local.toLocalTime() : null);
        Instant next = time == null ? null : device.instant(day.atTime(time));
        if (next != null && next.isAfter(after)) {
          return next;
        }
      }
    }
    return null;
  }

  private boolean runsOn(ScheduleEntry entry, LocalDate day) {
    if (!lies(entry, day)) {
      return false;
    }
    OptionalInt special = specialDays == null ? OptionalInt.empty() : specialDays.dayId(day);
    return special.isPresent()
        ? isSet(entry.execSpecdays(), special.getAsInt())
        : isSet(entry.execWeekdays(), day.getDayOfWeek().getValue() - 1);
  }

  /** Between begin and end, whose fields that are not specified bound nothing. */
  private static boolean lies(ScheduleEntry entry, LocalDate day) {
    boolean begun =
        !entry.beginDate().isOneDay() || !day.isBefore(date(entry.beginDate(), LocalDate.MIN));
    boolean ended = entry.endDate().isOneDay() && day.isAfter(date(entry.endDate(), LocalDate.MAX));
    return begun && !ended;
  }

  private static LocalDate date(org.meterhaus.dlms.cosem.CosemDate date, LocalDate otherwise) {
    try {
      return LocalDate.of(date.year(), date.month(), date.dayOfMonth());
    } catch (java.time.DateTimeException _) {
      return otherwise;
    }
  }

  private static boolean isSet(Data.BitString bits, int index) {
    return index < bits.bits() && bits.bit(index);
  }

  private List<ScheduleEntry> entries() {
    return listOf(ENTRIES, ScheduleEntry.class);
  }

  private static void enable(List<ScheduleEntry> entries, long first, long last, boolean enable) {
    entries.replaceAll(each ->
        each.index() < first || each.index() > last
            ? each
            : new ScheduleEntry(
                each.index(),
                enable,
                each.scriptLogicalName(),
                each.scriptSelector(),
                each.switchTime(),
                each.validityWindow(),
                each.execWeekdays(),
                each.execSpecdays(),
                each.beginDate(),
                each.endDate()));
  }
}
