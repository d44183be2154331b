package org.meterhaus.dlms.server.objects.control;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.SpecialDay;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;

/** Special days table (class 11, version 0); an entry of the same index is replaced. */
public final class SpecialDaysTable extends HeldObject {

  /** Two years. */
  private static final int MAX_KNOWN = 732;

  private static final int ENTRIES = 2;
  private static final int INSERT = 1;

  /**
   * Days that were looked up since the table was changed: each entry of a schedule asks for many.
   */
  private final Map<LocalDate, OptionalInt> known = new HashMap<>();

  /** A table with these days. */
  public SpecialDaysTable(DeviceObjects device, ObisCode logicalName, List<SpecialDay> days) {
    super(InterfaceClass.SPECIAL_DAYS_TABLE, logicalName, device.turn());
    hold(ENTRIES, days);
  }

  /** The day profile of a day, 0..255, if it is special; the entry that comes first counts. */
  OptionalInt dayId(LocalDate day) {
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(day, this::find);
  }

  private OptionalInt find(LocalDate day) {
    for (SpecialDay special : listOf(ENTRIES, SpecialDay.class)) {
      if (special.date().matches(day)) {
        return OptionalInt.of(special.dayId());
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    known.clear();
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    List<SpecialDay> entries = new ArrayList<>(listOf(ENTRIES, SpecialDay.class));
    if (method == INSERT) {
      SpecialDay entry = TypedValues.decode(parameter, SpecialDay.class);
      entries.removeIf(each -> each.index() == entry.index());
      entries.add(entry);
      entries.sort(Comparator.comparingInt(SpecialDay::index));
    } else {
      long index = parameter.asLong();
      if (!entries.removeIf(each -> each.index() == index)) {
        throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
      }
    }
    hold(ENTRIES, entries);
    known.clear();
    return new Data.NullData();
  }
}
