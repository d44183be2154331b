package org.meterhaus.dlms.server.objects.control;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Register monitor (class 21, version 0): looks at a value each tick and runs a script when it has
 * gone over a threshold (action_up) or is at or under it again (action_down). The first value seen
 * runs nothing.
 */
public final class RegisterMonitor extends HeldObject implements TimeDriven {

  private static final int THRESHOLDS = 2;
  private static final int MONITORED_VALUE = 3;
  private static final int ACTIONS = 4;

  private final DeviceObjects device;
  private @Nullable BigDecimal last;

  /**
   * A monitor.
   *
   * @param thresholds numbers of the type of the monitored value
   * @param actions one for each threshold
   */
  public RegisterMonitor(
      DeviceObjects device,
      ObisCode logicalName,
      ValueDefinition monitored,
      List<Data> thresholds,
      List<ActionSet> actions) {
    super(InterfaceClass.REGISTER_MONITOR, logicalName, device.turn());
    this.device = device;
    hold(THRESHOLDS, thresholds);
    hold(MONITORED_VALUE, monitored);
    hold(ACTIONS, actions);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == MONITORED_VALUE) {
      last = null;
    }
  }

  @Override
  public @Nullable Instant due() {
    return null;
  }

  @Override
  public void tick(Instant now) {
    BigDecimal value = device.number(as(MONITORED_VALUE, ValueDefinition.class));
    BigDecimal before = last;
    last = value;
    if (value != null && before != null) {
      crossed(
          device, before, value, listOf(THRESHOLDS, Data.class), listOf(ACTIONS, ActionSet.class));
    }
  }

  /** Runs what belongs to the thresholds that lie between two values. */
  static void crossed(
      DeviceObjects device,
      BigDecimal before,
      BigDecimal value,
      List<Data> thresholds,
      List<ActionSet> actions) {
    for (int i = 0; i < Math.min(thresholds.size(), actions.size()); i++) {
      BigDecimal threshold = TypedValues.number(thresholds.get(i));
      if (threshold == null) {
        continue;
      }
      boolean wasOver = before.compareTo(threshold) > 0;
      boolean isOver = value.compareTo(threshold) > 0;
      if (isOver && !wasOver) {
        device.run(actions.get(i).actionUp());
      } else if (wasOver && !isOver) {
        device.run(actions.get(i).actionDown());
      }
    }
  }
}
