package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** IEC HDLC setup (class 23). */
public final class HdlcSetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer commSpeed,
      @Nullable Integer windowSizeTransmit,
      @Nullable Integer windowSizeReceive,
      @Nullable Integer maxInfoFieldLengthTransmit,
      @Nullable Integer maxInfoFieldLengthReceive,
      @Nullable Integer interOctetTimeOut,
      @Nullable Integer inactivityTimeOut,
      @Nullable Integer deviceAddress) {}

  public HdlcSetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.IEC_HDLC_SETUP, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public HdlcSetupClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.IEC_HDLC_SETUP, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
