package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.time.Interval;

/** Which readings are there, and which are not. */
public final class Availability {

  private static final int MAX_GAPS = 1_000;

  private final Gate gate;
  private final ReadingLimits limits;

  public Availability(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param usagePoint its id
   * @param first start of the oldest meter interval that has a value; null if there is none
   * @param dataUntil end of the newest meter interval that has a value; null if there is none
   * @param expectedBy when the next value should be here at the latest; null if none has come yet
   * @param gaps oldest first, at most 1,000, the newest of them kept
   */
  public record Answer(
      String usagePoint,
      @Nullable Instant first,
      @Nullable Instant dataUntil,
      @Nullable Instant expectedBy,
      List<Gap> gaps) {}

  /**
   * @param start first instant without a value
   * @param end first instant with one again, or now
   * @param state {@code MISSING} or {@code PENDING}
   * @param reason {@code lost} (later values came), {@code overdue} (nothing came since), {@code
   *     not-due}
   */
  public record Gap(Instant start, Instant end, ValueQuality state, String reason) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Answer ofUsagePoint(Caller caller, String usagePointId) {
    return gate.readAudited(
        caller,
        "readings.availability",
        "usage-point:" + usagePointId,
        scope -> {
          HeldUsagePoint point = scope.usagePoint(usagePointId);
          return known(scope, point)
              .map(interval ->
                  answer(
                      point.id(),
                      new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
                          .read(point.channel(), point.building().zone(), interval, point.stays())))
              .orElseGet(() -> new Answer(point.id(), null, null, null, List.of()));
        });
  }

  /**
   * From the first day with data to now, as far as the stays go; empty if there is no data in them.
   */
  private static Optional<Interval> known(CustomerScope scope, HeldUsagePoint point) {
    return new DayBlocks(scope.session())
        .coverage(List.of(point.channel().id())).stream()
            .map(Coverage::firstDay)
            .map(day -> day.atStartOfDay(point.building().zone()).toInstant())
            .filter(first -> first.isBefore(scope.now()))
            .map(first -> Question.cut(new Interval(first, scope.now()), point.stays()))
            .flatMap(Stream::ofNullable)
            .findFirst();
  }

  /** Pure. */
  private Answer answer(String id, Slots slots) {
    int first = 0;
    while (first < slots.size() && !slots.isPresent(first)) {
      first++;
    }
    if (first == slots.size()) {
      return new Answer(id, null, null, null, List.of());
    }
    Instant dataUntil = Objects.requireNonNull(slots.dataUntil(), "there is a value");
    List<Gap> gaps = gaps(slots, first, dataUntil);
    return new Answer(
        id,
        slots.start(first),
        dataUntil,
        dataUntil.plus(slots.interval()).plus(limits.deliveryDelay()),
        gaps.subList(Math.max(0, gaps.size() - MAX_GAPS), gaps.size()));
  }

  private static List<Gap> gaps(Slots slots, int first, Instant dataUntil) {
    var gaps = new ArrayList<Gap>();
    for (int slot = first; slot < slots.size(); ) {
      int from = slot;
      String reason = reason(slots, from, dataUntil);
      while (slot < slots.size()
          && reason.equals(reason(slots, slot, dataUntil))
          && (slot == from || slots.start(slot).equals(slots.end(slot - 1)))) {
        slot++;
      }
      if (!reason.isEmpty()) {
        gaps.add(new Gap(slots.start(from), slots.end(slot - 1), slots.quality(from), reason));
      }
    }
    return gaps;
  }

  /** Empty where there is a value. */
  private static String reason(Slots slots, int slot, Instant dataUntil) {
    return switch (slots.quality(slot)) {
      case MEASURED, ESTIMATED, EDITED -> "";
      case PENDING -> "not-due";
      case MISSING -> slots.end(slot).isAfter(dataUntil) ? "overdue" : "lost";
    };
  }
}
