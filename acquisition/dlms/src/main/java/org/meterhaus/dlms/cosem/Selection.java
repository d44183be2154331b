package org.meterhaus.dlms.cosem;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/** Selective access: the part of an attribute that is wanted (IEC 62056-6-2, class 7, buffer). */
public sealed interface Selection {

  /**
   * Rows of a profile whose clock lies in a range; <b>both ends belong to it</b>, as in the
   * standard's range_descriptor.
   *
   * @param from first moment wanted
   * @param to last moment wanted, not before {@code from}
   * @param columns the columns wanted; empty = all
   */
  record TimeRange(Instant from, Instant to, List<CaptureObject> columns) implements Selection {
    public TimeRange {
      columns = List.copyOf(columns);
      if (to.isBefore(from)) {
        throw new IllegalArgumentException("to must not be before from: " + from + ".." + to);
      }
    }

    /** All columns. */
    public TimeRange(Instant from, Instant to) {
      this(from, to, List.of());
    }
  }

  /**
   * Rows of a profile by number, 1 = the oldest that is kept; both ends belong to it.
   *
   * @param from first row, 1..4294967295
   * @param to last row, 0 = the last there is
   * @param fromColumn first column, 1..65535
   * @param toColumn last column, 0 = the last there is
   */
  record EntryRange(long from, long to, int fromColumn, int toColumn) implements Selection {
    public EntryRange {
      if (from < 1
          || from > 0xFFFF_FFFFL
          || to < 0
          || to > 0xFFFF_FFFFL
          || (to != 0 && to < from)) {
        throw new IllegalArgumentException("not a range of entries: " + from + ".." + to);
      }
      if (fromColumn < 1
          || fromColumn > 65_535
          || toColumn < 0
          || toColumn > 65_535
          || (toColumn != 0 && toColumn < fromColumn)) {
        throw new IllegalArgumentException(
            "not a range of columns: " + fromColumn + ".." + toColumn);
      }
    }

    /** All columns. */
    public EntryRange(long from, long to) {
      this(from, to, 1, 0);
    }
  }

  /**
   * Any other selector, or a range over something else than the clock.
   *
   * @param selector access selector, 0..255
   */
  record Other(int selector, Data parameters) implements Selection {
    public Other {
      if (selector < 0 || selector > 255) {
        throw new IllegalArgumentException("selector must be 0..255 but was " + selector);
      }
    }
  }

  /** The access selector on the wire, 0..255. */
  default int accessSelector() {
    return switch (this) {
      case TimeRange _ -> 1;
      case EntryRange _ -> 2;
      case Other(int selector, Data _) -> selector;
    };
  }

  /** The access parameters on the wire; times are written in UTC with deviation 0. */
  default Data accessParameters() {
    return switch (this) {
      case TimeRange(Instant from, Instant to, List<CaptureObject> columns) ->
          new Data.Structure(
              List.of(
                  CaptureObject.CLOCK.toData(),
                  CosemDateTime.of(from, ZoneOffset.UTC).toData(),
                  CosemDateTime.of(to, ZoneOffset.UTC).toData(),
                  new Data.Array(columns.stream().map(CaptureObject::toData).toList())));
      case EntryRange(long from, long to, int fromColumn, int toColumn) ->
          new Data.Structure(
              List.of(
                  new Data.DoubleLongUnsigned(from),
                  new Data.DoubleLongUnsigned(to),
                  new Data.LongUnsigned(fromColumn),
                  new Data.LongUnsigned(toColumn)));
      case Other(int _, Data parameters) -> parameters;
    };
  }

  /**
   * What a selector and its parameters mean for a profile; {@link Other} if it is neither of the
   * standard's two.
   *
   * @throws Malformed if it is one of the two but its parameters are not
   */
  static Selection from(int selector, Data parameters) throws Malformed {
    return switch (selector) {
      case 1 -> timeRange(parameters);
      case 2 -> entryRange(parameters);
      default -> new Other(selector, parameters);
    };
  }

  private static Selection timeRange(Data parameters) throws Malformed {
    List<Data> parts = parameters.asList();
    if (parts.size() != 4) {
      throw new Malformed("range_descriptor must have 4 elements but had " + parts.size());
    }
    if (!CaptureObject.from(parts.get(0)).equals(CaptureObject.CLOCK)) {
      return new Other(1, parameters);
    }
    List<CaptureObject> columns = new ArrayList<>();
    for (Data column : parts.get(3).asList()) {
      columns.add(CaptureObject.from(column));
    }
    // A client that gives no deviation means the clock's own time; ours run on UTC.
    Instant from = CosemDateTime.from(parts.get(1)).toInstant(ZoneOffset.UTC);
    Instant to = CosemDateTime.from(parts.get(2)).toInstant(ZoneOffset.UTC);
    if (to.isBefore(from)) {
      throw new Malformed("range_descriptor ends before it begins: " + from + ".." + to);
    }
    return new TimeRange(from, to, columns);
  }

  private static Selection entryRange(Data parameters) throws Malformed {
    List<Data> parts = parameters.asList();
    if (parts.size() != 4) {
      throw new Malformed("entry_descriptor must have 4 elements but had " + parts.size());
    }
    try {
      return new EntryRange(
          parts.get(0).asLong(),
          parts.get(1).asLong(),
          Math.toIntExact(parts.get(2).asLong()),
          Math.toIntExact(parts.get(3).asLong()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Malformed("entry_descriptor: " + e.getMessage());
    }
  }
}
