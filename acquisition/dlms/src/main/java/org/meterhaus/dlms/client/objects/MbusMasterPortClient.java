package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** M-Bus master port setup (class 74). */
public final class MbusMasterPortClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable Integer commSpeed) {}

  public MbusMasterPortClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.MBUS_MASTER_PORT_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
