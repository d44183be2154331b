package org.meterhaus.headend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a head-end is told.
 *
 * @param id names it towards the sinks; two head-ends that share keys need different ones
 * @param directory its own: invocation counter; kept between runs
 * @param sinks that it reads and switches, ids unique
 * @param poll pause between two looks into a journal, more than zero
 * @param batch records taken in one transaction at most, 1..10000
 * @param commandPoll pause between two looks for commands, should a notification be lost; more than
 *     zero
 * @param refresh pause between two readings of all relays, more than zero
 * @param reach pause between two questions whom a sink reaches, more than zero
 * @param answerWithin wait for a connection, and for each answer; longer than a sink needs to find
 *     out that a meter is gone
 */
public record HeadEndConfig(
    String id,
    Path directory,
    List<SinkAddress> sinks,
    Duration poll,
    int batch,
    Duration commandPoll,
    Duration refresh,
    Duration reach,
    Duration answerWithin) {
  private static final int LARGEST_BATCH = 10_000;

  public HeadEndConfig {
    sinks = List.copyOf(sinks);
    if (sinks.stream().map(SinkAddress::id).distinct().count() != sinks.size()) {
      throw new IllegalArgumentException("ids of sinks must be unique");
    }
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw new IllegalArgumentException(
          "batch must be 1..%d but was %d".formatted(LARGEST_BATCH, batch));
    }
    requirePositive(poll, "poll");
    requirePositive(commandPoll, "commandPoll");
    requirePositive(refresh, "refresh");
    requirePositive(reach, "reach");
    requirePositive(answerWithin, "answerWithin");
  }

  /**
   * Every 2 s, 500 records, commands every 5 s, relays every minute, reach every 10 s, 40 s for an
   * answer.
   */
  public static HeadEndConfig of(String id, Path directory, List<SinkAddress> sinks) {
    return new HeadEndConfig(
        id,
        directory,
        sinks,
        Duration.ofSeconds(2),
        500,
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(40));
  }

  /** The same with other pauses between looks into the journal, and between readings of relays. */
  public HeadEndConfig withPauses(Duration journal, Duration relays) {
    return new HeadEndConfig(
        id, directory, sinks, journal, batch, commandPoll, relays, reach, answerWithin);
  }

  private static void requirePositive(Duration duration, String what) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "%s must be positive but was %s".formatted(what, duration));
    }
  }
}
