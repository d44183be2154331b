package org.meterhaus.sink.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the durable records of one segment file stand. Not thread-safe: guarded by the journal's
 * lock.
 */
final class Segment {
  private static final String PREFIX = "journal-";
  private static final String SUFFIX = ".segment";

  private final String name;
  private final long first;

  /** Position of each record, and at {@code count} the end of the last one. */
  private long[] positions = new long[16];

  private int count;
  private Instant newestRecordedAt = Instant.MIN;

  Segment(long first, long headerEnd) {
    this.name = name(first);
    this.first = first;
    this.positions[0] = headerEnd;
  }

  /** File name of the segment that begins with a sequence; names sort as sequences do. */
  static String name(long first) {
    return PREFIX + "%020d".formatted(first) + SUFFIX;
  }

  static boolean isSegment(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  static long first(String name) throws JournalDamaged {
    try {
      return Long.parseLong(name, PREFIX.length(), name.length() - SUFFIX.length(), 10);
    } catch (NumberFormatException _) {
      throw new JournalDamaged(name, 0, "the file name has no sequence number");
    }
  }

  String name() {
    return name;
  }

  long first() {
    return first;
  }

  /** Sequence of the record that would come next. */
  long next() {
    return first + count;
  }

  /** Bytes of the file that are durable and whole. */
  long end() {
    return positions[count];
  }

  /** When its newest record was taken; {@link Instant#MIN} if it has none. */
  Instant newestRecordedAt() {
    return newestRecordedAt;
  }

  /** Notes a record of {@code length} framed bytes that stands at {@link #end()} and is durable. */
  void add(int length, Instant recordedAt) {
    if (count + 1 == positions.length) {
      positions = Arrays.copyOf(positions, positions.length * 2);
    }
    positions[count + 1] = positions[count] + length;
    count++;
    newestRecordedAt = recordedAt;
  }

  /**
   * Reads records from {@code from} on.
   *
   * @param from sequence, {@link #first()}..{@link #next()}-1
   * @param to last sequence wanted
   * @param maxBytes stop before the framed bytes exceed this, but read one record at least
   */
  List<JournalEntry> read(Storage storage, long from, long to, long maxBytes) throws IOException {
    int begin = (int) (from - first);
    int end = begin + 1;
    int last = (int) Math.min(count, to - first + 1);
    while (end < last && positions[end + 1] - positions[begin] <= maxBytes) {
      end++;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (positions[end] - positions[begin]));
    storage.read(name, positions[begin], bytes);
    bytes.flip();
    List<JournalEntry> entries = new ArrayList<>(end - begin);
    for (int i = begin; i < end; i++) {
      ByteBuffer body = Frame.body(bytes);
      Frame.Kept record = body == null ? null : Frame.kept(body);
      if (record == null || record.entry().sequence() != first + i) {
        throw new JournalDamaged(
            name, positions[i], "record %d does not read back".formatted(first + i));
      }
      entries.add(record.entry());
    }
    return entries;
  }

  /** A segment read from disk, and where its whole records end if that is before the file's end. */
  record Scan(Segment segment, @Nullable Long tornAt) {}

  /**
   * Reads a whole segment.
   *
   * @param visit is given the header, then each record in order
   * @return null if not even its header is whole
   * @throws JournalDamaged if what had been durable does not read back; a torn tail is no damage
   */
  static @Nullable Scan scan(Storage storage, String name, Consumer<Frame> visit)
      throws IOException {
    ByteBuffer in = ByteBuffer.allocate(Math.toIntExact(storage.size(name)));
    storage.read(name, 0, in);
    in.flip();
    ByteBuffer head = Frame.body(in);
    if (head == null) {
      return null;
    }
    Frame.Header header = Frame.header(head);
    if (header == null || header.first() != first(name)) {
      throw new JournalDamaged(name, 0, "its header is not that of a journal segment of this name");
    }
    visit.accept(header);
    Segment segment = new Segment(header.first(), in.position());
    while (in.hasRemaining()) {
      int start = in.position();
      ByteBuffer body = Frame.body(in);
      Frame.Kept record = body == null ? null : Frame.kept(body);
      if (record == null) {
        requireTorn(name, in, start, segment.next());
        return new Scan(segment, (long) start);
      }
      if (record.entry().sequence() != segment.next()) {
        throw new JournalDamaged(
            name,
            start,
            "record %d stands where %d belongs"
                .formatted(record.entry().sequence(), segment.next()));
      }
      segment.add(in.position() - start, record.entry().recordedAt());
      visit.accept(record);
    }
    return new Scan(segment, null);
  }

  /**
   * A tail may be cut off only if nobody was ever told that it is durable. If a whole record
   * further back says that {@code sequence} was durable when it was written, then this is damage.
   * (A later record of the same, unfinished group may well be whole: a medium writes pages in any
   * order.)
   */
  private static void requireTorn(String name, ByteBuffer in, int start, long sequence)
      throws JournalDamaged {
    for (int at = start + 1; at <= in.limit() - Frame.PREFIX - 16; at++) {
      long candidate = in.getLong(at + Frame.PREFIX);
      if (candidate <= sequence || candidate - sequence > in.limit()) {
        continue; // cheaper than a checksum at every byte
      }
      ByteBuffer body = Frame.body(in.duplicate().position(at));
      Frame.Kept later = body == null ? null : Frame.kept(body);
      if (later != null && later.durable() >= sequence) {
        throw new JournalDamaged(
            name,
            start,
            "record %d had been durable before record %d was written"
                .formatted(sequence, later.entry().sequence()));
      }
    }
  }
}
