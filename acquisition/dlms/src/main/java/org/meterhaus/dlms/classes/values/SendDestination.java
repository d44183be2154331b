package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.classes.TypedValues;

/** Where a push goes and how. */
public record SendDestination(Transport transport, Bytes destination, MessageForm message) {

  /** transport_service. */
  public enum Transport implements TypedValues.Coded {
    TCP(0),
    UDP(1),
    FTP(2),
    SMTP(3),
    SMS(4),
    HDLC(5),
    MBUS(6),
    ZIGBEE(7),
    DLMS_GATEWAY(8);

    private final int code;

    Transport(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** message. */
  public enum MessageForm implements TypedValues.Coded {
    A_XDR(0),
    XML(1),
    MANUFACTURER_SPECIFIC(128);

    private final int code;

    MessageForm(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }
}
