package org.meterhaus.processing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.alarms.AlarmRules;
import org.meterhaus.db.alarms.Alarms;
import org.meterhaus.db.alarms.WatchedDevice;
import org.meterhaus.db.arrivals.Arrival;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore;
import org.meterhaus.db.blocks.BlockStore.Span;
import org.meterhaus.db.blocks.BlockStore.Write;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.RuleChoice;
import org.meterhaus.db.blocks.RuleChoices;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.processing.ChannelDays.Change;
import org.meterhaus.processing.alarm.AlarmMessage;
import org.meterhaus.processing.alarm.Limits;
import org.meterhaus.processing.merge.Sorting;
import org.meterhaus.processing.vee.Rules;

/** One transaction of some partitions: from some arrivals to all that they lead to. */
final class PartitionBatch {
  /** About as many readings fit into memory at once. */
  private static final long MOST_READINGS = 300_000;

  private final StatelessSession session;
  private final Rules rules;
  private final Instant now;
  private final BlockStore store;
  private final ProcessorOffsets offsets;

  PartitionBatch(StatelessSession session, Rules rules, Instant now) {
    this.session = session;
    this.rules = rules;
    this.now = now;
    this.store = new BlockStore(session);
    this.offsets = new ProcessorOffsets(session);
  }

  /**
   * Processes the next arrivals of some partitions; those that another processor has are left out.
   *
   * @param limit most arrivals of all of them
   * @return how many there were
   */
  int run(Collection<Integer> partitions, int limit) {
    store.planAnew();
    Map<Integer, Long> from = offsets.take(partitions);
    var log = new PostgresArrivalLog(session);
    Map<Integer, List<Arrival>> arrivals = new TreeMap<>();
    int count = 0;
    long readings = 0;
    for (var taken : from.entrySet()) {
      if (count == limit || readings > MOST_READINGS) {
        break;
      }
      List<Arrival> read = log.read(taken.getKey(), taken.getValue(), limit - count);
      if (!read.isEmpty()) {
        arrivals.put(taken.getKey(), read);
        count += read.size();
        readings += read.stream().mapToLong(PartitionBatch::readings).sum();
      }
    }
    if (count == 0) {
      return 0;
    }
    Map<Long, ChannelDays> channels = sort(arrivals);
    Map<Long, List<Change>> changes = derive(channels);
    save(channels, changes);
    raiseAlarms(channels, changes);
    Map<Integer, Long> until = new TreeMap<>();
    arrivals.forEach((partition, read) -> until.put(partition, read.getLast().offset() + 1));
    offsets.move(until);
    return count;
  }

  private static int readings(Arrival arrival) {
    return arrival instanceof Arrival.Received(_, var delivery) ? delivery.readings().size() : 0;
  }

  /** The readings by channel and day; what cannot be used is set aside with its reason. */
  private Map<Long, ChannelDays> sort(Map<Integer, List<Arrival>> arrivals) {
    Set<Long> ids = new HashSet<>();
    for (List<Arrival> some : arrivals.values()) {
      for (Arrival arrival : some) {
        if (arrival instanceof Arrival.Received(_, var delivery)) {
          ids.add(delivery.channelId());
        }
      }
    }
    Map<Long, BlockChannel> known = store.channels(ids);
    Map<Long, Coverage> coverage =
        new DayBlocks(session)
            .coverage(ids).stream()
                .collect(Collectors.toMap(Coverage::channelId, Function.identity()));
    Map<Long, ChannelDays> channels = new TreeMap<>();
    arrivals.forEach((partition, some) -> {
      for (Arrival arrival : some) {
        switch (arrival) {
          case Arrival.Unreadable(long offset, String reason) ->
              offsets.setAside(partition, offset, reason, now);
          case Arrival.Received(long offset, var delivery) -> {
            BlockChannel channel = known.get(delivery.channelId());
            if (channel == null || channel.partition() != partition) {
              offsets.setAside(
                  partition,
                  offset,
                  "no building has channel %d in this partition".formatted(delivery.channelId()),
                  now);
            } else {
              ChannelDays days =
                  channels.computeIfAbsent(
                      channel.id(),
                      id -> new ChannelDays(channel, Optional.ofNullable(coverage.get(id))));
              add(days, delivery, partition, offset);
            }
          }
        }
      }
    });
    channels.values().removeIf(days -> !days.hasWork());
    return channels;
  }

