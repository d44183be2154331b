package org.meterhaus.dlms.server.objects;

import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** An object to which it makes a difference whether a client or the device itself invokes it. */
public interface LocallyActed {

  /** As {@link org.meterhaus.dlms.server.CosemObject#action}, for the device itself. */
  Data actLocally(int method, Data parameter) throws AccessError, Malformed;
}
