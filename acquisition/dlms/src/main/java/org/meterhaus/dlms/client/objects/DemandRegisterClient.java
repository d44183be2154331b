package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/** Demand register (class 5). */
public final class DemandRegisterClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Data currentAverageValue,
      @Nullable Data lastAverageValue,
      @Nullable ScalerUnit scalerUnit,
      @Nullable Data status,
      @Nullable CosemDateTime captureTime,
      @Nullable CosemDateTime startTimeCurrent,
      @Nullable Long period,
      @Nullable Integer numberOfPeriods) {}

  public DemandRegisterClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.DEMAND_REGISTER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** The average of the running period so far. */
  public Quantity currentAverage() throws MeterException {
    return Quantity.read(this, 2, 4);
  }

  /** The average of the last complete period or periods. */
  public Quantity lastAverage() throws MeterException {
    return Quantity.read(this, 3, 4);
  }

  /** Begins anew. */
  public void reset() throws MeterException {
    invoke(1);
  }

  /** Ends the running period now. */
  public void nextPeriod() throws MeterException {
    invoke(2);
  }
}