  private void add(ChannelDays days, Delivery delivery, int partition, long offset) {
    Sorting sorting = Sorting.of(delivery, days.channel().zone());
    if (!sorting.fromTheFuture().isEmpty()) {
      offsets.setAside(
          partition,
          offset,
          "%d of %d readings end more than %s after they were received"
              .formatted(sorting.fromTheFuture().size(), delivery.readings().size(), Sorting.AHEAD),
          now);
    }
    days.add(sorting.days());
  }

  /** What follows for each channel. */
  Map<Long, List<Change>> derive(Map<Long, ChannelDays> channels) {
    Map<Long, List<RuleChoice>> choices = new RuleChoices(session).of(channels.keySet());
    Function<ChannelDays, ChannelRules> rulesOf =
        days -> new ChannelRules(rules, choices.getOrDefault(days.channel().id(), List.of()));
    load(channels.values().stream().toList(), ChannelDays::near);
    Map<Long, List<Change>> changes = new TreeMap<>();
    List<ChannelDays> further = new ArrayList<>();
    channels.forEach((id, channel) ->
        channel
            .derive(rulesOf.apply(channel), now)
            .ifPresentOrElse(days -> changes.put(id, days), () -> further.add(channel)));
    // few: those with a gap
    load(further, channel -> channel.far(rulesOf.apply(channel)));
    for (ChannelDays channel : further) {
      changes.put(
          channel.channel().id(),
          channel
              .derive(rulesOf.apply(channel), now)
              .orElseThrow(() -> new AssertionError("the far span is not far enough")));
    }
    return changes;
  }

  private void load(List<ChannelDays> channels, Function<ChannelDays, Span> span) {
    if (channels.isEmpty()) {
      return;
    }
    List<Span> spans = channels.stream().map(span).toList();
    Map<Long, List<StoredDay>> stored = store.load(spans);
    for (int i = 0; i < spans.size(); i++) {
      ChannelDays channel = channels.get(i);
      channel.put(spans.get(i), stored.getOrDefault(channel.channel().id(), List.of()));
    }
  }

  void save(Map<Long, ChannelDays> channels, Map<Long, List<Change>> changes) {
    List<Write> writes = new ArrayList<>();
    changes.forEach((id, days) -> {
      int partition = Objects.requireNonNull(channels.get(id)).channel().partition();
      for (Change change : days) {
        writes.add(new Write(partition, change.day(), change.replaces(), change.correction()));
      }
    });
    store.write(writes);
  }

  private void raiseAlarms(Map<Long, ChannelDays> channels, Map<Long, List<Change>> changes) {
    var alarms = new Alarms(session);
    var outbox = new Outbox(session);
    Map<Long, List<WatchedDevice>> watching = new HashMap<>();
    if (!changes.isEmpty()) {
      watching.putAll(new AlarmRules(session).watching(changes.keySet()));
    }
    watching.forEach((id, devices) -> {
      BlockChannel channel = Objects.requireNonNull(channels.get(id)).channel();
      for (Change change : changes.getOrDefault(id, List.of())) {
        if (!change.clean()) {
          continue;
        }
        DayBlock block = change.day().block();
        var grid = new DayGrid(block.day(), channel.zone(), channel.intervalS());
        for (WatchedDevice device : devices) {
          for (Alarm alarm : Limits.exceeded(device, grid, block.values(), now)) {
            if (alarms.raise(alarm)) {
              outbox.add(AlarmMessage.of(alarm, device.deviceName(), channel.zone()), now);
            }
          }
        }
      }
    });
  }
}
