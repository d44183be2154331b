package org.meterhaus.dissemination.add;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.Arrival;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * Takes readings that a customer hands in: appended to the arrival log as a delivery of source
 * {@code customer:<id>}, from where they go the way of every reading.
 */
public final class AddReadings {

  /**
   * Arrivals that may wait for the processor while more are taken: they are looked through under
   * the partition's lock.
   */
  private static final int MAX_WAITING = 10_000;

  private final Gate gate;

  public AddReadings(Gate gate) {
    this.gate = gate;
  }

  /**
   * @param start of the meter interval
   * @param valueWh energy in Wh, 0 or more
   */
  public record NewReading(Instant start, long valueWh) {}

  /** What became of one reading. */
  public enum Outcome {
    STORED("stored"),
    DUPLICATE("duplicate"),
    REJECTED("rejected");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * @param start as handed in
   * @param outcome what became of it
   * @param code why it was rejected: {@code off-grid}, {@code in-future}, {@code
   *     outside-occupancy}, {@code out-of-range}, {@code repeated} (twice in this request), {@code
   *     conflict} (another value is there); null otherwise
   */
  public record Verdict(Instant start, Outcome outcome, @Nullable String code) {}

  /**
   * @param usagePoint its id
   * @param verdicts one per reading, in the order of the request
   */
  public record Answer(String usagePoint, List<Verdict> verdicts) {}

  /**
   * Durable when it returns. Repeating the request gives duplicates and changes nothing.
   *
   * @param readings 1..10,000
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, validation,
   *     too-many-values
   */
  public Answer add(Caller caller, String usagePointId, List<NewReading> readings) {
    return gate.change(
        caller,
        "readings.add",
        "usage-point:" + usagePointId,
        scope -> add(scope, usagePointId, readings));
  }

  private static Answer add(CustomerScope scope, String usagePointId, List<NewReading> readings) {
    HeldUsagePoint point = scope.usagePoint(usagePointId);
    if (readings.size() > Delivery.MOST_READINGS) {
      throw new RefusedException(
          new Refusal.TooManyValues(readings.size(), Delivery.MOST_READINGS));
    }
    if (readings.isEmpty()) {
      var mistakes = new Mistakes();
      mistakes.violation("readings", "required");
      mistakes.orRefuse();
    }
    Map<Instant, Long> known = known(scope, point, readings);
    var verdicts = new ArrayList<Verdict>(readings.size());
    var taken = new ArrayList<Reading>();
    var seen = new HashSet<Instant>();
    for (NewReading reading : readings) {
      String fault = seen.add(reading.start()) ? fault(scope, point, reading) : "repeated";
      Long there = known.get(reading.start());
      if (fault != null) {
        verdicts.add(new Verdict(reading.start(), Outcome.REJECTED, fault));
      } else if (there == null) {
        verdicts.add(new Verdict(reading.start(), Outcome.STORED, null));
        taken.add(
            Reading.energy(
                reading.start().plus(point.channel().interval()),
                Math.toIntExact(reading.valueWh())));
      } else if (there == reading.valueWh()) {
        verdicts.add(new Verdict(reading.start(), Outcome.DUPLICATE, null));
      } else {
        verdicts.add(new Verdict(reading.start(), Outcome.REJECTED, "conflict"));
      }
    }
    if (!taken.isEmpty()) {
      new PostgresArrivalLog(scope.session())
          .append(
              List.of(
                  new Delivery(
                      point.channel().id(),
                      point.channel().partition(),
                      Source.customer(scope.customerId()),
                      scope.now(),
                      taken)));
    }
    return new Answer(usagePointId, verdicts);
  }

