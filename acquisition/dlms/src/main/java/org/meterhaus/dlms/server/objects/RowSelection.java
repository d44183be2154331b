package org.meterhaus.dlms.server.objects;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** Selective access to rows in memory: by range of any column, by entry. Pure. */
final class RowSelection {

  private static final int BY_RANGE = 1;

  private RowSelection() {}

  static Data select(List<CaptureObject> columns, List<Data> rows, Selection selection)
      throws AccessError {
    return switch (selection) {
      case Selection.TimeRange(Instant from, Instant to, List<CaptureObject> wanted) -> {
        int clock = columns.indexOf(CaptureObject.CLOCK);
        if (clock < 0) {
          throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
        }
        yield pick(rows, row -> lies(value(row, clock), from, to), indexes(columns, wanted));
      }
      case Selection.EntryRange range -> {
        long last = range.to() == 0 ? rows.size() : Math.min(range.to(), rows.size());
        List<Data> part =
            range.from() > last ? List.of() : rows.subList((int) range.from() - 1, (int) last);
        int lastColumn =
            range.toColumn() == 0 ? columns.size() : Math.min(range.toColumn(), columns.size());
        yield pick(part, _ -> true, IntStream.range(range.fromColumn() - 1, lastColumn).toArray());
      }
      case Selection.Other(int selector, Data parameters) -> {
        if (selector != BY_RANGE) {
          throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
        }
        yield byValue(columns, rows, parameters);
      }
    };
  }

  /** The value of a column. */
  static Data value(Data row, int column) {
    if (!(row instanceof Data.Structure(List<Data> values))) {
      throw new IllegalStateException("a row of a profile must be a structure but was " + row);
    }
    return values.get(column);
  }

  /** range_descriptor over a column of numbers. */
  private static Data byValue(List<CaptureObject> columns, List<Data> rows, Data parameters)
      throws AccessError {
    try {
      List<Data> parts = parameters.asList();
      int column = columns.indexOf(CaptureObject.from(parts.get(0)));
      BigDecimal from = TypedValues.number(parts.get(1));
      BigDecimal to = TypedValues.number(parts.get(2));
      if (column < 0 || from == null || to == null) {
        throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
      }
      List<CaptureObject> wanted = new ArrayList<>();
      for (Data each : parts.get(3).asList()) {
        wanted.add(CaptureObject.from(each));
      }
      return pick(rows, row -> lies(value(row, column), from, to), indexes(columns, wanted));
    } catch (Malformed _) {
      throw new AccessError(DataAccessResult.TYPE_UNMATCHED);
    }
  }

  private static boolean lies(Data value, Instant from, Instant to) {
    Instant time = moment(value);
    return time != null && !time.isBefore(from) && !time.isAfter(to);
  }

  private static boolean lies(Data value, BigDecimal from, BigDecimal to) {
    BigDecimal number = TypedValues.number(value);
    return number != null && number.compareTo(from) >= 0 && number.compareTo(to) <= 0;
  }

  private static @Nullable Instant moment(Data value) {
    try {
      return CosemDateTime.from(value).toInstant(ZoneOffset.UTC);
    } catch (Malformed _) {
      return null; // a row without a time lies in no range
    }
  }

  /** Columns by what they capture; those that are not there are left out. */
  private static int[] indexes(List<CaptureObject> columns, List<CaptureObject> wanted) {
    return (wanted.isEmpty() ? columns : wanted)
        .stream().mapToInt(columns::indexOf).filter(index -> index >= 0).toArray();
  }

  private static Data pick(List<Data> rows, Predicate<Data> wanted, int[] columns) {
    List<Data> picked = new ArrayList<>();
    for (Data row : rows) {
      if (wanted.test(row)) {
        picked.add(
            new Data.Structure(
                IntStream.of(columns).mapToObj(column -> value(row, column)).toList()));
      }
    }
    return new Data.Array(picked);
  }
}
