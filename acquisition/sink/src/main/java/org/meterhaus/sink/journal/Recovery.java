package org.meterhaus.sink.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a start finds on disk: all segments in order, checked to the last byte, a torn tail cut off.
 *
 * @param segments oldest first, one at least
 * @param appender of the last segment, which goes on at its {@link Segment#end()}
 * @param marks newest instant of each stream
 */
record Recovery(Deque<Segment> segments, Storage.Appender appender, Map<String, Instant> marks) {

  static Recovery of(Storage storage) throws IOException {
    SortedSet<String> names = new TreeSet<>(storage.names());
    names.removeIf(name -> !Segment.isSegment(name));
    Deque<Segment> segments = new ArrayDeque<>();
    Map<String, Instant> marks = new HashMap<>();
    @Nullable Long torn = null;
    for (Iterator<String> it = names.iterator(); it.hasNext(); ) {
      String name = it.next();
      Segment.@Nullable Scan scan = Segment.scan(storage, name, frame -> note(frame, marks));
      if (scan == null) {
        dropHeaderless(storage, name, it.hasNext(), segments.isEmpty());
        break;
      }
      if (scan.tornAt() != null && it.hasNext()) {
        throw new JournalDamaged(name, scan.tornAt(), "a later segment follows");
      }
      if (!segments.isEmpty() && segments.getLast().next() != scan.segment().first()) {
        throw new JournalDamaged(
            name, 0, "the segment before it ends with %d".formatted(segments.getLast().next() - 1));
      }
      segments.add(scan.segment());
      torn = scan.tornAt();
    }
    if (segments.isEmpty()) {
      Frame.Header header = new Frame.Header(1, Map.of());
      Storage.Appender appender = begin(storage, header);
      segments.add(new Segment(1, Frame.encode(header).remaining()));
      return new Recovery(segments, appender, marks);
    }
    Storage.Appender appender = storage.open(segments.getLast().name());
    if (torn != null) {
      appender.truncate(torn);
    }
    appender.force(); // whole records of the last group may not have been forced before the kill
    return new Recovery(segments, appender, marks);
  }

  /** Makes a segment file with its header, durable. */
  static Storage.Appender begin(Storage storage, Frame.Header header) throws IOException {
    Storage.Appender appender = storage.open(Segment.name(header.first()));
    try {
      appender.truncate(0); // of an attempt that failed
      appender.write(Frame.encode(header), 0);
      appender.force();
      return appender;
    } catch (IOException e) {
      appender.close();
      throw e;
    }
  }

  static void note(Frame frame, Map<String, Instant> marks) {
    switch (frame) {
      case Frame.Header(long _, Map<String, Instant> before) ->
          before.forEach((stream, mark) -> raise(marks, stream, mark));
      case Frame.Kept(JournalEntry(long _, Instant _, JournalEntry.Content content), long _) ->
          content.through().ifPresent(mark -> raise(marks, content.stream(), mark));
    }
  }

  private static void raise(Map<String, Instant> marks, String stream, Instant mark) {
    marks.merge(stream, mark, (a, b) -> a.isAfter(b) ? a : b);
  }

  /**
   * A segment begins to count when its header is durable: one that was killed before has nothing.
   */
  private static void dropHeaderless(Storage storage, String name, boolean hasNext, boolean isOnly)
      throws IOException {
    if (hasNext || (isOnly && Segment.first(name) != 1)) {
      throw new JournalDamaged(name, 0, "it has no whole header");
    }
    storage.delete(name);
  }
}
