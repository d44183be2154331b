package org.meterhaus.dissemination.sub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.house.House;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.PrivacyFloor;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.Steps;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.Periods;

/**
 * Functions over several flats together: a section or the building of the caller, or all that the
 * caller has.
 *
 * <p>The flats' values are added up interval by interval, and an interval counts where every flat
 * has a value: a sum that lacks a flat would pass for a smaller use. A flat that has no value in a
 * bucket is not one of the flats of that bucket. Neighbours' figures are withheld below {@link
 * PrivacyFloor}, and those of a building also where they would tell, less the sections that are
 * shown, those of fewer flats than that.
 */
public final class AggregateGroup {

  /** Meter intervals of all flats that are held in memory for one answer. */
  private static final int MAX_VALUES = 4_000_000;

  private final Gate gate;
  private final ReadingLimits limits;

  public AggregateGroup(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param id of the section, building or customer
   * @param interval that was answered: what was asked for, cut to the caller's occupancy
   * @param zone of the building
   * @param bucket ISO 8601 duration, or {@code interval}
   * @param functions names of what was computed
   * @param buckets oldest first
   */
  public record Answer(
      String id,
      Interval interval,
      ZoneId zone,
      String bucket,
      List<String> functions,
      List<Bucket> buckets) {}

  /**
   * @param flats behind the figures
   * @param values null when withheld, or when no flat has a value
   */
  public record Bucket(
      Instant start,
      Instant end,
      boolean partial,
      boolean withheld,
      @Nullable Integer flats,
      Aggregate.@Nullable Bucket values) {}

  /**
   * What is asked of a group, unparsed.
   *
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param bucket ISO 8601 duration from the longest meter interval of the flats to P1Y; null or
   *     {@code interval} for one bucket
   * @param functions names, at least one of {@link AggregateFunction} or p0 to p100
   */
  public record Request(String interval, @Nullable String bucket, List<String> functions) {}

  /** A flat of the group, with the section it lies in. */
  private record Flat(String section, Slots slots) {}

  /**
   * A section of a building in which the caller has a flat.
   *
   * @throws RefusedException not-found, invalid-interval, invalid-resolution, invalid-parameter
   *     (fn), too-many-values
   */
  public Answer ofSection(Caller caller, String sectionId, Request request) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "section:" + sectionId,
        scope -> {
          var house = new House(scope.session());
          HeldUsagePoint home =
              scope.usagePoints().stream()
                  .filter(point ->
                      house.sections(point.building().id()).stream()
                          .anyMatch(section -> section.id().equals(sectionId)))
                  .findFirst()
                  .orElseThrow(() -> CustomerScope.notFound("section", sectionId));
          return ofNeighbours(scope, home, sectionId, sectionId, request);
        });
  }

  /** A building in which the caller has a flat; otherwise as {@link #ofSection}. */
  public Answer ofBuilding(Caller caller, String buildingId, Request request) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "building:" + buildingId,
        scope -> {
          HeldUsagePoint home =
              scope.usagePoints().stream()
                  .filter(point -> point.building().id().equals(buildingId))
                  .findFirst()
                  .orElseThrow(() -> CustomerScope.notFound("building", buildingId));
          return ofNeighbours(scope, home, buildingId, null, request);
        });
  }

  /** All usage points of the caller together, each while the caller has it; nothing is withheld. */
  public Answer ofPortfolio(Caller caller, Request request) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "customer:" + caller.customerId(),
        scope -> {
          List<HeldUsagePoint> points = scope.usagePoints();
          if (points.isEmpty()) {
            throw CustomerScope.notFound("usage point", "own");
          }
          return ofOwn(scope, points, request);
        });
  }

  private Answer ofOwn(CustomerScope scope, List<HeldUsagePoint> points, Request request) {
    Functions functions = Functions.of(request.functions());
    var questions = new ArrayList<Question>();
    RefusedException nothing = null;
    for (HeldUsagePoint point : points) {
      try {
        questions.add(Question.aboutUsagePoint(scope, point.id(), request.interval()));
      } catch (RefusedException e) {
        // held at another time; if none was held in the interval, the last refusal says so
        nothing = e;
      }
    }
    if (questions.isEmpty() && nothing != null) {
      throw nothing;
    }
    Question frame = hull(questions);
    checkSize(questions.size(), frame);
    List<Slots> slots =
        Steps.common(
            questions.stream().map(question -> question.read(scope, limits)).toList(),
            frame.zone());
    List<Flat> flats = slots.stream().map(each -> new Flat("", each)).toList();
    return answer(scope.customerId(), frame, flats, 1, functions, request.bucket());
  }

  private static Question hull(List<Question> questions) {
    Question first = questions.getFirst();
    Instant start = first.interval().start();
    Instant end = first.interval().end();
    for (Question question : questions) {
      Interval interval = question.interval();
      start = interval.start().isBefore(start) ? interval.start() : start;
      end = interval.end().isAfter(end) ? interval.end() : end;
    }
    return first.over(new Interval(start, end));
  }

  private Answer ofNeighbours(
      CustomerScope scope,
      HeldUsagePoint home,
      String id,
      @Nullable String section,
      Request request) {
    Functions functions = Functions.of(request.functions());
    var question = Question.aboutUsagePoint(scope, home.id(), request.interval());
    List<House.MeasuredDwelling> dwellings =
        new House(scope.session())
            .measuredDwellings(home.building().id()).stream()
                .filter(each -> section == null || each.dwelling().sectionId().equals(section))
                .toList();
    checkSize(dwellings.size(), question);
    if (dwellings.isEmpty()) {
      return answer(id, question, List.of(), PrivacyFloor.FLATS, functions, request.bucket());
    }
    List<Slots> slots =
        Steps.common(
            new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
                .read(
                    dwellings.stream().map(House.MeasuredDwelling::channel).toList(),
                    question.zone(),
                    question.interval(),
                    question.stays()),
            question.zone());
    var flats = new ArrayList<Flat>();
    for (int i = 0; i < slots.size(); i++) {
      flats.add(new Flat(dwellings.get(i).dwelling().sectionId(), slots.get(i)));
    }
    return answer(id, question, flats, PrivacyFloor.FLATS, functions, request.bucket());
  }

  private static void checkSize(int flats, Question question) {
    long values =
        question.interval().length().dividedBy(question.channel().interval()) * Math.max(1, flats);
    if (values > MAX_VALUES) {
      throw new RefusedException(new Refusal.TooManyValues(values, MAX_VALUES));
    }
  }

  /** Pure from here on. */
  private Answer answer(
      String id,
      Question question,
      List<Flat> flats,
      int floor,
      Functions functions,
      @Nullable String bucket) {
    Duration step =
        flats.isEmpty() ? question.channel().interval() : flats.getFirst().slots().interval();
    Cuts cuts = Cuts.of(question, step, bucket, limits.maxValues() / functions.count());
    var buckets = new ArrayList<Bucket>();
    for (Periods.Bucket cut : cuts.list()) {
      buckets.add(bucket(cut, flats, floor, functions));
    }
    return new Answer(
        id, question.interval(), question.zone(), cuts.name(), functions.names(), buckets);
  }

  private static Bucket bucket(Periods.Bucket cut, List<Flat> all, int floor, Functions functions) {
    List<Flat> flats =
        all.stream()
            .filter(flat ->
                flat.slots()
                        .present(
                            flat.slots().firstFrom(cut.start()), flat.slots().firstFrom(cut.end()))
                    > 0)
            .toList();
    if (flats.isEmpty()) {
      return new Bucket(cut.start(), cut.end(), cut.partial(), false, 0, null);
    }
    if (flats.size() < floor || (floor > 1 && tellsOfFew(flats))) {
      return new Bucket(cut.start(), cut.end(), cut.partial(), true, null, null);
    }
    Slots together = Slots.together(flats.stream().map(Flat::slots).toList());
    Tally tally = Aggregate.tallies(List.of(cut), together, functions).getFirst();
    return new Bucket(
        cut.start(),
        cut.end(),
        cut.partial(),
        false,
        flats.size(),
        new Aggregate.Bucket(
            cut.start(), cut.end(), cut.partial(), tally.coverage(), tally.figures()));
  }

  /**
   * Whether the whole less the sections that are shown would be the sum of a few flats: those of
   * the sections that are withheld.
   */
  private static boolean tellsOfFew(List<Flat> flats) {
    Map<String, Integer> bySection = new HashMap<>();
    flats.forEach(flat -> bySection.merge(flat.section(), 1, Integer::sum));
    int hidden =
        bySection.values().stream()
            .filter(count -> !PrivacyFloor.admits(count))
            .mapToInt(Integer::intValue)
            .sum();
    return hidden > 0 && !PrivacyFloor.admits(hidden);
  }
}
