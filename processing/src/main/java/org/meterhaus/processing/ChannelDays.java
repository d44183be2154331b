package org.meterhaus.processing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore.Span;
import org.meterhaus.db.blocks.Cause;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Midnights;
import org.meterhaus.db.blocks.Origin;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.processing.aggregate.Aggregation;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawDayCodec;
import org.meterhaus.processing.merge.RawValues;
import org.meterhaus.processing.vee.ChannelHistory;
import org.meterhaus.processing.vee.CleanDay;
import org.meterhaus.processing.vee.Rules;
import org.meterhaus.processing.vee.TimeTolerance;

/**
 * One channel in one transaction: what arrived for it, what is stored of it, and what follows. Not
 * thread-safe.
 */
final class ChannelDays {
  /**
   * A day to be written.
   *
   * @param replaces whether the day has a block already
   * @param clean whether what can be read of the day is different, not only its raw part
   * @param correction whether a value that has been given out changes: the superseded revision is
   *     kept
   */
  record Change(StoredDay day, boolean replaces, boolean clean, boolean correction) {}

  private final BlockChannel channel;
  private final Optional<Coverage> coverage;
  private final NavigableMap<LocalDate, List<RawValues>> arrived = new TreeMap<>();
  private final NavigableSet<LocalDate> again = new TreeSet<>();
  private final NavigableMap<LocalDate, StoredDay> stored = new TreeMap<>();
  private Span atHand;

  /**
   * @param coverage what is stored of the channel; empty if nothing is
   */
  ChannelDays(BlockChannel channel, Optional<Coverage> coverage) {
    this.channel = channel;
    this.coverage = coverage;
    this.atHand = new Span(channel.id(), LocalDate.MAX, LocalDate.MIN);
  }

  BlockChannel channel() {
    return channel;
  }

  void add(SortedMap<LocalDate, RawValues> days) {
    days.forEach(
        (day, values) -> arrived.computeIfAbsent(day, _ -> new ArrayList<>(1)).add(values));
  }

  /** Asks for days {@code [from, until)} to be derived again, although nothing arrived for them. */
  void addAgain(LocalDate from, LocalDate until) {
    if (from.isBefore(until)) {
      from.datesUntil(until).forEach(again::add);
    }
  }

  boolean hasWork() {
    return !arrived.isEmpty() || !again.isEmpty();
  }

  private LocalDate firstTouched() {
    return arrived.isEmpty() || (!again.isEmpty() && again.first().isBefore(arrived.firstKey()))
        ? again.first()
        : arrived.firstKey();
  }

  private LocalDate lastTouched() {
    return arrived.isEmpty() || (!again.isEmpty() && again.last().isAfter(arrived.lastKey()))
        ? again.last()
        : arrived.lastKey();
  }

  /** What suffices where nothing has to be estimated. */
  Span near() {
    return new Span(channel.id(), firstTouched().minusDays(1), lastTouched().plusDays(2));
  }

  /** What suffices always. */
  Span far(ChannelRules rules) {
    int before = rules.all().stream().mapToInt(ChannelHistory::reachBefore).max().orElseThrow();
    int after = rules.all().stream().mapToInt(ChannelHistory::reachAfter).max().orElseThrow();
    return new Span(
        channel.id(), firstTouched().minusDays(before), lastTouched().plusDays(after + 1L));
  }

  /** Takes the stored days of a span. */
  void put(Span span, List<StoredDay> days) {
    stored.clear();
    days.forEach(day -> stored.put(day.block().day(), day));
    atHand = span;
  }

  /**
   * The days that are now different from what is stored, raw part or clean, each with its new
   * revision.
   *
   * @return empty if more has to be at hand
   */
  Optional<List<Change>> derive(ChannelRules rules, Instant now) {
    NavigableMap<LocalDate, RawDay> raw = new TreeMap<>();
    NavigableSet<LocalDate> repaired = new TreeSet<>();
    stored.forEach((day, storedDay) -> {
      RawDay received = decode(storedDay);
      if (!received.isEmpty()) {
        raw.put(day, received);
      }
      if (isRepaired(storedDay.block())) {
        repaired.add(day);
      }
    });
    NavigableSet<LocalDate> changed = new TreeSet<>();
    arrived.forEach((day, parts) -> {
      RawDay before = raw.getOrDefault(day, RawDay.EMPTY);
      RawDay merged = before.with(RawValues.concat(parts));
      if (!merged.equals(before)) {
        raw.put(day, merged);
        changed.add(day);
      }
    });
    again.stream().filter(stored::containsKey).forEach(changed::add);
    if (changed.isEmpty()) {
      return Optional.of(List.of());
    }
    return clean(raw, repaired, changed, rules)
        .map(days ->
            days.stream()
                .flatMap(day ->
                    change(day, raw.getOrDefault(day.day(), RawDay.EMPTY), rules, now).stream())
                .toList());
  }

  /**
   * The days that a change reaches, each by the rules that hold for it.
   *
   * @return empty if more has to be at hand
   */
  private Optional<List<CleanDay>> clean(
      NavigableMap<LocalDate, RawDay> raw,
      NavigableSet<LocalDate> repaired,
      NavigableSet<LocalDate> changed,
      ChannelRules rules) {
    NavigableMap<LocalDate, RawDay> evidence = new TreeMap<>();
    raw.forEach((day, received) -> {
      RawDay left = Overrides.without(received);
      if (!left.isEmpty()) {
        evidence.put(day, left);
      }
    });
    var history =
        new ChannelHistory(
            channel,
            evidence,
            repaired,
            atHand.from(),
            atHand.until(),
            firstDay(),
            lastDay(),
            dataUntil());
    List<CleanDay> clean = new ArrayList<>();
    for (Rules set : rules.all()) {
      Optional<List<CleanDay>> derived =
          history.derive(changed, set, day -> rules.of(day).equals(set));
      if (derived.isEmpty()) {
        return Optional.empty();
      }
      clean.addAll(derived.get());
    }
    return Optional.of(clean);
  }

