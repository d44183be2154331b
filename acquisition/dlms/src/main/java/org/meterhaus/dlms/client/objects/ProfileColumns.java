package org.meterhaus.dlms.client.objects;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/**
 * The columns of a profile, and how its rows are read. Pure.
 *
 * <p>Where a meter sends null-data, it means the value of the row before; for the time, one capture
 * period later. A null-data in the first row means that there is no value.
 *
 * @param objects what is captured
 * @param units as many; null where a column has none
 * @param periodSeconds 0 = not captured periodically: a time that is left out stays as it is
 */
public record ProfileColumns(
    List<CaptureObject> objects, List<@Nullable ScalerUnit> units, long periodSeconds) {

  public ProfileColumns {
    objects = List.copyOf(objects);
    units = Collections.unmodifiableList(new ArrayList<>(units));
    if (units.size() != objects.size()) {
      throw new IllegalArgumentException(units.size() + " units for " + objects.size());
    }
  }

  /** Where a captured attribute has its unit; null if its class has none. */
  static @Nullable AttributeRef unitOf(CaptureObject object) {
    AttributeRef source = object.source();
    int attribute =
        switch (source.classId()) {
          case InterfaceClass.REGISTER, InterfaceClass.EXTENDED_REGISTER ->
              source.attribute() == 2 ? 3 : 0;
          case InterfaceClass.DEMAND_REGISTER ->
              source.attribute() == 2 || source.attribute() == 3 ? 4 : 0;
          default -> 0;
        };
    return attribute == 0 ? null : new AttributeRef(source.classId(), source.object(), attribute);
  }

  static List<CaptureObject> captureObjects(Data data) throws Malformed {
    List<CaptureObject> objects = new ArrayList<>();
    for (Data each : data.asList()) {
      objects.add(CaptureObject.from(each));
    }
    return objects;
  }

  /**
   * The rows of a buffer.
   *
   * @throws Malformed if a row does not have these columns
   */
  public List<ProfileRow> rows(Data buffer) throws Malformed {
    List<ProfileRow> rows = new ArrayList<>();
    int clock = clock();
    Data[] before = new Data[objects.size()];
    java.util.Arrays.fill(before, new Data.NullData());
    Instant time = null;
    for (Data row : buffer.asList()) {
      List<Data> values = row.asList();
      if (values.size() != objects.size()) {
        throw new Malformed(
            "a row has " + values.size() + " values for " + objects.size() + " columns");
      }
      for (int i = 0; i < before.length; i++) {
        before[i] = values.get(i) instanceof Data.NullData ? before[i] : values.get(i);
      }
      if (clock >= 0 && !(values.get(clock) instanceof Data.NullData)) {
        time = CosemDateTime.from(values.get(clock)).toInstant(ZoneOffset.UTC);
      } else if (time != null) {
        time = time.plusSeconds(periodSeconds);
      }
      rows.add(new ProfileRow(this, time, List.of(before)));
    }
    return List.copyOf(rows);
  }

  /**
   * The place of a captured attribute.
   *
   * @throws IllegalArgumentException if it is not captured
   */
  public int indexOf(AttributeRef source) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).source().equals(source)) {
        return i;
      }
    }
    throw new IllegalArgumentException(source + " is not captured");
  }

  /** The column that tells when; -1 if none does. */
  private int clock() {
    for (int i = 0; i < objects.size(); i++) {
      AttributeRef source = objects.get(i).source();
      if (source.classId() == InterfaceClass.CLOCK && source.attribute() == 2) {
        return i;
      }
    }
    return -1;
  }
}
