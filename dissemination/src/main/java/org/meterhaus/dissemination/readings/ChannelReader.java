package org.meterhaus.dissemination.readings;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayFigures;
import org.meterhaus.db.blocks.Revisions;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.time.Interval;

/**
 * Reads the slots of channels from day blocks. Does not ask whose they are: that was settled by
 * whoever found the channel and its stays. One instance lives as long as its transaction.
 */
public final class ChannelReader {

  private final DayBlocks blocks;
  private final DayFigures figures;
  private final Revisions revisions;
  private final Duration deliveryDelay;
  private final Instant late;

  /**
   * @param deliveryDelay a value that is not there this long after its interval is missing
   */
  public ChannelReader(StatelessSession session, Instant now, Duration deliveryDelay) {
    this.blocks = new DayBlocks(session);
    this.figures = new DayFigures(session);
    this.revisions = new Revisions(session);
    this.deliveryDelay = deliveryDelay;
    this.late = now.minus(deliveryDelay);
  }

  /**
   * @param stays oldest first, at least one
   */
  public Slots read(Channel channel, ZoneId zone, Interval interval, List<Stay> stays) {
    return read(List.of(channel), zone, interval, stays).getFirst();
  }

  /** The same for many channels, in their order. */
  public List<Slots> read(
      List<Channel> channels, ZoneId zone, Interval interval, List<Stay> stays) {
    List<Long> ids = channels.stream().map(Channel::id).toList();
    var covered = new HashMap<Long, Instant>();
    for (Coverage coverage : blocks.coverage(ids)) {
      covered.put(coverage.channelId(), coverage.dataUntil());
    }
    var days = new HashMap<Long, Map<LocalDate, CleanValues>>();
    LocalDate first = interval.start().atZone(zone).toLocalDate();
    LocalDate after = interval.end().minusNanos(1).atZone(zone).toLocalDate().plusDays(1);
    for (DayBlock block : blocks.find(ids, first, after)) {
      days.computeIfAbsent(block.channelId(), _ -> new HashMap<>())
          .put(block.day(), block.values());
    }
    var slots = new ArrayList<Slots>(channels.size());
    for (Channel channel : channels) {
      var extent =
          new Slots.Extent(
              zone, Math.toIntExact(channel.interval().toSeconds()), covered.get(channel.id()));
      slots.add(Slots.of(extent, interval, stays, days.getOrDefault(channel.id(), Map.of()), late));
    }
    return slots;
  }

  /** {@link #read(Channel, ZoneId, Interval, List)} as it would have answered at a moment. */
  public Slots readAsOf(
      Channel channel, ZoneId zone, Interval interval, List<Stay> stays, Instant then) {
    LocalDate first = interval.start().atZone(zone).toLocalDate();
    LocalDate after = interval.end().minusNanos(1).atZone(zone).toLocalDate().plusDays(1);
    var days = new HashMap<LocalDate, CleanValues>();
    revisions
        .knownAt(channel.id(), first, after, then)
        .forEach((day, known) -> days.put(day, known.values()));
    var extent =
        new Slots.Extent(
            zone,
            Math.toIntExact(channel.interval().toSeconds()),
            revisions.dataUntilAt(channel.id(), then).orElse(null));
    return Slots.of(extent, interval, stays, days, then.minus(deliveryDelay));
  }

  /** The same channel and interval, a day at a time; values only where they are asked for. */
  public DaySeries days(Channel channel, ZoneId zone, Interval interval, List<Stay> stays) {
    Instant dataUntil =
        blocks.coverage(List.of(channel.id())).stream()
            .map(Coverage::dataUntil)
            .findFirst()
            .orElse(null);
    var extent = new Slots.Extent(zone, Math.toIntExact(channel.interval().toSeconds()), dataUntil);
    return DaySeries.of(figures, channel.id(), extent, interval, stays, late);
  }
}
