package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** TCP-UDP setup (class 41). */
public final class TcpUdpSetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer port,
      @Nullable ObisCode ipReference,
      @Nullable Integer maxSegmentSize,
      @Nullable Integer simultaneousConnections,
      @Nullable Integer inactivityTimeOut) {}

  public TcpUdpSetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.TCP_UDP_SETUP, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