  private static boolean isRepaired(DayBlock block) {
    return block.aggregate().present() < block.aggregate().expected()
        || block.aggregate().worst() != Quality.MEASURED
        || !block.notes().isEmpty();
  }

  private static RawDay decode(StoredDay day) {
    try {
      return RawDayCodec.decode(day.raw());
    } catch (MalformedBytes e) {
      throw new IllegalStateException(
          "raw part of channel %d on %s cannot be read"
              .formatted(day.block().channelId(), day.block().day()),
          e);
    }
  }

  private LocalDate firstDay() {
    LocalDate first = firstTouched();
    return coverage.map(Coverage::firstDay).filter(known -> known.isBefore(first)).orElse(first);
  }

  private LocalDate lastDay() {
    LocalDate last = lastTouched();
    return coverage.map(Coverage::lastDay).filter(known -> known.isAfter(last)).orElse(last);
  }

  /** End of the latest reading that ends an interval, stored or just arrived. */
  private Instant dataUntil() {
    long latest = coverage.map(Coverage::dataUntil).orElse(Instant.EPOCH).getEpochSecond();
    // the latest days first: whatever they have is later than all the days before
    for (var entry : arrived.descendingMap().entrySet()) {
      long before = latest;
      long dayStart = Midnights.second(entry.getKey(), channel.zone());
      for (RawValues values : entry.getValue()) {
        for (int i = values.size() - 1; i >= 0; i--) {
          if (values.readings().endSecond(i) > latest) {
            latest = endOfInterval(values, i, dayStart, latest);
          }
        }
      }
      if (latest > before) {
        break;
      }
    }
    return Instant.ofEpochSecond(latest);
  }

  /** The end of the interval that a row reports for, if later than what is known. */
  private long endOfInterval(RawValues values, int i, long dayStart, long known) {
    Source.Kind kind = values.source(i).kind();
    if (kind == Source.Kind.OPERATOR || kind == Source.Kind.NEIGHBOURS) {
      return known;
    }
    long end = values.readings().endSecond(i);
    if ((end - dayStart) % channel.intervalS() == 0) {
      return end;
    }
    // a row that is late by seconds may be for an end that is not after the latest
    return kind == Source.Kind.CUSTOMER
        ? known
        : TimeTolerance.nearest(channel, dayStart, Instant.ofEpochSecond(end))
            .map(Instant::getEpochSecond)
            .filter(nearest -> nearest > known)
            .orElse(known);
  }

  private Optional<Change> change(CleanDay clean, RawDay raw, ChannelRules rules, Instant now) {
    byte[] bytes = RawDayCodec.encode(raw);
    var grid = new DayGrid(clean.day(), channel.zone(), channel.intervalS());
    CleanValues values = Overrides.over(clean.values(), clean.due(), raw, grid);
    String by = rules.of(clean.day()).name();
    StoredDay before = stored.get(clean.day());
    if (before == null) {
      DayBlock first = block(clean, values, 1, new Origin(Cause.FIRST, by), now);
      return Optional.of(new Change(new StoredDay(first, bytes), false, true, false));
    }
    DayBlock known = before.block();
    boolean same =
        known.values().equals(values)
            && known.dataUntil().equals(clean.dataUntil())
            && known.derivation() == Rules.VERSION
            && known.notes().equals(clean.notes())
            && known.origin().rules().equals(by);
    if (same) {
      // more was received, but it says nothing new
      return before.hasRaw(bytes)
          ? Optional.empty()
          : Optional.of(
              new Change(new StoredDay(known, bytes, before.growth()), true, false, false));
    }
    boolean edited = anyArrived(clean.day(), Source.Kind.OPERATOR);
    Optional<Cause> correction =
        Correction.between(known.values(), values, edited)
            .map(cause -> isByJob(clean.day()) && !edited ? Cause.REPROCESSING : cause);
    var origin = new Origin(correction.orElse(known.origin().cause()), by);
    DayBlock next = block(clean, values, known.revision() + 1, origin, now);
    StoredDay day =
        correction.isPresent()
            ? new StoredDay(next, bytes)
            : new StoredDay(
                next, bytes, before.growth().then(known.values(), values, now, clean.dataUntil()));
    return Optional.of(new Change(day, true, true, correction.isPresent()));
  }

  /** Whether nothing but a re-processing job gave cause to derive a day. */
  private boolean isByJob(LocalDate day) {
    List<Source> sources = arrivedFrom(day);
    return again.contains(day)
        || (!sources.isEmpty()
            && sources.stream().allMatch(source -> source.kind() == Source.Kind.NEIGHBOURS));
  }

  private boolean anyArrived(LocalDate day, Source.Kind kind) {
    return arrivedFrom(day).stream().anyMatch(source -> source.kind() == kind);
  }

  private List<Source> arrivedFrom(LocalDate day) {
    return arrived.getOrDefault(day, List.of()).stream()
        .flatMap(values -> values.sources().stream())
        .toList();
  }

  private DayBlock block(
      CleanDay clean, CleanValues values, int revision, Origin origin, Instant now) {
    return new DayBlock(
        channel.id(),
        clean.day(),
        revision,
        values,
        Aggregation.of(values, clean.due()),
        clean.dataUntil(),
        Rules.VERSION,
        now,
        clean.notes(),
        origin);
  }
}
