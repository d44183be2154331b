package org.meterhaus.sink;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.Polling;
import org.meterhaus.sink.journal.JournalConfig;
import org.meterhaus.sink.roles.MeterId;

/**
 * What a sink is told.
 *
 * @param id also its logical device name, 1..16 characters of visible ASCII
 * @param directory its own: journal and invocation counters; kept between runs
 * @param listen where head-ends reach it; port 0 takes a free one
 * @param headEnd keys of the head-end
 * @param meters of its building, 1 or more, in the order of their SAPs
 * @param polling how they are polled
 * @param journal how readings are kept
 * @param pushes UDP address where meters push to, port 0 takes a free one; empty: none are heard
 */
public record SinkConfig(
    String id,
    Path directory,
    InetSocketAddress listen,
    HeadEndKeys headEnd,
    List<MeterConnection> meters,
    Polling polling,
    JournalConfig journal,
    Optional<InetSocketAddress> pushes) {
  private static final int MOST_METERS = 1000;

  public SinkConfig {
    new MeterId(id); // the same rule: both are logical device names
    meters = List.copyOf(meters);
    if (meters.isEmpty() || meters.size() > MOST_METERS) {
      throw new IllegalArgumentException(
          "a sink must have 1..%d meters but had %d".formatted(MOST_METERS, meters.size()));
    }
    Set<MeterId> seen = new HashSet<>();
    for (MeterConnection meter : meters) {
      if (!seen.add(meter.id())) {
        throw new IllegalArgumentException("meter %s is there twice".formatted(meter.id()));
      }
    }
  }

  /** Of a sink that hears no pushes. */
  public SinkConfig(
      String id,
      Path directory,
      InetSocketAddress listen,
      HeadEndKeys headEnd,
      List<MeterConnection> meters,
      Polling polling,
      JournalConfig journal) {
    this(id, directory, listen, headEnd, meters, polling, journal, Optional.empty());
  }

  /** With the default polling and journal, hearing no pushes. */
  public static SinkConfig of(
      ConnectionFile connections, Path directory, InetSocketAddress listen, HeadEndKeys headEnd) {
    return new SinkConfig(
        connections.sink(),
        directory,
        listen,
        headEnd,
        connections.meters(),
        Polling.DEFAULT,
        JournalConfig.DEFAULT);
  }

  /** The same with another polling. */
  public SinkConfig withPolling(Polling other) {
    return new SinkConfig(id, directory, listen, headEnd, meters, other, journal, pushes);
  }

  /** The same with another journal. */
  public SinkConfig withJournal(JournalConfig other) {
    return new SinkConfig(id, directory, listen, headEnd, meters, polling, other, pushes);
  }

  /** The same, hearing what meters push to this address. */
  public SinkConfig withPushes(InetSocketAddress address) {
    return new SinkConfig(
        id, directory, listen, headEnd, meters, polling, journal, Optional.of(address));
  }
}
