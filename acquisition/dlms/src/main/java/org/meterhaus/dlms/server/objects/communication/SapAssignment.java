package org.meterhaus.dlms.server.objects.communication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.LogicalDeviceName;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.HeldObject;

/** SAP assignment (class 17, version 0). */
public final class SapAssignment extends HeldObject {

  /** The usual name. */
  public static final ObisCode NAME = ObisCode.of(0, 0, 41, 0, 0, 255);

  private static final int LIST = 2;

  private final @Nullable Connector connector;

  /** Connects a logical device to an address. */
  public interface Connector {

    /**
     * A client wants a device to have this address.
     *
     * @param device an empty name stands for no device
     * @throws AccessError if that cannot be; the list stays
     */
    void connect(LogicalDeviceName device) throws AccessError;
  }

  /**
   * A list of these devices.
   *
   * @param connector null if addresses are what they are
   */
  public SapAssignment(
      ObisCode logicalName, List<LogicalDeviceName> devices, @Nullable Connector connector) {
    super(InterfaceClass.SAP_ASSIGNMENT, logicalName, new ReentrantLock());
    this.connector = connector;
    hold(LIST, devices);
  }

  @Override
  public boolean invocable(int method) {
    return connector != null;
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    LogicalDeviceName device = TypedValues.decode(parameter, LogicalDeviceName.class);
    if (connector != null) {
      connector.connect(device);
    }
    List<LogicalDeviceName> devices = new ArrayList<>(listOf(LIST, LogicalDeviceName.class));
    devices.removeIf(each -> each.sap() == device.sap());
    if (!device.name().isEmpty()) {
      devices.add(device);
    }
    hold(LIST, devices);
    return new Data.NullData();
  }
}
