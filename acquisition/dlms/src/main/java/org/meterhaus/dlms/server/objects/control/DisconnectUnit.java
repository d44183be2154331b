package org.meterhaus.dlms.server.objects.control;

import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.DisconnectControl.ControlState;
import org.meterhaus.dlms.server.objects.DisconnectControl.Relay;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.LocallyActed;

/**
 * Disconnect control (class 70, version 0) in every control mode; {@link DisconnectControl} is the
 * plain one of mode 4. Remote is what a client invokes, local what the device itself does, manual
 * what somebody does at the meter.
 *
 * @see "IEC 62056-6-2, class 70, state diagram and control_mode"
 */
public final class DisconnectUnit extends HeldObject implements LocallyActed {

  private static final int OUTPUT_STATE = 2;
  private static final int CONTROL_STATE = 3;
  private static final int CONTROL_MODE = 4;
  private static final int REMOTE_DISCONNECT = 1;

  private final Relay relay;

  /**
   * A unit in the state its relay is in.
   *
   * @param controlMode 0..6; in mode 0 it is always connected
   * @throws AccessError if the relay cannot tell
   */
  public DisconnectUnit(DeviceObjects device, ObisCode logicalName, int controlMode, Relay relay)
      throws AccessError {
    super(InterfaceClass.DISCONNECT_CONTROL, logicalName, device.turn());
    this.relay = relay;
    hold(CONTROL_MODE, controlMode);
    boolean connected = relay.connected();
    hold(OUTPUT_STATE, connected);
    hold(CONTROL_STATE, connected ? ControlState.CONNECTED : ControlState.DISCONNECTED);
  }

  /** Somebody pressed the button that disconnects; refused where the mode has no such. */
  public void manualDisconnect() throws AccessError {
    transition(
        mode() == 1 || mode() == 2 || mode() == 5,
        ControlState.CONNECTED,
        ControlState.READY_FOR_RECONNECTION);
  }

  /** Somebody pressed the button that connects; refused unless the meter is ready for it. */
  public void manualReconnect() throws AccessError {
    transition(mode() != 0, ControlState.READY_FOR_RECONNECTION, ControlState.CONNECTED);
  }

  @Override
  public Data read(int attribute) throws AccessError {
    return attribute == OUTPUT_STATE ? new Data.Bool(relay.connected()) : held(attribute);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (mode() == 0) {
      become(ControlState.CONNECTED);
    }
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError {
    if (mode() == 0) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    ControlState state = state();
    if (method == REMOTE_DISCONNECT) {
      become(ControlState.DISCONNECTED);
    } else if (state == ControlState.DISCONNECTED) {
      boolean atOnce = mode() == 2 || mode() == 4;
      become(atOnce ? ControlState.CONNECTED : ControlState.READY_FOR_RECONNECTION);
    }
    return new Data.NullData();
  }

  @Override
  public Data actLocally(int method, Data parameter) throws AccessError, Malformed {
    ClassModel.MethodModel known = model().method(method);
    if (known == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    known.parameter().check(parameter);
    if (method == REMOTE_DISCONNECT) {
      transition(mode() != 0, ControlState.CONNECTED, ControlState.READY_FOR_RECONNECTION);
    } else {
      transition(
          mode() == 5 || mode() == 6, ControlState.READY_FOR_RECONNECTION, ControlState.CONNECTED);
    }
    return new Data.NullData();
  }

  private int mode() {
    return (int) number(CONTROL_MODE);
  }

  private ControlState state() {
    return as(CONTROL_STATE, ControlState.class);
  }

  /** A transition that the mode may not have; nothing happens in another state than its own. */
  private void transition(boolean allowed, ControlState from, ControlState to) throws AccessError {
    if (!allowed) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    exclusively(() -> {
      if (state() == from) {
        become(to);
      }
    });
  }

  private void become(ControlState next) throws AccessError {
    relay.switchTo(next == ControlState.CONNECTED);
    hold(CONTROL_STATE, next);
  }
}
