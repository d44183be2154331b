package org.meterhaus.headend.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.headend.link.JournalRecord;
import org.meterhaus.headend.link.JournalRecord.Column;

/**
 * Rows of a load profile as readings. An energy is an interval's if value group D of its register
 * is 29 (time integral 5), and a counter's if it is 8 (time integral 1). Stateless.
 *
 * @see "IEC 62056-6-1, value group D"
 */
final class Decoder {
  private static final int COUNTER = 8;
  private static final int INTERVAL = 29;
  private static final int VALUE = 2;
  private static final int MOST_STATUS = 0xFFFF;

  private Decoder() {}

  /**
   * What a record says of one channel.
   *
   * @param obis of the counter, such as {@code 1.0.1.8.0.255}, which names the channel
   * @param readings of the rows that can be read
   * @param unreadable what is wrong with the others
   */
  record Decoded(String obis, List<Reading> readings, List<String> unreadable) {
    Decoded {
      readings = List.copyOf(readings);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** Where a channel's values stand in a row; -1 where there is none. */
  private record Place(ObisCode counterName, int counter, int interval) {}

  /**
   * Decodes a record.
   *
   * @return one for each channel in it, one at least
   * @throws Malformed if it is no array of rows, or has no time or no energy
   */
  static List<Decoded> decode(JournalRecord record) throws Malformed {
    int clock = clock(record.columns());
    List<Place> places = places(record.columns());
    if (clock < 0 || places.isEmpty()) {
      throw new Malformed("profile %s has no time or no energy".formatted(record.profile()));
    }
    List<Data> rows = record.decodedRows();
    List<Decoded> decoded = new ArrayList<>();
    for (Place place : places) {
      decoded.add(decode(record, rows, clock, place));
    }
    return decoded;
  }

  private static Decoded decode(JournalRecord record, List<Data> rows, int clock, Place place) {
    List<Reading> readings = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    @Nullable Instant before = null;
    for (int i = 0; i < rows.size(); i++) {
      try {
        List<Data> values = rows.get(i).asList();
        if (values.size() != record.columns().size()) {
          throw new Malformed("it has %d values".formatted(values.size()));
        }
        before = end(values.get(clock), before, record);
        readings.add(
            new Reading(
                before,
                status(record.columns(), values),
                interval(record.columns(), values, place.interval),
                counter(record.columns(), values, place.counter)));
      } catch (Malformed | IllegalArgumentException | ArithmeticException e) {
        unreadable.add("row %d: %s".formatted(i, e.getMessage()));
      }
    }
    return new Decoded(place.counterName.toString(), readings, unreadable);
  }

  /** Null-data in a compressed profile is one capture period after the row before. */
  private static Instant end(Data value, @Nullable Instant before, JournalRecord record)
      throws Malformed {
    if (value instanceof Data.NullData) {
      if (before == null) {
        throw new Malformed("it has no time");
      }
      return before.plus(record.period());
    }
    return CosemDateTime.from(value).toInstant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The first column of class 1 that is a number. */
  private static int status(List<Column> columns, List<Data> values) throws Malformed {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).source().source().classId() == InterfaceClass.DATA
          && !(values.get(i) instanceof Data.NullData)) {
        long status = values.get(i).asLong();
        if (status < 0 || status > MOST_STATUS) {
          throw new Malformed("status must be 0..65535 but was " + status);
        }
        return (int) status;
      }
    }
    return 0;
  }

  private static OptionalInt interval(List<Column> columns, List<Data> values, int index)
      throws Malformed {
    Optional<BigDecimal> wh = wattHours(columns, values, index);
    return wh.isPresent() ? OptionalInt.of(wh.get().intValueExact()) : OptionalInt.empty();
  }

  private static OptionalLong counter(List<Column> columns, List<Data> values, int index)
      throws Malformed {
    Optional<BigDecimal> wh = wattHours(columns, values, index);
    return wh.isPresent() ? OptionalLong.of(wh.get().longValueExact()) : OptionalLong.empty();
  }

  /** Whole Wh; a finer meter is rounded, and its counter keeps the sum right. */
  private static Optional<BigDecimal> wattHours(List<Column> columns, List<Data> values, int index)
      throws Malformed {
    if (index < 0 || values.get(index) instanceof Data.NullData) {
      return Optional.empty();
    }
    ScalerUnit unit =
        columns
            .get(index)
            .scalerUnit()
            .orElseThrow(() -> new Malformed("the meter does not tell the unit"));
    if (unit.unit() != ScalerUnit.WATT_HOUR) {
      throw new Malformed("unit must be 30 (Wh) but was " + unit.unit());
    }
    BigDecimal exact = unit.scale(values.get(index).asLong());
    return Optional.of(exact.setScale(0, RoundingMode.HALF_EVEN));
  }

  private static int clock(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      AttributeRef source = columns.get(i).source().source();
      if (source.classId() == InterfaceClass.CLOCK && source.attribute() == VALUE) {
        return i;
      }
    }
    return -1;
  }

  /** The channels of a profile, in the order of their columns. */
  private static List<Place> places(List<Column> columns) {
    Map<ObisCode, Place> places = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      AttributeRef source = columns.get(i).source().source();
      ObisCode name = source.object();
      boolean isRegister =
          source.attribute() == VALUE
              && (source.classId() == InterfaceClass.REGISTER
                  || source.classId() == InterfaceClass.EXTENDED_REGISTER);
      if (!isRegister || (name.d() != COUNTER && name.d() != INTERVAL)) {
        continue;
      }
      ObisCode counter = ObisCode.of(name.a(), name.b(), name.c(), COUNTER, name.e(), name.f());
      Place before = places.getOrDefault(counter, new Place(counter, -1, -1));
      places.put(
          counter,
          name.d() == COUNTER
              ? new Place(counter, i, before.interval)
              : new Place(counter, before.counter, i));
    }
    return List.copyOf(places.values());
  }
}
