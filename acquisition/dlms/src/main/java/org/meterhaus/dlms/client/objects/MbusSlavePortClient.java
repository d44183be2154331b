package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** M-Bus slave port setup (class 25). */
public final class MbusSlavePortClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer defaultBaud,
      @Nullable Integer availBaud,
      @Nullable Integer addrState,
      @Nullable Integer busAddress) {}

  public MbusSlavePortClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.MBUS_SLAVE_PORT_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
