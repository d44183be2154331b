package org.meterhaus.dlms.server.objects.control;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ArrayObject;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.Caller;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/**
 * Array manager (class 123, version 0): entries of array attributes of other objects, counted from
 * 1. An entry is inserted behind a position, 0 = in front. What the other object refuses is
 * refused, and what the client may not do with that attribute itself: counting and reading want the
 * right to read it, the others the right to read and write.
 */
public final class ArrayAccess extends HeldObject {

  private static final int OBJECTS = 2;
  private static final int COUNT = 1;
  private static final int RETRIEVE = 2;
  private static final int INSERT = 3;
  private static final int UPDATE = 4;

  private final DeviceObjects device;

  /** Access to these arrays. */
  public ArrayAccess(DeviceObjects device, ObisCode logicalName, List<ArrayObject> arrays) {
    super(InterfaceClass.ARRAY_MANAGER, logicalName, device.turn());
    this.device = device;
    hold(OBJECTS, arrays);
  }

  @Override
  public Data invoke(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    if (method == COUNT) {
      return new Data.LongUnsigned(Math.min(0xFFFF, entries(array(parameter), caller).size()));
    }
    List<Data> parts = parameter.asList();
    AttributeRef array = array(parts.get(0));
    if (method != RETRIEVE && !caller.mayWrite(array)) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    List<Data> entries = new ArrayList<>(entries(array, caller));
    int first = (int) parts.get(1).asLong();
    switch (method) {
      case RETRIEVE -> {
        return new Data.Array(range(entries, first, parts.get(2)));
      }
      case INSERT -> {
        require(first <= entries.size());
        entries.add(first, parts.get(2));
      }
      case UPDATE -> {
        require(first >= 1 && first <= entries.size());
        entries.set(first - 1, parts.get(2));
      }
      default -> range(entries, first, parts.get(2)).clear();
    }
    device.write(array, new Data.Array(entries));
    return new Data.NullData();
  }

  private AttributeRef array(Data id) throws AccessError, Malformed {
    for (ArrayObject each : listOf(OBJECTS, ArrayObject.class)) {
      if (each.id() == id.asLong()) {
        return each.array().attribute();
      }
    }
    throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
  }

  private List<Data> entries(AttributeRef array, Caller caller) throws AccessError {
    if (!caller.mayRead(array)) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    if (device.read(array) instanceof Data.Array(List<Data> elements)) {
      return elements;
    }
    throw new AccessError(DataAccessResult.TYPE_UNMATCHED);
  }

  /** Both ends belong to it; the last one is 0 for the last there is. */
  private static List<Data> range(List<Data> entries, int first, Data to)
      throws AccessError, Malformed {
    int last = to.asLong() == 0 ? entries.size() : (int) to.asLong();
    require(first >= 1 && first <= last && last <= entries.size());
    return entries.subList(first - 1, last);
  }

  private static void require(boolean inRange) throws AccessError {
    if (!inRange) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
  }
}
