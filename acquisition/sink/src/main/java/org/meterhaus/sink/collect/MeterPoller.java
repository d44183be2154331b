package org.meterhaus.sink.collect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalEntry;
import org.meterhaus.sink.journal.JournalStopped;

/** Reads one meter into the journal. Used by one thread. */
final class MeterPoller {
  private final MeterSession meter;
  private final Polling polling;
  private final Journal journal;
  private final SeenRows seen;
  private final MeterTable table;
  private final InstantSource clock;

  /** What the meter has; null until it told, and again after it did not answer. */
  private @Nullable List<Profile> profiles;

  MeterPoller(
      MeterSession meter,
      Polling polling,
      Journal journal,
      SeenRows seen,
      MeterTable table,
      InstantSource clock) {
    this.meter = meter;
    this.polling = polling;
    this.journal = journal;
    this.seen = seen;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Brings the journal up to date with the meter.
   *
   * @throws PollFailed if the meter did not answer everything; the next poll goes on from there
   * @throws JournalStopped if the journal did not take what was read; it will be read again
   */
  void poll() throws PollFailed, JournalStopped, InterruptedException {
    List<Profile> known = profiles;
    profiles = null; // asked anew unless this poll succeeds: it may be another meter by then
    if (known == null) {
      known = Discovery.profiles(meter);
    }
    Instant meterTime = readClockAndRegisters(known);
    for (Profile profile : known) {
      catchUp(profile, meterTime);
    }
    profiles = known;
    table.noteRead(meter.meter());
  }

  /** The later of the meter's time and ours: rows up to there may exist. */
  private Instant readClockAndRegisters(List<Profile> known)
      throws PollFailed, InterruptedException {
    List<Column> registers =
        known.stream().flatMap(p -> p.columns().stream()).filter(Column::isRegister).toList();
    List<AttributeRef> wanted = new ArrayList<>();
    wanted.add(CaptureObject.CLOCK.source());
    registers.forEach(c -> wanted.add(c.source().source()));
    List<Optional<Data>> values = meter.get(wanted);
    Instant ours = clock.instant();
    Optional<Instant> theirs = values.getFirst().flatMap(MeterPoller::time);
    List<MeterTable.Register> shown = new ArrayList<>();
    for (int i = 0; i < registers.size(); i++) {
      Column column = registers.get(i);
      values
          .get(i + 1)
          .ifPresent(value ->
              shown.add(
                  new MeterTable.Register(
                      column.source().source().object(), value, column.scalerUnit())));
    }
    table.noteReadings(meter.meter(), theirs.map(t -> Duration.between(ours, t)), shown);
    return theirs.filter(t -> t.isAfter(ours)).orElse(ours);
  }

  private void catchUp(Profile profile, Instant until)
      throws PollFailed, JournalStopped, InterruptedException {
    Optional<Instant> begin = begin(profile, until);
    if (begin.isEmpty()) {
      return;
    }
    Instant from = begin.get();
    boolean more = true;
    while (more) {
      Instant sliceEnd = from.plus(polling.slice());
      more = sliceEnd.isBefore(until);
      Instant to = more ? sliceEnd : until;
      take(profile, new Selection.TimeRange(from, to), until);
      from = to; // both ends belong to a range: a row there comes twice and is kept once
    }
  }

  /** Where to read on; empty if the profile has no rows yet. */
  private Optional<Instant> begin(Profile profile, Instant until)
      throws PollFailed, InterruptedException {
    Optional<Instant> mark = journal.mark(ProfileReading.stream(meter.meter(), profile.name()));
    if (mark.isPresent()) {
      Instant newest = mark.get().isAfter(until) ? until : mark.get();
      return Optional.of(newest.minus(polling.overlap()));
    }
    Optional<Data> first = meter.get(profile.buffer(), new Selection.EntryRange(1, 1));
    if (first.isEmpty()) {
      return Optional.of(until.minus(polling.history()));
    }
    List<Row> rows = rows(profile, first.get());
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Instant oldest = rows.getFirst().at().orElse(until.minus(polling.history()));
    return Optional.of(oldest.isAfter(until) ? until : oldest);
  }

  private void take(Profile profile, Selection.TimeRange range, Instant until)
      throws PollFailed, JournalStopped, InterruptedException {
    Data buffer =
        meter
            .get(profile.buffer(), range)
            .orElseThrow(
                () -> new PollFailed("the meter refuses profile %s".formatted(profile.name())));
    String stream = ProfileReading.stream(meter.meter(), profile.name());
    List<Row> fresh = seen.fresh(stream, rows(profile, buffer));
    if (fresh.isEmpty()) {
      return;
    }
    // A row that claims to be of the future must not make us skip what comes until then.
    Optional<Instant> through =
        fresh.stream()
            .flatMap(row -> row.at().stream())
            .filter(at -> !at.isAfter(until))
            .max(Instant::compareTo);
    Data rows = new Data.Array(new ArrayList<>(fresh.stream().map(Row::data).toList()));
    var reading =
        new ProfileReading(meter.meter(), profile, clock.instant(), DataCodec.encode(rows));
    journal.append(new JournalEntry.Content(stream, through, reading.toPayload()));
    seen.add(stream, fresh, journal.mark(stream));
  }

  private static List<Row> rows(Profile profile, Data buffer) throws PollFailed {
    try {
      return Row.of(profile, buffer);
    } catch (Malformed e) {
      throw new PollFailed("profile %s: %s".formatted(profile.name(), e.getMessage()));
    }
  }

  private static Optional<Instant> time(Data value) {
    try {
      return Optional.of(CosemDateTime.from(value).toInstant());
    } catch (Malformed _) {
      return Optional.empty(); // a clock that was never set: ours counts
    }
  }
}
