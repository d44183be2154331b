package org.meterhaus.dlms.server.objects;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Profile generic (class 7, version 1), kept first-in first-out and sorted by the clock; selective
 * access by range and by entry; reset and capture are refused.
 *
 * @param columns what a row holds, 1..255
 * @param capturePeriod time between rows, whole seconds; zero = not captured periodically
 * @param profileEntries rows that are kept at most, 1..4294967295
 * @param buffer the rows
 */
public record ProfileGeneric(
    ObisCode logicalName,
    List<CaptureObject> columns,
    Duration capturePeriod,
    long profileEntries,
    ProfileBuffer buffer)
    implements CosemObject {

  private static final int BY_RANGE = 1;
  private static final int BY_ENTRY = 2;
  private static final int SORT_FIFO = 1;

  public ProfileGeneric {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || columns.size() > 255) {
      throw new IllegalArgumentException("columns must be 1..255 but were " + columns.size());
    }
    if (capturePeriod.isNegative() || capturePeriod.toSeconds() > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("capturePeriod out of range: " + capturePeriod);
    }
    if (profileEntries < 1 || profileEntries > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("profileEntries out of range: " + profileEntries);
    }
  }

  @Override
  public int classId() {
    return InterfaceClass.PROFILE_GENERIC;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    if (attribute == 2) {
      return rows(selection);
    }
    Attributes.requireNoSelection(selection);
    return switch (attribute) {
      case 1 -> logicalName.toData();
      case 3 -> new Data.Array(columns.stream().map(CaptureObject::toData).toList());
      case 4 -> new Data.DoubleLongUnsigned(capturePeriod.toSeconds());
      case 5 -> new Data.Enumerated(SORT_FIFO);
      case 6 -> columns.getFirst().toData();
      case 7 -> new Data.DoubleLongUnsigned(buffer.entriesInUse());
      case 8 -> new Data.DoubleLongUnsigned(profileEntries);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return IntStream.rangeClosed(1, 8)
        .mapToObj(attribute ->
            attribute == 2
                ? new AttributeAccess(
                    2, AttributeAccess.Mode.READ_ONLY, List.of(BY_RANGE, BY_ENTRY))
                : AttributeAccess.readOnly(attribute))
        .toList();
  }

  private Data rows(@Nullable Selection selection) throws AccessError {
    return switch (selection) {
      case null -> new Data.Array(buffer.entries(1, 0xFFFF_FFFFL));
      case Selection.TimeRange range ->
          pick(buffer.between(range.from(), range.to()), indexes(range.columns()));
      case Selection.EntryRange range ->
          pick(
              buffer.entries(range.from(), range.to() == 0 ? 0xFFFF_FFFFL : range.to()),
              indexes(range.fromColumn(), range.toColumn()));
      case Selection.Other _ -> throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    };
  }

  /** Columns by what they capture; those we do not have are left out, as the standard leaves it. */
  private int[] indexes(List<CaptureObject> wanted) {
    Stream<CaptureObject> known = wanted.isEmpty() ? columns.stream() : wanted.stream();
    return known.mapToInt(columns::indexOf).filter(index -> index >= 0).toArray();
  }

  private int[] indexes(int fromColumn, int toColumn) {
    int last = toColumn == 0 ? columns.size() : Math.min(toColumn, columns.size());
    return IntStream.range(fromColumn - 1, last).toArray();
  }

  private Data pick(List<Data> rows, int[] indexes) {
    boolean all = indexes.length == columns.size();
    for (int i = 0; all && i < indexes.length; i++) {
      all = indexes[i] == i;
    }
    if (all) {
      return new Data.Array(rows);
    }
    Data[] picked = new Data[rows.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = pick(rows.get(i), indexes);
    }
    return new Data.Array(List.of(picked));
  }

  private static Data pick(Data row, int[] indexes) {
    if (!(row instanceof Data.Structure(List<Data> values))) {
      throw new IllegalStateException("a row of a profile must be a structure but was " + row);
    }
    Data[] picked = new Data[indexes.length];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = values.get(indexes[i]);
    }
    return new Data.Structure(List.of(picked));
  }
}
