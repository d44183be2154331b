package org.meterhaus.processing;

import java.time.Duration;
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
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore.Span;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.processing.aggregate.Aggregation;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawDayCodec;
import org.meterhaus.processing.merge.RawValue;
import org.meterhaus.processing.vee.ChannelHistory;
import org.meterhaus.processing.vee.CleanDay;
import org.meterhaus.processing.vee.Rules;

/**
 * One channel in one transaction: what arrived for it, what is stored of it, and what follows. Not
 * thread-safe.
 */
final class ChannelDays {
  /**
   * A day to be written.
   *
   * @param clean whether what can be read of the day is different, not only its raw part
   * @param correction whether a value that has been given out changes: the superseded revision is
   *     kept
   */
  record Change(StoredDay day, boolean clean, boolean correction) {}

  private final BlockChannel channel;
  private final Optional<Coverage> coverage;
  private final NavigableMap<LocalDate, List<RawValue>> arrived = new TreeMap<>();
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

  void add(SortedMap<LocalDate, List<RawValue>> days) {
    days.forEach(
        (day, values) -> arrived.computeIfAbsent(day, _ -> new ArrayList<>()).addAll(values));
  }

  /** What suffices where nothing has to be estimated. */
  Span near() {
    return new Span(channel.id(), arrived.firstKey().minusDays(1), arrived.lastKey().plusDays(2));
  }

  /** What suffices always. */
  Span far(Rules rules) {
    return new Span(
        channel.id(),
        arrived.firstKey().minusDays(ChannelHistory.reachBefore(rules)),
        arrived.lastKey().plusDays(ChannelHistory.reachAfter(rules) + 1L));
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
  Optional<List<Change>> derive(Rules rules, Instant now) {
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
    arrived.forEach((day, values) -> {
      RawDay before = raw.getOrDefault(day, RawDay.EMPTY);
      RawDay merged = before.with(values);
      if (!merged.equals(before)) {
        raw.put(day, merged);
        changed.add(day);
      }
    });
    if (changed.isEmpty()) {
      return Optional.of(List.of());
    }
    LocalDate first = firstDay();
    var history =
        new ChannelHistory(
            channel, raw, repaired, atHand.from(), atHand.until(), first, lastDay(), dataUntil());
    return history
        .derive(changed, rules)
        .map(days ->
            days.stream()
                .flatMap(
                    day -> change(day, raw.getOrDefault(day.day(), RawDay.EMPTY), now).stream())
                .toList());
  }

  private static boolean isRepaired(DayBlock block) {
    return block.aggregate().present() < block.aggregate().expected()
        || block.aggregate().worst() != Quality.MEASURED;
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
    LocalDate first = arrived.firstKey();
    return coverage.map(Coverage::firstDay).filter(known -> known.isBefore(first)).orElse(first);
  }

  private LocalDate lastDay() {
    LocalDate last = arrived.lastKey();
    return coverage.map(Coverage::lastDay).filter(known -> known.isAfter(last)).orElse(last);
  }

  /** End of the latest reading that ends an interval, stored or just arrived. */
  private Instant dataUntil() {
    Instant latest = coverage.map(Coverage::dataUntil).orElse(Instant.EPOCH);
    for (var entry : arrived.entrySet()) {
      Instant dayStart = entry.getKey().atStartOfDay(channel.zone()).toInstant();
      for (RawValue value : entry.getValue()) {
        Instant end = value.reading().end();
        boolean onGrid = Duration.between(dayStart, end).toSeconds() % channel.intervalS() == 0;
        if (onGrid && end.isAfter(latest)) {
          latest = end;
        }
      }
    }
    return latest;
  }

  private Optional<Change> change(CleanDay clean, RawDay raw, Instant now) {
    byte[] bytes = RawDayCodec.encode(raw);
    StoredDay before = stored.get(clean.day());
    if (before == null) {
      return Optional.of(new Change(new StoredDay(block(clean, 1, now), bytes), true, false));
    }
    DayBlock known = before.block();
    boolean same =
        known.values().equals(clean.values())
            && known.dataUntil().equals(clean.dataUntil())
            && known.derivation() == Rules.VERSION
            && known.notes().equals(clean.notes());
    if (same) {
      // more was received, but it says nothing new
      return before.hasRaw(bytes)
          ? Optional.empty()
          : Optional.of(new Change(new StoredDay(known, bytes), false, false));
    }
    return Optional.of(
        new Change(
            new StoredDay(block(clean, known.revision() + 1, now), bytes),
            true,
            corrects(known.values(), clean.values())));
  }

  /**
   * Whether a value that has been given out is different now; one that was not there yet is not.
   */
  private static boolean corrects(CleanValues before, CleanValues after) {
    if (before.size() != after.size()) {
      return true;
    }
    for (int slot = 0; slot < before.size(); slot++) {
      if (before.isPresent(slot)
          && (before.quality(slot) != after.quality(slot)
              || !before.wh(slot).equals(after.wh(slot)))) {
        return true;
      }
    }
    return false;
  }

  private DayBlock block(CleanDay clean, int revision, Instant now) {
    return new DayBlock(
        channel.id(),
        clean.day(),
        revision,
        clean.values(),
        Aggregation.of(clean.values(), clean.due()),
        clean.dataUntil(),
        Rules.VERSION,
        now,
        clean.notes());
  }
}
