package org.meterhaus.dlms.server.objects.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.classes.values.Occurrences;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Single action schedule (class 22, version 0): runs a script at its execution times, by the
 * device's local time. Execution times that do not fit the type are refused: wildcards where it has
 * none, one time where it has one, different times where it has the same.
 */
public final class SingleActionSchedule extends HeldObject implements TimeDriven {

  private static final int EXECUTED_SCRIPT = 2;
  private static final int TYPE = 3;
  private static final int EXECUTION_TIME = 4;

  private final DeviceObjects device;
  private @Nullable Instant due;

  /**
   * A schedule.
   *
   * @param type 1..5: one time with wildcards in the date, same time without and with wildcards in
   *     the dates, different times without and with
   */
  public SingleActionSchedule(
      DeviceObjects device,
      ObisCode logicalName,
      ActionItem script,
      int type,
      List<ExecutionTime> times) {
    super(InterfaceClass.SINGLE_ACTION_SCHEDULE, logicalName, device.turn());
    this.device = device;
    hold(EXECUTED_SCRIPT, script);
    hold(TYPE, type);
    hold(EXECUTION_TIME, times);
    plan(device.now());
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute == EXECUTION_TIME) {
      requireFit((int) number(TYPE), value);
    }
    if (attribute == TYPE) {
      requireFit((int) value.asLong(), held(EXECUTION_TIME));
    }
    super.write(attribute, value);
    plan(device.now());
  }

  @Override
  public @Nullable Instant due() {
    return due;
  }

  @Override
  public void tick(Instant now) {
    if (due != null && !due.isAfter(now)) {
      plan(now);
      device.run(as(EXECUTED_SCRIPT, ActionItem.class));
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    plan(to);
  }

  private void plan(Instant now) {
    LocalDateTime next =
        Occurrences.next(listOf(EXECUTION_TIME, ExecutionTime.class), device.local(now));
    due = next == null ? null : device.instant(next);
    if (due != null && !due.isAfter(now)) {
      due = null; // the hour that comes twice: it was the first one
      LocalDateTime later =
          next == null ? null : Occurrences.next(listOf(EXECUTION_TIME, ExecutionTime.class), next);
      due = later == null ? null : device.instant(later);
    }
  }

  private static void requireFit(int type, Data value) throws Malformed {
    List<ExecutionTime> times = new java.util.ArrayList<>();
    for (Data each : value.asList()) {
      times.add(org.meterhaus.dlms.classes.TypedValues.decode(each, ExecutionTime.class));
    }
    boolean wildcards = type == 1 || type == 3 || type == 5;
    boolean sameTime = type <= 3;
    if (type == 1 && times.size() > 1) {
      throw new Malformed("type 1 has one execution time but there were " + times.size());
    }
    for (ExecutionTime each : times) {
      if (!wildcards && !(each.date().isOneDay() && each.time().isOneMoment())) {
        throw new Malformed("type " + type + " has no wildcards");
      }
      if (sameTime && !each.time().equals(times.getFirst().time())) {
        throw new Malformed("type " + type + " has the same time in each");
      }
    }
  }
}
