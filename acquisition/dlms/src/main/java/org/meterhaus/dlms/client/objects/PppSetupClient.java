package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.PppOption;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** PPP setup (class 44). */
public final class PppSetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ObisCode phyReference,
      @Nullable List<PppOption> lcpOptions,
      @Nullable List<PppOption> ipcpOptions,
      @Nullable Data pppAuthentication) {
    public Attributes {
      lcpOptions = lcpOptions == null ? null : List.copyOf(lcpOptions);
      ipcpOptions = ipcpOptions == null ? null : List.copyOf(ipcpOptions);
    }
  }

  public PppSetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.PPP_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
