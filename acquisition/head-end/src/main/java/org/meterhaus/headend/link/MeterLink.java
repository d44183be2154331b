package org.meterhaus.headend.link;

import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.DisconnectControl.ControlState;

/** The way through a sink to one of its meters, as far as relays go. */
public final class MeterLink implements AutoCloseable {
  private static final int OUTPUT_STATE = 2;
  private static final int CONTROL_STATE = 3;

  private final DlmsClient client;

  private MeterLink(DlmsClient client) {
    this.client = client;
  }

  /**
   * Connects to the sink; whether the meter can be reached shows at the first request.
   *
   * @param sap of the meter at the sink
   */
  public static MeterLink open(LinkConfig link, int sap, AssociationConfig association)
      throws MeterException {
    return new MeterLink(DlmsClient.open(link.withServerSap(sap), association));
  }

  /** What the meter calls itself. */
  public String name() throws MeterException {
    return client.get(SinkNames.DEVICE_NAME).asText();
  }

  /** Asks a relay to let current flow, or not. */
  public void switchTo(ObisCode relay, boolean on) throws MeterException {
    int method = on ? DisconnectControl.REMOTE_RECONNECT : DisconnectControl.REMOTE_DISCONNECT;
    client.action(
        new MethodRef(InterfaceClass.DISCONNECT_CONTROL, relay, method), new Data.Integer8(0));
  }

  /** Whether a relay lets current flow: its contact is closed, and its control agrees. */
  public boolean isOn(ObisCode relay) throws MeterException {
    boolean closed = get(relay, OUTPUT_STATE).asBoolean();
    return closed && ControlState.from(get(relay, CONTROL_STATE)) == ControlState.CONNECTED;
  }

  @Override
  public void close() {
    client.close();
  }

  private Data get(ObisCode relay, int attribute) throws MeterException {
    return client.get(new AttributeRef(InterfaceClass.DISCONNECT_CONTROL, relay, attribute));
  }
}
