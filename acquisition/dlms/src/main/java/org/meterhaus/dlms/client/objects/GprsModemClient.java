package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.QualityOfService;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** GPRS modem setup (class 45). */
public final class GprsModemClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes apn,
      @Nullable Integer pinCode,
      @Nullable QualityOfService qualityOfService) {}

  public GprsModemClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.GPRS_MODEM_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
