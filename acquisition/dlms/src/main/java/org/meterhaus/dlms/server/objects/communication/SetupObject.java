package org.meterhaus.dlms.server.objects.communication;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.HeldObject;

/**
 * An object of a class that only holds parameters: 23 IEC HDLC setup, 25 M-Bus slave port setup, 41
 * TCP-UDP setup, 43 MAC address setup, 44 PPP setup, 45 GPRS modem setup, 47 GSM diagnostic, 63
 * Status mapping and 74 M-Bus master port setup. Types and ranges are those of the standard.
 */
public final class SetupObject extends HeldObject {

  private static final Set<Integer> CLASSES =
      Set.of(
          InterfaceClass.IEC_HDLC_SETUP,
          InterfaceClass.MBUS_SLAVE_PORT_SETUP,
          InterfaceClass.TCP_UDP_SETUP,
          InterfaceClass.MAC_ADDRESS_SETUP,
          InterfaceClass.PPP_SETUP,
          InterfaceClass.GPRS_MODEM_SETUP,
          InterfaceClass.GSM_DIAGNOSTIC,
          InterfaceClass.STATUS_MAPPING,
          InterfaceClass.MBUS_MASTER_PORT_SETUP);

  private final Listener listener;

  /**
   * Is told what a client has written, before it counts. Must not use the objects of the device: a
   * setup object has a lock of its own.
   */
  public interface Listener {

    /** Nobody listens. */
    Listener NONE = (attribute, value) -> {};

    /**
     * A value was written.
     *
     * @param attribute 2..
     * @throws AccessError if the meter cannot do so; the old value stays
     */
    void written(int attribute, Data value) throws AccessError;
  }

  /**
   * An object of one of these classes.
   *
   * @param values by attribute: Data, or Java values as {@code TypedValues} knows them; what is not
   *     there has the plainest value of its type
   * @throws IllegalArgumentException if the class is none of these, or a value not of its type
   */
  public SetupObject(int classId, ObisCode logicalName, Map<Integer, ?> values, Listener listener) {
    if (!CLASSES.contains(classId)) {
      throw new IllegalArgumentException("class " + classId + " does more than hold parameters");
    }
    super(classId, logicalName, new ReentrantLock());
    this.listener = listener;
    values.forEach(this::put);
  }

  /** An object nobody listens to. */
  public SetupObject(int classId, ObisCode logicalName, Map<Integer, ?> values) {
    this(classId, logicalName, values, Listener.NONE);
  }

  /** The meter has a new value; also of attributes no client may write. */
  public void put(int attribute, Object value) {
    exclusively(() -> hold(attribute, value));
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    listener.written(attribute, value);
    super.write(attribute, value);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError {
    throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
  }
}
