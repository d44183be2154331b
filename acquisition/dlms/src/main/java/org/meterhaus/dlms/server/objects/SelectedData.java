package org.meterhaus.dlms.server.objects;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.PushRestriction;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * What the lists of Push setup and Compact data name: attributes or parts of them. An element of an
 * attribute is named by data_index; entries of an array by a restriction by number, rows of a
 * profile by a restriction by date as well, and their columns by what they capture. An element and
 * a restriction exclude each other.
 *
 * @see "IEC 62056-6-2, class_id 40 push_object_list, class_id 62 capture_objects"
 */
public final class SelectedData {

  /** From here on data_index would stand for the latest rows of a profile. */
  private static final int FIRST_RELATIVE_INDEX = 0x1000;

  private static final int BUFFER = 2;
  private static final int CAPTURE_OBJECTS = 3;

  /** Times of COSEM have hundredths of a second. */
  private static final Duration TICK = Duration.ofMillis(10);

  private SelectedData() {}

  /** All of a list as a structure; what cannot be read is null-data. */
  public static Data.Structure of(DeviceObjects device, List<PushObject> objects) {
    List<Data> values = new ArrayList<>();
    for (PushObject object : objects) {
      try {
        values.add(read(device, object));
      } catch (AccessError | Malformed _) {
        values.add(new Data.NullData());
      }
    }
    return new Data.Structure(values);
  }

  /**
   * Whether a list can be served at all.
   *
   * @throws AccessError if an element and a restriction are named together, or rows by data_index
   * @throws Malformed if a restriction is not of its form
   */
  public static void check(List<PushObject> objects) throws AccessError, Malformed {
    for (PushObject object : objects) {
      boolean restricted = object.restriction().type() != 0 || !object.columns().isEmpty();
      if (object.dataIndex() >= FIRST_RELATIVE_INDEX || (restricted && object.dataIndex() != 0)) {
        throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
      }
      if (object.restriction().type() != 0 && object.restriction().value().asList().size() != 2) {
        throw new Malformed("a restriction has two ends");
      }
    }
  }

  /** Reads what one element of a list names. */
  public static Data read(DeviceObjects device, PushObject object) throws AccessError, Malformed {
    check(List.of(object));
    AttributeRef attribute = object.captured().source();
    PushRestriction restriction = object.restriction();
    if (restriction.type() == 0 && object.columns().isEmpty()) {
      return device.read(object.captured());
    }
    boolean rows =
        attribute.classId() == InterfaceClass.PROFILE_GENERIC && attribute.attribute() == BUFFER;
    if (!rows) {
      if (restriction.type() != PushRestriction.BY_ENTRY) {
        throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
      }
      return entries(device.read(attribute).asList(), restriction);
    }
    Data selected = device.read(attribute, selection(device, restriction));
    return object.columns().isEmpty()
        ? selected
        : columns(device, attribute, selected, object.columns());
  }

  private static @Nullable Selection selection(DeviceObjects device, PushRestriction restriction)
      throws AccessError, Malformed {
    if (restriction.type() == 0) {
      return null;
    }
    List<Data> ends = restriction.value().asList();
    try {
      return restriction.type() == PushRestriction.BY_ENTRY
          ? new Selection.EntryRange(Math.max(1, ends.get(0).asLong()), ends.get(1).asLong())
          : new Selection.TimeRange(
              moment(device, ends.get(0), false), moment(device, ends.get(1), true));
    } catch (IllegalArgumentException e) {
      throw new Malformed("restriction: " + e.getMessage());
    }
  }

  private static Data entries(List<Data> all, PushRestriction restriction) throws Malformed {
    List<Data> ends = restriction.value().asList();
    long last = ends.get(1).asLong() == 0 ? all.size() : Math.min(ends.get(1).asLong(), all.size());
    long first = Math.max(1, ends.get(0).asLong());
    return new Data.Array(first > last ? List.of() : all.subList((int) first - 1, (int) last));
  }

  private static Data columns(
      DeviceObjects device, AttributeRef buffer, Data rows, List<CaptureObject> wanted)
      throws AccessError, Malformed {
    AttributeRef captured = new AttributeRef(buffer.classId(), buffer.object(), CAPTURE_OBJECTS);
    List<CaptureObject> known = TypedValues.decodeList(device.read(captured), CaptureObject.class);
    int[] indexes = wanted.stream().mapToInt(known::indexOf).filter(each -> each >= 0).toArray();
    List<Data> picked = new ArrayList<>();
    for (Data row : rows.asList()) {
      List<Data> values = row.asList();
      List<Data> part = new ArrayList<>();
      for (int index : indexes) {
        part.add(values.get(index));
      }
      picked.add(new Data.Structure(part));
    }
    return new Data.Array(picked);
  }

  /** A date-time, or the beginning or the end of a date. */
  private static Instant moment(DeviceObjects device, Data end, boolean isLast)
      throws AccessError, Malformed {
    if (end.asOctets().size() == CosemDate.OCTETS) {
      CosemDate date = CosemDate.from(end);
      try {
        LocalDate day = LocalDate.of(date.year(), date.month(), date.dayOfMonth());
        return isLast
            ? device.instant(day.plusDays(1).atStartOfDay()).minus(TICK)
            : device.instant(day.atStartOfDay());
      } catch (DateTimeException _) {
        throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED); // a date with wildcards
      }
    }
    Instant moment = device.instant(CosemDateTime.from(end));
    if (moment == null) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    return moment;
  }
}
