package org.meterhaus.dlms.server.objects.control;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ChangedParameter;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Parameter monitor (class 65, versions 0 and 1): compares the parameters of its list with what
 * they were at the last tick. Of several that changed in between, the last in the list is told. The
 * digest of version 1 is over the values in A-XDR, one after another; one that cannot be read is
 * null-data.
 */
public final class ParameterMonitor extends HeldObject implements TimeDriven {

  private static final int CHANGED = 2;
  private static final int CAPTURE_TIME = 3;
  private static final int LIST = 4;
  private static final int HASH_ALGORITHM = 6;
  private static final int DIGEST = 7;
  private static final int VALUES = 8;
  private static final int ADD = 1;
  private static final int MAX = 255;

  private final DeviceObjects device;
  private final Map<ValueDefinition, Data> last = new HashMap<>();

  /** A monitor of these parameters. */
  public ParameterMonitor(
      DeviceObjects device, ObisCode logicalName, List<ValueDefinition> parameters) {
    super(InterfaceClass.PARAMETER_MONITOR, logicalName, device.turn());
    this.device = device;
    hold(LIST, parameters);
  }

  @Override
  public Data read(int attribute) throws AccessError {
    return switch (attribute) {
      case DIGEST -> new Data.OctetString(digest());
      case VALUES -> values();
      default -> super.read(attribute);
    };
  }

  private Data.Structure values() {
    List<Data> values = new ArrayList<>();
    for (ValueDefinition each : listOf(LIST, ValueDefinition.class)) {
      try {
        values.add(device.read(each.attribute()));
      } catch (AccessError _) {
        values.add(new Data.NullData());
      }
    }
    return new Data.Structure(values);
  }

  private Bytes digest() {
    OctetWriter encoded = new OctetWriter(256);
    values().elements().forEach(value -> DataCodec.encode(value, encoded));
    try {
      return Bytes.copyOf(
          MessageDigest.getInstance(number(HASH_ALGORITHM) == 0 ? "SHA-256" : "SHA-384")
              .digest(encoded.toBytes().toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has both
    }
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    ValueDefinition definition = TypedValues.decode(parameter, ValueDefinition.class);
    List<ValueDefinition> list = new ArrayList<>(listOf(LIST, ValueDefinition.class));
    boolean there = list.remove(definition);
    if (method == ADD) {
      if (list.size() >= MAX) {
        throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
      }
      list.add(definition);
    } else if (!there) {
      throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
    }
    hold(LIST, list);
    return new Data.NullData();
  }

  @Override
  public @Nullable Instant due() {
    return null;
  }

  @Override
  public void tick(Instant now) {
    List<ValueDefinition> list = listOf(LIST, ValueDefinition.class);
    last.keySet().retainAll(list);
    for (ValueDefinition each : list) {
      try {
        Data value = device.read(each.attribute());
        Data before = last.put(each, value);
        if (before != null && !before.equals(value)) {
          hold(
              CHANGED,
              new ChangedParameter(
                  each.classId(), each.logicalName(), each.attributeIndex(), value));
          hold(CAPTURE_TIME, device.timestamp(now));
        }
      } catch (AccessError _) {
        last.remove(each); // begins anew when it can be read again
      }
    }
  }
}
