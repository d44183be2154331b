package org.meterhaus.dissemination.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Outages;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.OperatorScope;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.Uuids;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.IntervalExpression;

/** Outages of the operator's buildings, and meters that are silent on their own. Thread-safe. */
public final class OutageReports {

  /** Most of each list; more than this at once is looked at by interval. */
  private static final int MOST = 200;

  private static final Duration LOOK_BACK = Duration.ofDays(31);

  private final Gate gate;

  public OutageReports(Gate gate) {
    this.gate = gate;
  }

  /**
   * @param interval that was answered
   * @param outages the latest first
   * @param isCut whether there are more than are given
   * @param silentMeters that belong to no outage, now, whatever the interval
   */
  public record Overview(
      Interval interval, List<Summary> outages, boolean isCut, List<FaultyMeter> silentMeters) {}

  /**
   * @param section null when it is about the building as a whole
   * @param state how far it has come, as {@link OutageState#wire} has it
   * @param cause {@code power}, {@code sink-or-network} or {@code communication-loss}
   * @param began when the last of its meters was still heard
   * @param powerOff the time without power as the meters recorded it; null until they told
   * @param meters how many
   * @param silent how many of them are silent now
   */
  public record Summary(
      UUID id,
      String building,
      @Nullable String section,
      String state,
      String cause,
      Instant began,
      Instant suspectedAt,
      @Nullable Instant confirmedAt,
      @Nullable Instant restoredAt,
      @Nullable Interval powerOff,
      int reopened,
      int meters,
      int silent) {

    static Summary of(Outage outage) {
      return new Summary(
          outage.id(),
          outage.scope().building(),
          outage.scope().section().orElse(null),
          outage.state().wire(),
          outage.cause().wire(),
          outage.began(),
          outage.suspectedAt(),
          outage.confirmedAt().orElse(null),
          outage.restoredAt().orElse(null),
          outage.powerOff().map(span -> new Interval(span.from(), span.until())).orElse(null),
          outage.reopened(),
          outage.members().size(),
          outage.silent());
    }
  }

  /**
   * A meter that is silent on its own.
   *
   * @param lastGaspAt when it said that its power was going: a matter of the flat's fuse or main
   *     switch; null if it did not
   */
  public record FaultyMeter(
      String meter,
      String building,
      String section,
      String flat,
      Instant silentSince,
      @Nullable Instant lastGaspAt) {}

  /**
   * @param meters in the order of their ids
   * @param evidence in plain words, each a sentence
   */
  public record Report(Summary outage, List<SilentMeter> meters, List<String> evidence) {}

  /**
   * @param label of the flat
   * @param lastGasp whether its last word was that the power fails
   * @param lastGaspAt when it pushed that; null if it did not, or the push was lost
   * @param returnedAt null while it is silent
   * @param supply what its profile says: {@code unknown}, {@code on} or {@code off}
   * @param energyWh that it used during the silence, where it was on
   * @param powerOff when it was off
   * @param returned what came later of its profile from the time of the silence, at most 200
   */
  public record SilentMeter(
      String meter,
      String section,
      String flat,
      String label,
      String sink,
      Instant silentSince,
      boolean lastGasp,
      @Nullable Instant lastGaspAt,
      @Nullable Instant returnedAt,
      String supply,
      @Nullable Long energyWh,
      @Nullable Interval powerOff,
      List<Row> returned) {

    private static SilentMeter of(OutageMember member, Outages.Place place, List<Reading> rows) {
      Long energyWh = null;
      Interval off = null;
      String supply =
          switch (member.supply()) {
            case Supply.Unknown _ -> "unknown";
            case Supply.On(long wh) -> {
              energyWh = wh;
              yield "on";
            }
            case Supply.Off(Instant from, Instant until) -> {
              off = new Interval(from, until);
              yield "off";
            }
          };
      return new SilentMeter(
          member.meter(),
          place.section(),
          place.flat(),
          place.label(),
          place.sink(),
          member.silentSince(),
          member.lastGasp(),
          member.gaspAt().orElse(null),
          member.returnedAt().orElse(null),
          supply,
          energyWh,
          off,
          rows.subList(0, Math.min(rows.size(), MOST)).stream().map(Row::of).toList());
    }
  }

  /**
   * A row of a load profile.
   *
   * @param status bits of the meter
   */
  public record Row(
      Instant end, int status, @Nullable Integer energyWh, @Nullable Long registerWh) {

    private static Row of(Reading reading) {
      return new Row(
          reading.end(),
          reading.status(),
          reading.energyWh().isPresent() ? reading.energyWh().getAsInt() : null,
          reading.registerWh().isPresent() ? reading.registerWh().getAsLong() : null);
    }
  }

