package org.meterhaus.dlms.server.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Disconnect control (class 70, version 0) in control mode 4: switched off by command only, on
 * again by command only.
 *
 * @param relay what is switched
 */
public record DisconnectControl(ObisCode logicalName, Relay relay) implements CosemObject {

  /** Method 1. */
  public static final int REMOTE_DISCONNECT = 1;

  /** Method 2. */
  public static final int REMOTE_RECONNECT = 2;

  private static final int CONTROL_MODE = 4;

  /** The switch. Thread-safe; may block until the contact has moved. */
  public interface Relay {

    /** Whether current can flow. */
    boolean connected() throws AccessError;

    /** Opens or closes the contact; returns when {@link #connected} would tell so. */
    void switchTo(boolean connected) throws AccessError;
  }

  /** Values of attribute 3. */
  public enum ControlState {
    DISCONNECTED,
    CONNECTED,
    READY_FOR_RECONNECTION;

    /** The state a meter tells. */
    public static ControlState from(Data data) throws Malformed {
      long code = data.asLong();
      if (code < 0 || code >= values().length) {
        throw new Malformed("control_state must be 0..2 but was " + code);
      }
      return values()[(int) code];
    }
  }

  @Override
  public int classId() {
    return InterfaceClass.DISCONNECT_CONTROL;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    Attributes.requireNoSelection(selection);
    return switch (attribute) {
      case 1 -> logicalName.toData();
      case 2 -> new Data.Bool(relay.connected());
      case 3 -> new Data.Enumerated(relay.connected() ? 1 : 0);
      case 4 -> new Data.Enumerated(CONTROL_MODE);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public Data action(int method, Data parameter) throws AccessError, Malformed {
    // The standard's parameter is integer 0; null-data is taken as well, as many clients send it.
    if (!(parameter instanceof Data.NullData)) {
      parameter.asLong();
    }
    switch (method) {
      case REMOTE_DISCONNECT -> relay.switchTo(false);
      case REMOTE_RECONNECT -> relay.switchTo(true);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return new Data.NullData();
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Attributes.readOnly(4);
  }

  @Override
  public List<Integer> methods() {
    return List.of(REMOTE_DISCONNECT, REMOTE_RECONNECT);
  }
}
