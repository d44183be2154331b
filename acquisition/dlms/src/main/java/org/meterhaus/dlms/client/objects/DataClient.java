package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Data (class 1). */
public final class DataClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable Data value) {}

  public DataClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.DATA, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes the value; its type has to be the one it has. */
  public void write(Data value) throws MeterException {
    set(2, value);
  }

  /** The value. */
  public Data value() throws MeterException {
    return get(2);
  }
}
