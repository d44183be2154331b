package org.meterhaus.processing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
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
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore;
import org.meterhaus.db.blocks.BlockStore.Span;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.processing.ChannelDays.Change;
import org.meterhaus.processing.alarm.AlarmMessage;
import org.meterhaus.processing.alarm.Limits;
import org.meterhaus.processing.merge.Sorting;
import org.meterhaus.processing.vee.Rules;

/** One transaction of one partition: from some arrivals to all that they lead to. */
final class PartitionBatch {
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
   * Processes the next arrivals of a partition.
   *
   * @return how many, 0 if there are none or another processor has the partition
   */
  int run(int partition, int limit) {
    OptionalLong from = offsets.take(partition);
    if (from.isEmpty()) {
      return 0;
    }
    List<Arrival> arrivals =
        new PostgresArrivalLog(session).read(partition, from.getAsLong(), limit);
    if (arrivals.isEmpty()) {
      return 0;
    }
    Map<Long, ChannelDays> channels = sort(partition, arrivals);
    Map<Long, List<Change>> changes = derive(channels);
    save(partition, changes);
    raiseAlarms(channels, changes);
    offsets.move(partition, arrivals.getLast().offset() + 1);
    return arrivals.size();
  }

  /** The readings by channel and day; what cannot be used is set aside with its reason. */
  private Map<Long, ChannelDays> sort(int partition, List<Arrival> arrivals) {
    Set<Long> ids = new HashSet<>();
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Received(_, var delivery)) {
        ids.add(delivery.channelId());
      }
    }
    Map<Long, BlockChannel> known = store.channels(ids);
    Map<Long, Coverage> coverage =
        new DayBlocks(session)
            .coverage(ids).stream()
                .collect(Collectors.toMap(Coverage::channelId, Function.identity()));
    Map<Long, ChannelDays> channels = new TreeMap<>();
    for (Arrival arrival : arrivals) {
      switch (arrival) {
        case Arrival.Unreadable(long offset, String reason) ->
            offsets.setAside(partition, offset, reason, now);
        case Arrival.Received(long offset, var delivery) -> {
          BlockChannel channel = known.get(delivery.channelId());
          if (channel == null) {
            offsets.setAside(
                partition, offset, "no building has channel " + delivery.channelId(), now);
            continue;
          }
          Sorting sorting = Sorting.of(delivery, channel.zone());
          if (!sorting.fromTheFuture().isEmpty()) {
            offsets.setAside(
                partition,
                offset,
                "%d of %d readings end more than %s after they were received"
                    .formatted(
                        sorting.fromTheFuture().size(), delivery.readings().size(), Sorting.AHEAD),
                now);
          }
          if (!sorting.days().isEmpty()) {
            channels
                .computeIfAbsent(
                    channel.id(),
                    id -> new ChannelDays(channel, java.util.Optional.ofNullable(coverage.get(id))))
                .add(sorting.days());
          }
        }
      }
    }
    return channels;
  }

  private Map<Long, List<Change>> derive(Map<Long, ChannelDays> channels) {
    load(channels.values().stream().toList(), ChannelDays::near);
    Map<Long, List<Change>> changes = new TreeMap<>();
    List<ChannelDays> further = new ArrayList<>();
    channels.forEach((id, channel) ->
        channel
            .derive(rules, now)
            .ifPresentOrElse(days -> changes.put(id, days), () -> further.add(channel)));
    // few: those with a gap
    load(further, channel -> channel.far(rules));
    for (ChannelDays channel : further) {
      changes.put(
          channel.channel().id(),
          channel
              .derive(rules, now)
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

  private void save(int partition, Map<Long, List<Change>> changes) {
    List<Change> all = changes.values().stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return;
    }
    store.keep(
        all.stream().filter(Change::correction).map(change -> change.day().block()).toList());
    store.write(partition, all.stream().map(Change::day).toList());
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