  /**
   * @param state {@code suspected}, {@code confirmed}, {@code restored}; null for any
   * @param interval in which they were going on; null means the last 31 days
   * @throws RefusedException invalid-parameter (state), invalid-interval
   */
  public Overview list(Operator operator, @Nullable String state, @Nullable String interval) {
    return gate.readAudited(
        operator,
        "outages.list",
        operator.actor(),
        scope -> {
          Optional<OutageState> wanted = state(state);
          Interval asked = interval(scope, interval);
          var outages = new Outages(scope.session());
          String organisation = scope.operator().organisation();
          List<Outage> found =
              outages.find(organisation, wanted, asked.start(), asked.end(), MOST + 1);
          boolean isCut = found.size() > MOST;
          return new Overview(
              asked,
              found.stream().limit(MOST).map(Summary::of).toList(),
              isCut,
              outages.faulty(organisation, MOST).stream()
                  .map(meter ->
                      new FaultyMeter(
                          meter.meter(),
                          meter.building(),
                          meter.section(),
                          meter.flat(),
                          meter.silentSince(),
                          meter.gaspAt().orElse(null)))
                  .toList());
        });
  }

  /**
   * @throws RefusedException not-found
   */
  public Report get(Operator operator, String outageId) {
    return gate.readAudited(
        operator,
        "outages.get",
        "outage:" + outageId,
        scope -> {
          var outages = new Outages(scope.session());
          Outage outage =
              Uuids.parse(outageId)
                  .flatMap(outages::find)
                  .filter(found -> isOurs(scope, found))
                  .orElseThrow(() -> CustomerScope.notFound("outage", outageId));
          Map<String, Outages.Place> places = outages.placesOf(outage.id());
          Map<String, List<Reading>> returned =
              outages.returned(Set.of(outage.id())).getOrDefault(outage.id(), Map.of());
          List<SilentMeter> meters = new ArrayList<>();
          for (OutageMember member : outage.members().values()) {
            meters.add(
                SilentMeter.of(
                    member,
                    Objects.requireNonNull(places.get(member.meter())),
                    returned.getOrDefault(member.meter(), List.of())));
          }
          return new Report(Summary.of(outage), meters, evidence(outage));
        });
  }

  private static boolean isOurs(OperatorScope scope, Outage outage) {
    return scope.buildings().stream()
        .anyMatch(building -> building.id().equals(outage.scope().building()));
  }

  private static Optional<OutageState> state(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OutageState.of(text));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          new Refusal.InvalidParameter("state", "it must be suspected, confirmed or restored"));
    }
  }

  private static Interval interval(OperatorScope scope, @Nullable String text) {
    if (text == null) {
      return new Interval(scope.now().minus(LOOK_BACK), scope.now().plusSeconds(1));
    }
    // names and dates count in the zone of the buildings, where they have one
    List<ZoneId> zones =
        scope.buildings().stream().map(building -> building.zone()).distinct().toList();
    ZoneId zone = zones.size() == 1 ? zones.getFirst() : ZoneOffset.UTC;
    return IntervalExpression.resolve(text, zone, scope.now());
  }

  /** Pure. */
  static List<String> evidence(Outage outage) {
    int gasps = 0;
    int pushed = 0;
    int off = 0;
    int on = 0;
    long energyWh = 0;
    Instant first = Instant.MAX;
    for (OutageMember member : outage.members().values()) {
      gasps += member.lastGasp() ? 1 : 0;
      pushed += member.gaspAt().isPresent() ? 1 : 0;
      first = member.silentSince().isBefore(first) ? member.silentSince() : first;
      switch (member.supply()) {
        case Supply.Off _ -> off++;
        case Supply.On(long wh) -> {
          on++;
          energyWh += wh;
        }
        case Supply.Unknown _ -> {}
      }
    }
    int all = outage.members().size();
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "%d meters fell silent together: last heard between %s and %s."
            .formatted(all, first, outage.began()));
    if (pushed > 0) {
      evidence.add(
          "%d of %d said with their last energy that their power was going."
              .formatted(pushed, all));
    }
    if (gasps > pushed) {
      evidence.add(
          "The last word of %d of %d was that the power fails.".formatted(gasps - pushed, all));
    }
    if (outage.confirmedAt().isPresent() && gasps == 0 && off == 0) {
      evidence.add("Other meters behind the same sink were heard meanwhile.");
    }
    if (off > 0) {
      evidence.add(
          "The profiles of %d of %d show that there was no power%s."
              .formatted(
                  off,
                  all,
                  outage
                      .powerOff()
                      .map(span -> ", from about %s to %s".formatted(span.from(), span.until()))
                      .orElse("")));
    }
    if (on > 0) {
      evidence.add(
          "The profiles of %d of %d show %d Wh of use during the silence: they had power."
              .formatted(on, all, energyWh));
    }
    int silent = outage.silent();
    if (silent > 0) {
      evidence.add("%d of %d have not been heard again.".formatted(silent, all));
    }
    return List.copyOf(evidence);
  }
}
