package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/** Sensor manager (class 67). */
public final class SensorClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes serialNumber,
      @Nullable Bytes metrologicalIdentification,
      @Nullable Integer outputType,
      @Nullable Bytes adjustmentMethod,
      @Nullable Integer sealingMethod,
      @Nullable Data rawValue,
      @Nullable ScalerUnit scalerUnit,
      @Nullable Data status,
      @Nullable CosemDateTime captureTime,
      @Nullable List<Data> rawValueThresholds,
      @Nullable List<ActionSet> rawValueActions,
      @Nullable ValueDefinition processedValue,
      @Nullable List<Data> processedValueThresholds,
      @Nullable List<ActionSet> processedValueActions) {
    public Attributes {
      rawValueThresholds = rawValueThresholds == null ? null : List.copyOf(rawValueThresholds);
      rawValueActions = rawValueActions == null ? null : List.copyOf(rawValueActions);
      processedValueThresholds =
          processedValueThresholds == null ? null : List.copyOf(processedValueThresholds);
      processedValueActions =
          processedValueActions == null ? null : List.copyOf(processedValueActions);
    }
  }

  public SensorClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SENSOR_MANAGER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** The raw value in its unit, exactly. */
  public Quantity rawValue() throws MeterException {
    return Quantity.read(this, 7, 8);
  }
}
