package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Disconnect control (class 70). */
public final class DisconnectControlClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Boolean outputState, @Nullable State controlState, @Nullable Integer controlMode) {}

  public DisconnectControlClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.DISCONNECT_CONTROL, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** control_state. */
  public enum State {
    DISCONNECTED,
    CONNECTED,
    READY_FOR_RECONNECTION
  }

  /** Whether current can flow. */
  public boolean isConnected() throws MeterException {
    return get(2, Boolean.class);
  }

  public State state() throws MeterException {
    return get(3, State.class);
  }

  /** control_mode, 0..6. */
  public int mode() throws MeterException {
    return get(4, Integer.class);
  }

  /** Switches off. */
  public void disconnect() throws MeterException {
    invoke(1);
  }

  /** Switches on, or makes ready for somebody to switch on, as the mode has it. */
  public void reconnect() throws MeterException {
    invoke(2);
  }
}
