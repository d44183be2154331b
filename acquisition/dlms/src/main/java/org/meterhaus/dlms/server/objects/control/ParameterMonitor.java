package org.meterhaus.dlms.server.objects.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ChangedParameter;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Parameter monitor (class 65, version 0): compares the parameters of its list with what they were
 * at the last tick. Of several that changed in between, the last in the list is told.
 */
public final class ParameterMonitor extends HeldObject implements TimeDriven {

  private static final int CHANGED = 2;
  private static final int CAPTURE_TIME = 3;
  private static final int LIST = 4;
  private static final int ADD = 1;
  private static final int MAX = 255;

  private final DeviceObjects device;
  private final Map<ValueDefinition, Data> last = new HashMap<>();

  /** A monitor of these parameters. */
  public ParameterMonitor(
      DeviceObjects device, ObisCode logicalName, List<ValueDefinition> parameters) {
    super(InterfaceClass.PARAMETER_MONITOR, logicalName, device.turn());
    this.device = device;
    hold(LIST, parameters);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    ValueDefinition definition = TypedValues.decode(parameter, ValueDefinition.class);
    List<ValueDefinition> list = new ArrayList<>(listOf(LIST, ValueDefinition.class));
    boolean there = list.remove(definition);
    if (method == ADD) {
      if (list.size() >= MAX) {
        throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
      }
      list.add(definition);
    } else if (!there) {
      throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
    }
    hold(LIST, list);
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return null;
  }

  @Override
  public void tick(Instant now) {
    List<ValueDefinition> list = listOf(LIST, ValueDefinition.class);
    last.keySet().retainAll(list);
    for (ValueDefinition each : list) {
      try {
        Data value = device.read(each.attribute());
        Data before = last.put(each, value);
        if (before != null && !before.equals(value)) {
          hold(
              CHANGED,
              new ChangedParameter(
                  each.classId(), each.logicalName(), each.attributeIndex(), value));
          hold(CAPTURE_TIME, device.timestamp(now));
        }
      } catch (AccessError _) {
        last.remove(each); // begins anew when it can be read again
      }
    }
  }
}
