package org.meterhaus.dlms.client;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * The read of an attribute that may take several connections. Of a profile's buffer the rows that
 * came whole are kept, and the rest is asked for by entry or by time, beginning with the last row
 * that is there: if it comes again as it was, the rows behind it are the ones that are missing, and
 * if not (the meter has dropped old ones meanwhile) all is read anew. Anything else is always read
 * anew. Not thread-safe.
 */
final class RowsRead implements ClientServices.Blocks {

  private static final int BUFFER = 2;

  /** Tag of an array. */
  private static final int ARRAY = 1;

  private final AttributeRef attribute;
  private final @Nullable Selection selection;
  private final DataLimits limits;
  private final List<Data> rows = new ArrayList<>();
  private OctetWriter octets = new OctetWriter(256);
  private boolean resumable;

  /**
   * A read that begins.
   *
   * @param selection null = the whole attribute
   */
  RowsRead(AttributeRef attribute, @Nullable Selection selection, DataLimits limits) {
    this.attribute = attribute;
    this.selection = selection;
    this.limits = limits;
    this.resumable =
        attribute.classId() == InterfaceClass.PROFILE_GENERIC
            && attribute.attribute() == BUFFER
            && (selection == null
                || selection instanceof Selection.EntryRange
                || (selection instanceof Selection.TimeRange range && tellsTime(range)));
  }

  private static boolean tellsTime(Selection.TimeRange range) {
    return range.columns().isEmpty() || range.columns().getFirst().equals(CaptureObject.CLOCK);
  }

  /** A block of the answer, but the last one: then it is whole. */
  @Override
  public void received(Bytes block) {
    if (resumable) {
      octets.bytes(block);
    }
  }

  /** Rows that are there for good. */
  int kept() {
    keep();
    return rows.size();
  }

  /** What to ask for now: all of it, or what is missing. */
  AttributeSelection next() {
    keep();
    Selection wanted = rows.isEmpty() ? selection : rest();
    return new AttributeSelection(
        attribute,
        wanted == null
            ? null
            : new AccessSelection(wanted.accessSelector(), wanted.accessParameters()));
  }

  /**
   * The whole value.
   *
   * @param answer to what {@link #next} asked for
   * @return null if the answer does not go on where the rows end: then all is asked for anew
   */
  @Nullable Data joined(Data answer) throws Malformed {
    octets = new OctetWriter(256);
    if (rows.isEmpty()) {
      return answer;
    }
    List<Data> rest = answer.asList();
    if (rest.isEmpty() || !rest.getFirst().equals(rows.getLast())) {
      beginAnew();
      return null;
    }
    List<Data> all = new ArrayList<>(rows);
    all.addAll(rest.subList(1, rest.size()));
    return new Data.Array(all);
  }

  /**
   * Forgets all rows, and keeps none any more: the server gives parts in no way that helps.
   *
   * @return whether there were any
   */
  boolean beginAnew() {
    boolean any = !rows.isEmpty();
    rows.clear();
    octets = new OctetWriter(256);
    resumable = false;
    return any;
  }

  /** Keeps the rows that came whole before the connection was lost. */
  private void keep() {
    ByteBuffer in = ByteBuffer.wrap(octets.toBytes().toArray());
    octets = new OctetWriter(256);
    List<Data> came = new ArrayList<>();
    try {
      if (!in.hasRemaining() || in.get() != ARRAY) {
        return;
      }
      int count = in.get();
      in.position(in.position() + (count < 0 ? count & 0x7F : 0));
      while (in.hasRemaining()) {
        came.add(DataCodec.decode(in, limits));
      }
    } catch (Malformed | BufferUnderflowException | IllegalArgumentException _) {
      // The last row is not whole.
    }
    boolean fits = rows.isEmpty() || (!came.isEmpty() && came.getFirst().equals(rows.getLast()));
    if (fits) {
      rows.addAll(rows.isEmpty() ? came : came.subList(1, came.size()));
    }
    if (selection instanceof Selection.TimeRange range && lastMoment(range) == null) {
      rows.clear();
    }
  }

  /** From the last row on that is there. */
  private Selection rest() {
    return switch (selection) {
      case null -> new Selection.EntryRange(rows.size(), 0);
      case Selection.EntryRange(long from, long to, int fromColumn, int toColumn) ->
          new Selection.EntryRange(from + rows.size() - 1, to, fromColumn, toColumn);
      case Selection.TimeRange range -> {
        Instant last = lastMoment(range);
        yield last == null ? range : new Selection.TimeRange(last, range.to(), range.columns());
      }
      case Selection.Other other -> other;
    };
  }

  /** When the last row was captured, if rows do come in the order of time; else null. */
  private @Nullable Instant lastMoment(Selection.TimeRange range) {
    if (rows.size() < 2) {
      return null;
    }
    try {
      Instant first = moment(rows.getFirst());
      Instant last = moment(rows.getLast());
      boolean inOrder = first.isBefore(last) && !last.isAfter(range.to());
      return inOrder ? last : null;
    } catch (Malformed _) {
      return null; // without a time, or one with wildcards
    }
  }

  private static Instant moment(Data row) throws Malformed {
    List<Data> columns = row.asList();
    if (columns.isEmpty()) {
      throw new Malformed("a row without columns");
    }
    return CosemDateTime.from(columns.getFirst()).toInstant();
  }
}
