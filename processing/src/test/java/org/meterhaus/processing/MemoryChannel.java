package org.meterhaus.processing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore.Span;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.processing.merge.Sorting;
import org.meterhaus.processing.vee.Rules;

/** The steps of {@link PartitionBatch} on one channel whose blocks are in a map. */
final class MemoryChannel {
  private final BlockChannel channel;
  private final ChannelRules rules;
  private final NavigableMap<LocalDate, StoredDay> blocks = new TreeMap<>();
  private int corrections;
  private int farLoads;

  MemoryChannel(BlockChannel channel) {
    this(channel, Rules.SIMPLE);
  }

  MemoryChannel(BlockChannel channel, Rules rules) {
    this.channel = channel;
    this.rules = ChannelRules.always(rules);
  }

  /** Processes some deliveries as one transaction would. */
  void process(List<Delivery> deliveries, Instant now) {
    var days = new ChannelDays(channel, coverage());
    deliveries.forEach(delivery -> days.add(Sorting.of(delivery, channel.zone()).days()));
    load(days, days.near());
    var changes =
        days.derive(rules, now)
            .orElseGet(() -> {
              farLoads++;
              load(days, days.far(rules));
              return days.derive(rules, now).orElseThrow();
            });
    for (var change : changes) {
      blocks.put(change.day().block().day(), change.day());
      corrections += change.correction() ? 1 : 0;
    }
  }

  NavigableMap<LocalDate, StoredDay> blocks() {
    return blocks;
  }

  DayBlock block(LocalDate day) {
    return Objects.requireNonNull(blocks.get(day)).block();
  }

  int corrections() {
    return corrections;
  }

  /** How often the near span did not suffice. */
  int farLoads() {
    return farLoads;
  }

  private void load(ChannelDays days, Span span) {
    days.put(span, List.copyOf(blocks.subMap(span.from(), span.until()).values()));
  }

  private Optional<Coverage> coverage() {
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    DayBlock last = blocks.lastEntry().getValue().block();
    return Optional.of(new Coverage(channel.id(), blocks.firstKey(), last.day(), last.dataUntil()));
  }
}
