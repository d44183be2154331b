package org.meterhaus.dlms.server.objects.control;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Sensor manager (class 67, version 0). The meter stores raw values as they come; thresholds of raw
 * values are looked at then, those of the processed value at each tick.
 */
public final class Sensor extends HeldObject implements TimeDriven {

  private static final int RAW_VALUE = 7;
  private static final int STATUS = 9;
  private static final int CAPTURE_TIME = 10;
  private static final int RAW_THRESHOLDS = 11;
  private static final int RAW_ACTIONS = 12;
  private static final int PROCESSED_VALUE = 13;
  private static final int PROCESSED_THRESHOLDS = 14;
  private static final int PROCESSED_ACTIONS = 15;

  private final DeviceObjects device;
  private @Nullable BigDecimal lastProcessed;

  /**
   * A sensor.
   *
   * @param values by attribute: Data, or Java values as {@code TypedValues} knows them
   */
  public Sensor(DeviceObjects device, ObisCode logicalName, Map<Integer, ?> values) {
    super(InterfaceClass.SENSOR_MANAGER, logicalName, device.turn());
    this.device = device;
    values.forEach(this::hold);
  }

  /**
   * The sensor has measured.
   *
   * @param value a number
   * @param status what {@code status_word} allows
   */
  public void measured(Data value, Data status) {
    exclusively(() -> {
      BigDecimal before = TypedValues.number(held(RAW_VALUE));
      BigDecimal now = TypedValues.number(value);
      hold(RAW_VALUE, value);
      hold(STATUS, status);
      hold(CAPTURE_TIME, device.timestamp(device.now()));
      if (before != null && now != null) {
        RegisterMonitor.crossed(
            device,
            before,
            now,
            listOf(RAW_THRESHOLDS, Data.class),
            listOf(RAW_ACTIONS, ActionSet.class));
      }
    });
  }

  @Override
  public Data invoke(int method, Data parameter) {
    hold(RAW_VALUE, InitialValues.like(held(RAW_VALUE)));
    hold(STATUS, new Data.NullData());
    hold(CAPTURE_TIME, device.timestamp(device.now()));
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return null;
  }

  @Override
  public void tick(Instant now) {
    BigDecimal value = device.number(as(PROCESSED_VALUE, ValueDefinition.class));
    BigDecimal before = lastProcessed;
    lastProcessed = value;
    if (value != null && before != null) {
      RegisterMonitor.crossed(
          device,
          before,
          value,
          listOf(PROCESSED_THRESHOLDS, Data.class),
          listOf(PROCESSED_ACTIONS, ActionSet.class));
    }
  }
}
