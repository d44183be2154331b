package org.meterhaus.sink.serve;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.sink.collect.ProfileReading;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalEntry;

/**
 * The journal as a profile generic that is read by entry. Two things are its own: an entry's number
 * is its sequence, so that it stays the same when older entries are dropped (those are simply left
 * out); and an answer ends early rather than exceed a bound, so the reader asks on from the last
 * one it got.
 */
final class JournalProfile implements CosemObject {
  private static final System.Logger LOG = System.getLogger(JournalProfile.class.getName());
  private static final int BY_ENTRY = 2;
  private static final int SORT_FIFO = 1;
  private static final long MOST_ENTRIES = 0xFFFF_FFFFL;

  /** What a row holds, in this order; behind the sequence, {@link ProfileReading#toParts}. */
  private static final List<CaptureObject> COLUMNS =
      List.of(
          CaptureObject.of(InterfaceClass.DATA, SinkNames.SEQUENCE, 2),
          CaptureObject.of(InterfaceClass.DATA, SinkNames.METER, 2),
          CaptureObject.of(InterfaceClass.DATA, SinkNames.PROFILE, 2),
          CaptureObject.of(InterfaceClass.CLOCK, SinkNames.CLOCK, 2),
          CaptureObject.of(InterfaceClass.DATA, SinkNames.PERIOD, 2),
          CaptureObject.of(InterfaceClass.DATA, SinkNames.COLUMNS, 2),
          CaptureObject.of(InterfaceClass.DATA, SinkNames.ROWS, 2));

  private final Journal journal;
  private final long mostBytes;

  /**
   * Serves a journal.
   *
   * @param mostBytes of the records in one answer; one record is given in any case
   */
  JournalProfile(Journal journal, long mostBytes) {
    this.journal = journal;
    this.mostBytes = mostBytes;
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
  public ObisCode logicalName() {
    return SinkNames.JOURNAL;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    return switch (attribute) {
      case 1 -> logicalName().toData();
      case 2 -> rows(selection);
      case 3 -> new Data.Array(COLUMNS.stream().map(CaptureObject::toData).toList());
      case 4 -> new Data.DoubleLongUnsigned(0);
      case 5 -> new Data.Enumerated(SORT_FIFO);
      case 6 -> COLUMNS.getFirst().toData();
      case 7 -> new Data.DoubleLongUnsigned(Math.min(MOST_ENTRIES, journal.newest()));
      case 8 -> new Data.DoubleLongUnsigned(MOST_ENTRIES);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Stream.concat(
            Stream.of(
                AttributeAccess.readOnly(1),
                new AttributeAccess(2, AttributeAccess.Mode.READ_ONLY, List.of(BY_ENTRY))),
            IntStream.rangeClosed(3, 8).mapToObj(AttributeAccess::readOnly))
        .toList();
  }

  private Data rows(@Nullable Selection selection) throws AccessError {
    return switch (selection) {
      case null -> rows(1, Long.MAX_VALUE);
      case Selection.EntryRange(long from, long to, int firstColumn, int lastColumn)
          when firstColumn == 1 && (lastColumn == 0 || lastColumn >= COLUMNS.size()) ->
          rows(from, to == 0 ? Long.MAX_VALUE : to);
      case Selection _ -> throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    };
  }

  private Data rows(long from, long to) throws AccessError {
    try {
      List<Data> rows = new ArrayList<>();
      for (JournalEntry entry : journal.read(from, to, mostBytes)) {
        rows.add(row(entry));
      }
      return new Data.Array(rows);
    } catch (IOException | Malformed e) {
      LOG.log(ERROR, "cannot read the journal from " + from, e);
      throw new AccessError(DataAccessResult.HARDWARE_FAULT);
    }
  }

  private static Data row(JournalEntry entry) throws Malformed {
    List<Data> values = new ArrayList<>();
    values.add(new Data.Long64Unsigned(entry.sequence()));
    values.addAll(ProfileReading.from(entry.content().payload()).toParts());
    return new Data.Structure(values);
  }
}