  private static @Nullable String fault(
      CustomerScope scope, HeldUsagePoint point, NewReading reading) {
    Channel channel = point.channel();
    // first what keeps the arithmetic below inside the calendar
    if (reading.start().isAfter(scope.now().minus(channel.interval()))) {
      return "in-future";
    }
    if (reading.start().isBefore(point.stays().getFirst().from())) {
      return "outside-occupancy";
    }
    Instant end = reading.start().plus(channel.interval());
    if (point.stays().stream().noneMatch(stay -> stay.covers(reading.start(), end))) {
      return "outside-occupancy";
    }
    int intervalS = Math.toIntExact(channel.interval().toSeconds());
    var grid = DayGrid.ofIntervalEnding(end, point.building().zone(), intervalS);
    if (!end.equals(end.truncatedTo(ChronoUnit.SECONDS)) || grid.slotEnding(end).isEmpty()) {
      return "off-grid";
    }
    int most = Objects.requireNonNullElse(channel.maxWh(), Integer.MAX_VALUE);
    return reading.valueWh() < 0 || reading.valueWh() > most ? "out-of-range" : null;
  }

  /**
   * Values that are there already, by the start of their interval: measured or edited ones of the
   * day blocks, and what is in the arrival log but not in a day block yet. An estimate is no
   * hindrance: it waits for something better.
   */
  private static Map<Instant, Long> known(
      CustomerScope scope, HeldUsagePoint point, List<NewReading> readings) {
    Channel channel = point.channel();
    var known = new HashMap<Instant, Long>();
    waitForOtherWriters(scope, channel);
    unprocessed(scope, channel, known);
    ZoneId zone = point.building().zone();
    int intervalS = Math.toIntExact(channel.interval().toSeconds());
    var blocks = new DayBlocks(scope.session());
    for (LocalDate day : days(scope, point, readings)) {
      for (DayBlock block : blocks.find(channel.id(), day, day.plusDays(1))) {
        var grid = new DayGrid(day, zone, intervalS);
        for (int slot = 0; slot < block.values().size(); slot++) {
          if (isFirm(block, slot)) {
            known.put(grid.start(slot), (long) block.values().wh(slot).orElseThrow());
          }
        }
      }
    }
    return known;
  }

  private static boolean isFirm(DayBlock block, int slot) {
    return switch (block.values().quality(slot)) {
      case MEASURED, MOVED, EDITED -> true;
      default -> false;
    };
  }

  private static List<LocalDate> days(
      CustomerScope scope, HeldUsagePoint point, List<NewReading> readings) {
    return readings.stream()
        .map(NewReading::start)
        // the others are refused anyway, and may lie where no calendar reaches
        .filter(start ->
            start.isBefore(scope.now()) && !start.isBefore(point.stays().getFirst().from()))
        .map(start -> start.atZone(point.building().zone()).toLocalDate())
        .distinct()
        .toList();
  }

  /**
   * Whoever appends to the partition holds this lock until commit: after it we see what they wrote,
   * and they what we do.
   */
  private static void waitForOtherWriters(CustomerScope scope, Channel channel) {
    Sql.of(
            scope.session(),
            "select partition from arrival_partition where partition = :partition for update")
        .with("partition", (short) channel.partition())
        .list(row -> row.integer(0));
  }

  private static void unprocessed(CustomerScope scope, Channel channel, Map<Instant, Long> known) {
    var log = new PostgresArrivalLog(scope.session());
    long offset =
        Sql.of(
                scope.session(),
                "select \"offset\" from processor_offset where partition = :partition")
            .with("partition", (short) channel.partition())
            .first(row -> row.bigint(0))
            .orElse(0L);
    List<Arrival> waiting = new ArrayList<>();
    // a read may stop early at large deliveries; there is nothing more only when it gives nothing
    for (List<Arrival> read = log.read(channel.partition(), offset, MAX_WAITING + 1);
        !read.isEmpty();
        read = log.read(channel.partition(), read.getLast().offset() + 1, MAX_WAITING + 1)) {
      waiting.addAll(read);
      if (waiting.size() > MAX_WAITING) {
        throw new RefusedException(
            new Refusal.NotReady("earlier readings are still being processed"));
      }
    }
    for (Arrival arrival : waiting) {
      if (arrival instanceof Arrival.Received(var _, Delivery delivery)
          && delivery.channelId() == channel.id()) {
        for (Reading reading : delivery.readings()) {
          reading
              .energyWh()
              .ifPresent(wh -> known.put(reading.end().minus(channel.interval()), (long) wh));
        }
      }
    }
  }
}
