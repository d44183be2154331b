package org.meterhaus.processing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.BlockStore;
import org.meterhaus.db.blocks.ChannelClass;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.jobs.Job;
import org.meterhaus.processing.vee.Neighbours;

/**
 * Asks the neighbours of a channel about intervals for which its own meter and past say nothing,
 * when a period is closed.
 *
 * <p>Their blocks are in other partitions and change at other times, so they may not be read where
 * blocks are derived. What they say at the time of the job becomes a delivery instead, and arrives
 * like a reading: blocks stay a function of what arrived, whatever the order.
 */
final class NeighbourEstimates {
  private static final int MOST = 40;

  /** Days around the unknown ones that tell the home's size beside its neighbours. */
  private static final int AROUND_DAYS = 28;

  private final StatelessSession session;

  NeighbourEstimates(StatelessSession session) {
    this.session = session;
  }

  /** What neighbours say of a job's span; nothing where nothing is asked or too few know. */
  List<Delivery> find(BlockChannel channel, Job job, Instant now) {
    if (channel.kind() != ChannelClass.MAIN) {
      return List.of();
    }
    List<DayBlock> asked =
        new DayBlocks(session)
            .find(channel.id(), job.firstDay(), job.untilDay()).stream()
                .filter(block -> anyUnknown(block, channel))
                .toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    LocalDate first = asked.getFirst().day().minusDays(AROUND_DAYS);
    LocalDate until = asked.getLast().day().plusDays(AROUND_DAYS + 1L);
    List<Long> ids = new BlockStore(session).neighbours(channel.id(), MOST);
    if (ids.size() < Neighbours.FEWEST) {
      return List.of();
    }
    Map<Long, List<DayBlock>> theirs =
        new DayBlocks(session)
            .find(ids, first, until).stream()
                .collect(
                    Collectors.groupingBy(DayBlock::channelId, TreeMap::new, Collectors.toList()));
    double[] own =
        measured(channel, first, until, new DayBlocks(session).find(channel.id(), first, until));
    List<double[]> others =
        theirs.values().stream().map(blocks -> measured(channel, first, until, blocks)).toList();
    double[] estimates = Neighbours.estimate(own, others, 43_200 / channel.intervalS());
    List<Reading> readings = readings(channel, first, asked, estimates);
    List<Delivery> deliveries = new ArrayList<>();
    for (int from = 0; from < readings.size(); from += Delivery.MOST_READINGS) {
      deliveries.add(
          new Delivery(
              channel.id(),
              channel.partition(),
              Source.neighbours(job.id().toString()),
              now,
              readings.subList(from, Math.min(readings.size(), from + Delivery.MOST_READINGS))));
    }
    return deliveries;
  }

  private static boolean anyUnknown(DayBlock block, BlockChannel channel) {
    return !unknown(block, channel).isEmpty();
  }

  /** Slots that were due and have nothing, or a typical home's day. */
  private static List<Integer> unknown(DayBlock block, BlockChannel channel) {
    List<Integer> unknown = new ArrayList<>(0);
    Quality worst = block.aggregate().worst();
    if (worst != Quality.MISSING && worst.code() < Quality.STANDARD_PROFILE.code()) {
      return unknown;
    }
    var grid = new DayGrid(block.day(), channel.zone(), channel.intervalS());
    for (int slot = 0; slot < grid.slots(); slot++) {
      Quality quality = block.values().quality(slot);
      boolean due = !grid.end(slot).isAfter(block.dataUntil());
      if (quality == Quality.STANDARD_PROFILE || (quality == Quality.MISSING && due)) {
        unknown.add(slot);
      }
    }
    return unknown;
  }

  /** Measured Wh by slot of the days {@code [first, until)}. */
  private static double[] measured(
      BlockChannel channel, LocalDate first, LocalDate until, List<DayBlock> blocks) {
    Map<LocalDate, CleanValues> days =
        blocks.stream().collect(Collectors.toMap(DayBlock::day, DayBlock::values));
    List<double[]> parts = new ArrayList<>();
    for (LocalDate day = first; day.isBefore(until); day = day.plusDays(1)) {
      double[] part = new double[new DayGrid(day, channel.zone(), channel.intervalS()).slots()];
      CleanValues values = days.get(day);
      for (int slot = 0; slot < part.length; slot++) {
        part[slot] =
            values != null && values.quality(slot) == Quality.MEASURED
                ? values.wh(slot).orElseThrow()
                : Double.NaN;
      }
      parts.add(part);
    }
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static List<Reading> readings(
      BlockChannel channel, LocalDate first, List<DayBlock> asked, double[] estimates) {
    Map<LocalDate, DayBlock> days =
        asked.stream().collect(Collectors.toMap(DayBlock::day, Function.identity()));
    List<Reading> readings = new ArrayList<>();
    int start = 0;
    for (LocalDate day = first; start < estimates.length; day = day.plusDays(1)) {
      var grid = new DayGrid(day, channel.zone(), channel.intervalS());
      DayBlock block = days.get(day);
      for (int slot : block == null ? List.<Integer>of() : unknown(block, channel)) {
        double wh = estimates[start + slot];
        if (!Double.isNaN(wh)) {
          readings.add(Reading.energy(grid.end(slot), (int) Math.round(wh)));
        }
      }
      start += grid.slots();
    }
    return readings;
  }
}
