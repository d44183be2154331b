package org.meterhaus.dlms.server.objects.control;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.FunctionBlock;
import org.meterhaus.dlms.classes.values.FunctionStatus;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/** Function control (class 122, version 0). A function that is added is off. */
public final class FunctionControl extends HeldObject {

  private static final int STATUS = 2;
  private static final int FUNCTIONS = 3;
  private static final int SET_STATUS = 1;
  private static final int ADD = 2;
  private static final int MAX = 255;

  private final Listener listener;

  /** Switches functions of the meter. */
  public interface Listener {
    /**
     * A function is on or off from now on.
     *
     * @throws AccessError if that cannot be
     */
    void switched(Bytes name, boolean on) throws AccessError;
  }

  /** A control of these functions, all off. */
  public FunctionControl(
      DeviceObjects device,
      ObisCode logicalName,
      List<FunctionBlock> functions,
      Listener listener) {
    super(InterfaceClass.FUNCTION_CONTROL, logicalName, device.turn());
    this.listener = listener;
    hold(FUNCTIONS, functions);
    hold(STATUS, functions.stream().map(each -> new FunctionStatus(each.name(), false)).toList());
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    List<FunctionStatus> status = new ArrayList<>(listOf(STATUS, FunctionStatus.class));
    List<FunctionBlock> functions = new ArrayList<>(listOf(FUNCTIONS, FunctionBlock.class));
    switch (method) {
      case SET_STATUS -> set(status, TypedValues.decodeList(parameter, FunctionStatus.class));
      case ADD -> {
        FunctionBlock added = TypedValues.decode(parameter, FunctionBlock.class);
        if (functions.size() >= MAX || place(status, added.name()) >= 0) {
          throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
        }
        functions.add(added);
        status.add(new FunctionStatus(added.name(), false));
      }
      default -> {
        int place = place(status, parameter.asOctets());
        if (place < 0) {
          throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
        }
        if (status.get(place).enabled()) {
          listener.switched(status.get(place).name(), false);
        }
        status.remove(place);
        functions.remove(place);
      }
    }
    hold(STATUS, status);
    hold(FUNCTIONS, functions);
    return new Data.NullData();
  }

  /** All are known, or none is switched. */
  private void set(List<FunctionStatus> status, List<FunctionStatus> wanted) throws AccessError {
    for (FunctionStatus each : wanted) {
      if (place(status, each.name()) < 0) {
        throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
      }
    }
    for (FunctionStatus each : wanted) {
      int place = place(status, each.name());
      if (status.get(place).enabled() != each.enabled()) {
        listener.switched(each.name(), each.enabled());
        status.set(place, each);
        hold(STATUS, status);
      }
    }
  }

  private static int place(List<FunctionStatus> status, Bytes name) {
    return status.stream().map(FunctionStatus::name).toList().indexOf(name);
  }
}
