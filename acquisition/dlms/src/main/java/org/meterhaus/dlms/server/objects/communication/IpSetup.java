package org.meterhaus.dlms.server.objects.communication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.communication.SetupObject.Listener;

/**
 * IPv4 setup (class 42) and IPv6 setup (class 48), version 0: parameters, and lists of addresses.
 */
public final class IpSetup extends HeldObject {

  private static final int IPV4_MULTICAST = 4;
  private static final int IPV6_UNICAST = 4;
  private static final int MAX = 255;

  private final Listener listener;

  private IpSetup(int classId, ObisCode logicalName, Map<Integer, ?> values, Listener listener) {
    super(classId, logicalName, new ReentrantLock());
    this.listener = listener;
    values.forEach(this::hold);
  }

  /**
   * An IPv4 interface.
   *
   * @param values by attribute, as in {@link SetupObject}
   */
  public static IpSetup v4(ObisCode logicalName, Map<Integer, ?> values, Listener listener) {
    return new IpSetup(InterfaceClass.IPV4_SETUP, logicalName, values, listener);
  }

  /**
   * An IPv6 interface.
   *
   * @param values by attribute, as in {@link SetupObject}
   */
  public static IpSetup v6(ObisCode logicalName, Map<Integer, ?> values, Listener listener) {
    return new IpSetup(InterfaceClass.IPV6_SETUP, logicalName, values, listener);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    listener.written(attribute, value);
    super.write(attribute, value);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    if (classId() == InterfaceClass.IPV4_SETUP) {
      if (method == 3) {
        return new Data.LongUnsigned(listOf(IPV4_MULTICAST, Data.class).size());
      }
      change(IPV4_MULTICAST, parameter, method == 1);
    } else {
      List<Data> parts = parameter.asList();
      change(IPV6_UNICAST + (int) parts.get(0).asLong(), parts.get(1), method == 1);
    }
    return new Data.NullData();
  }

  private void change(int attribute, Data address, boolean add) throws AccessError {
    List<Data> addresses = new ArrayList<>(listOf(attribute, Data.class));
    boolean there = addresses.contains(address);
    if (add ? addresses.size() >= MAX : !there) {
      throw new AccessError(
          add ? DataAccessResult.TEMPORARY_FAILURE : DataAccessResult.OBJECT_UNAVAILABLE);
    }
    if (!add) {
      addresses.remove(address);
    } else if (!there) {
      addresses.add(address);
    }
    listener.written(attribute, new Data.Array(addresses));
    hold(attribute, addresses);
  }
}
