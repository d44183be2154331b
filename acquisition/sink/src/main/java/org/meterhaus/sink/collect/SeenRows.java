package org.meterhaus.sink.collect;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalEntry;

/**
 * Which of the newest rows of each stream are in the journal already, so that reading them again
 * within the overlap adds only what is new or different. One stream is used by one thread at a
 * time.
 */
final class SeenRows {
  private static final System.Logger LOG = System.getLogger(SeenRows.class.getName());
  private static final long BATCH_BYTES = 8 << 20;

  private final Duration overlap;
  private final Map<String, Set<Seen>> streams = new ConcurrentHashMap<>();

  private record Seen(Optional<Instant> at, Bytes row) {
    static Seen of(Row row) {
      return new Seen(row.at(), DataCodec.encode(row.data()));
    }
  }

  private SeenRows(Duration overlap) {
    this.overlap = overlap;
  }

  /** Reads what the journal has. */
  static SeenRows from(Journal journal, Duration overlap) throws IOException {
    SeenRows seen = new SeenRows(overlap);
    for (long next = journal.oldest(); next <= journal.newest(); ) {
      List<JournalEntry> entries = journal.read(next, Long.MAX_VALUE, BATCH_BYTES);
      for (JournalEntry entry : entries) {
        seen.add(entry, journal);
        next = entry.sequence() + 1;
      }
    }
    return seen;
  }

  /** The rows that are not in the journal yet. */
  List<Row> fresh(String stream, List<Row> rows) {
    Set<Seen> seen = streams.getOrDefault(stream, Set.of());
    List<Row> fresh = rows.stream().filter(row -> !seen.contains(Seen.of(row))).toList();
    boolean needTheOthers = fresh.stream().anyMatch(row -> !row.isExplicit());
    return needTheOthers ? rows : fresh;
  }

  /**
   * Notes rows that are in the journal now.
   *
   * @param mark newest instant of the stream: what is older than the overlap before it is forgotten
   */
  void add(String stream, List<Row> rows, Optional<Instant> mark) {
    Set<Seen> seen = streams.computeIfAbsent(stream, _ -> new HashSet<>());
    rows.forEach(row -> seen.add(Seen.of(row)));
    mark.map(m -> m.minus(overlap))
        .ifPresent(
            oldest -> seen.removeIf(row -> row.at.filter(at -> at.isBefore(oldest)).isPresent()));
  }

  private void add(JournalEntry entry, Journal journal) {
    String stream = entry.content().stream();
    try {
      ProfileReading reading = ProfileReading.from(entry.content().payload());
      var buffer = DataCodec.decode(reading.rows(), DataLimits.DEFAULT);
      add(stream, Row.of(reading.profile(), buffer), journal.mark(stream));
    } catch (Malformed e) {
      // the head-end will be shown it as it is; here it costs a repeat at most
      LOG.log(WARNING, "record {0} of the journal is no reading: {1}", entry.sequence(), e);
    }
  }
}
