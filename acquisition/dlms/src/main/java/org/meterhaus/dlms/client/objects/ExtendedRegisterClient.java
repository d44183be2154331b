package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/** Extended register (class 4). */
public final class ExtendedRegisterClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Data value,
      @Nullable ScalerUnit scalerUnit,
      @Nullable Data status,
      @Nullable CosemDateTime captureTime) {}

  public ExtendedRegisterClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.EXTENDED_REGISTER, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** The value in its unit, exactly. */
  public Quantity value() throws MeterException {
    return Quantity.read(this, 2, 3);
  }

  /** Puts it to its default value. */
  public void reset() throws MeterException {
    invoke(1);
  }
}
