package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/**
 * Extended register (class 4, version 0): a value the meter stores, with its status and when that
 * was. Reset puts a zero of the value's type there, with the moment of the reset.
 */
public final class ExtendedRegister extends HeldObject {

  private static final int VALUE = 2;
  private static final int SCALER_UNIT = 3;
  private static final int STATUS = 4;
  private static final int CAPTURE_TIME = 5;

  private final DeviceObjects device;

  /** A register that was captured now. */
  public ExtendedRegister(
      DeviceObjects device, ObisCode logicalName, ScalerUnit unit, Data value, Data status) {
    super(InterfaceClass.EXTENDED_REGISTER, logicalName, device.turn());
    this.device = device;
    hold(SCALER_UNIT, unit);
    store(value, status);
  }

  /**
   * The meter has a new value.
   *
   * @param status what {@code status_word} allows, null for the one there was
   */
  public void store(Data value, @Nullable Data status) {
    exclusively(() -> {
      hold(VALUE, value);
      if (status != null) {
        hold(STATUS, status);
      }
      hold(CAPTURE_TIME, device.timestamp(device.now()));
    });
  }

  @Override
  public Data invoke(int method, Data parameter) throws Malformed {
    store(InitialValues.like(held(VALUE)), null);
    return new Data.NullData();
  }
}
