package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.sub.Aggregate.Bucket;

@DisplayName("An aggregate")
class AggregateTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-02-20");
  private static final LocalDate AFTER = LocalDate.parse("2026-11-10");

  /** All that days can answer by their figures. */
  private static final List<String> BY_DAYS =
      List.of("max", "min", "avg", "sum", "count", "first", "last", "load-factor", "peak-time");

  private static final List<String> ALL =
      Stream.concat(BY_DAYS.stream(), Stream.of("base-load", "p0", "p37", "p50", "p100")).toList();

  private static TestHome home;

  /** What the day blocks say, slot by slot, kept apart from them; null is a gap. */
  private static final Map<Instant, @Nullable Integer> TRUTH = new TreeMap<>();

  private static final Set<Instant> ESTIMATED = new HashSet<>();

  @BeforeAll
  static void open() {
    home = new TestHome();
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    Channel channel = home.channel("A-01", 0);
    for (LocalDate day = FIRST; day.isBefore(AFTER); day = day.plusDays(1)) {
      var grid = new DayGrid(day, TestHome.ZONE, TestHome.INTERVAL_S);
      var values = new @Nullable Integer[grid.slots()];
      int gapFrom = random.nextInt(values.length);
      int gapLength = random.nextInt(4) == 0 ? random.nextInt(values.length) : random.nextInt(3);
      boolean noBlock = random.nextInt(15) == 0;
      boolean measuredThroughout = random.nextInt(3) > 0;
      var codes = new byte[values.length];
      for (int slot = 0; slot < values.length; slot++) {
        boolean gap = !measuredThroughout && slot >= gapFrom && slot < gapFrom + gapLength;
        boolean estimated = !measuredThroughout && !gap && random.nextInt(10) == 0;
        values[slot] = gap ? null : random.nextInt(5) == 0 ? 0 : random.nextInt(1_500);
        TRUTH.put(grid.start(slot), noBlock ? null : values[slot]);
        Quality quality =
            gap ? Quality.MISSING : estimated ? Quality.REGISTER_SCALED : Quality.MEASURED;
        codes[slot] = quality.code();
        if (estimated && !noBlock) {
          ESTIMATED.add(grid.start(slot));
        }
      }
      if (!noBlock) {
        home.day(channel, day, values, codes, grid.end());
      }
    }
  }

  @AfterAll
  static void close() {
    home.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void equals_what_a_simple_loop_over_every_slot_finds(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String step =
        List.of("PT30M", "PT1H", "PT6H", "P1D", "P1W", "P1M", "P1Y").get(random.nextInt(7));
    long days = Duration.between(start(FIRST), start(AFTER)).toDays();
    LocalDate from = FIRST.plusDays(random.nextLong(-5, days));
    LocalDate to = from.plusDays(random.nextLong(1, step.startsWith("PT") ? 40 : 300));
    if (to.isAfter(AFTER)) {
      to = AFTER;
    }
    if (!to.isAfter(from)) {
      to = from.plusDays(1);
    }

    var answer =
        home.useCases()
            .aggregate()
            .ofUsagePoint(
                TestHome.caller(), "A-01", from + "/" + to, step, seed % 2 == 0 ? ALL : BY_DAYS);

    var reference = new TreeMap<Instant, List<Map.Entry<Instant, @Nullable Integer>>>();
    for (Instant slot = start(from);
        slot.isBefore(start(to));
        slot = slot.plusSeconds(TestHome.INTERVAL_S)) {
      Instant bucket = bucketOf(slot, step);
      Instant shown = bucket.isBefore(start(from)) ? start(from) : bucket;
      var entry =
          new java.util.AbstractMap.SimpleEntry<Instant, @Nullable Integer>(slot, TRUTH.get(slot));
      reference.computeIfAbsent(shown, _ -> new ArrayList<>()).add(entry);
    }
    assertThat(answer.buckets())
        .extracting(Bucket::start)
        .containsExactlyElementsOf(reference.keySet());
    for (Bucket bucket : answer.buckets()) {
      check(bucket, Objects.requireNonNull(reference.get(bucket.start())));
    }
  }

  /** A second opinion: every slot in a list, every function as its definition has it. */
  private static void check(Bucket bucket, List<Map.Entry<Instant, @Nullable Integer>> slots) {
    var present = slots.stream().filter(slot -> slot.getValue() != null).toList();
    int[] ascending =
        present.stream()
            .mapToInt(slot -> Objects.requireNonNull(slot.getValue()))
            .sorted()
            .toArray();
    long estimated = present.stream().filter(slot -> ESTIMATED.contains(slot.getKey())).count();
    Coverage coverage = bucket.coverage();
    Figures figures = bucket.figures();

    assertThat(coverage.expectedCount()).isEqualTo(slots.size());
    assertThat(coverage.presentCount()).isEqualTo(present.size());
    assertThat(coverage.estimatedCount()).isEqualTo((int) estimated);
    assertThat(coverage.worstQuality())
        .isEqualTo(
            present.size() < slots.size()
                ? ValueQuality.MISSING
                : estimated > 0 ? ValueQuality.ESTIMATED : ValueQuality.MEASURED);
    assertThat(figures.count()).isEqualTo(present.size());
    if (present.isEmpty()) {
      assertThat(figures)
          .isEqualTo(
              new Figures(null, null, null, null, 0, null, null, null, null, null, List.of()));
      return;
    }
    var sum = new BigDecimal(Arrays.stream(ascending).asLongStream().sum());
    var count = new BigDecimal(ascending.length);
    var max = of(present, ascending[ascending.length - 1]);
    assertThat(figures.sumWh()).isEqualTo(sum.longValueExact());
    assertThat(figures.avgWh()).isEqualTo(sum.divide(count, 3, RoundingMode.HALF_EVEN));
    assertThat(figures.max()).isEqualTo(max);
    assertThat(figures.min()).isEqualTo(of(present, ascending[0]));
    assertThat(figures.first()).isEqualTo(extreme(present.getFirst()));
    assertThat(figures.last()).isEqualTo(extreme(present.getLast()));
    assertThat(figures.loadFactor())
        .isEqualTo(
            max.valueWh() == 0
                ? null
                : sum.divide(
                    count.multiply(new BigDecimal(max.valueWh())), 4, RoundingMode.HALF_EVEN));
    assertThat(figures.peakTime())
        .isEqualTo(new Figures.PeakTime(max.at(), max.at().plusSeconds(1800), 2 * max.valueWh()));
    if (figures.baseLoad() != null) {
      assertThat(figures.baseLoad().valueWh().doubleValue())
          .isCloseTo(quantile(ascending, .025), within(.0006));
      assertThat(figures.baseLoad().powerW())
          .isEqualByComparingTo(figures.baseLoad().valueWh().multiply(BigDecimal.TWO));
      assertThat(figures.percentiles())
          .extracting(Figures.Percentile::percent)
          .containsExactly(0, 37, 50, 100);
      for (Figures.Percentile percentile : figures.percentiles()) {
        assertThat(percentile.valueWh().doubleValue())
            .isCloseTo(quantile(ascending, percentile.percent() / 100.0), within(.0006));
      }
    }
  }

  private static double quantile(int[] ascending, double p) {
    double place = (ascending.length - 1) * p;
    int below = (int) Math.floor(place + 1e-9);
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  private static Figures.Extreme of(
      List<Map.Entry<Instant, @Nullable Integer>> present, int value) {
    return present.stream()
        .filter(slot -> Objects.equals(slot.getValue(), value))
        .findFirst()
        .map(AggregateTest::extreme)
        .orElseThrow();
  }

  private static Figures.Extreme extreme(Map.Entry<Instant, @Nullable Integer> slot) {
    return new Figures.Extreme(Objects.requireNonNull(slot.getValue()), slot.getKey());
  }

  /** Written apart from the code under test: what a person would say. */
  private static Instant bucketOf(Instant slot, String step) {
    ZonedDateTime local = slot.atZone(TestHome.ZONE);
    LocalDate day = local.toLocalDate();
    return switch (step) {
      case "PT30M" -> slot;
      case "PT1H" -> local.withMinute(0).toInstant();
      case "PT6H" -> day.atTime(local.getHour() / 6 * 6, 0).atZone(TestHome.ZONE).toInstant();
      case "P1D" -> start(day);
      case "P1W" -> start(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case "P1M" -> start(day.withDayOfMonth(1));
      case "P1Y" -> start(day.withDayOfYear(1));
      default -> throw new IllegalArgumentException(step);
    };
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(TestHome.ZONE).toInstant();
  }

  @Test
  void gives_only_the_functions_that_were_asked_for() {
    var answer =
        home.useCases()
            .aggregate()
            .ofUsagePoint(TestHome.caller(), "A-01", FIRST + "/P300D", "P1Y", List.of("sum"));

    assertThat(answer.buckets())
        .singleElement()
        .satisfies(bucket -> {
          assertThat(bucket.figures().sumWh()).isPositive();
          assertThat(bucket.figures())
              .isEqualTo(
                  new Figures(
                      null,
                      null,
                      null,
                      bucket.figures().sumWh(),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      List.of()));
          assertThat(bucket.partial()).isTrue();
        });
  }

  @Test
  void takes_the_interval_itself_as_the_one_bucket() {
    String custom = "2026-03-05T10:00:00Z/2026-04-02T11:30:00Z";

    var answer = ask(custom, null, ALL);
    var byHalfHours = ask(custom, "PT30M", List.of("sum", "max"));

    assertThat(answer.bucket()).isEqualTo("interval");
    assertThat(ask(custom, "interval", ALL)).isEqualTo(answer);
    Bucket whole = answer.buckets().getFirst();
    assertThat(answer.buckets()).hasSize(1);
    assertThat(whole.partial()).isFalse();
    assertThat(whole.coverage().expectedCount()).isEqualTo(2 * (28 * 24) + 3);
    assertThat(whole.figures().sumWh())
        .isEqualTo(
            byHalfHours.buckets().stream()
                .map(bucket -> bucket.figures().sumWh())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum());
  }

  /** The figures of the parts put together are those of the whole, whatever the parts. */
  @ParameterizedTest(name = "in {0}")
  @ValueSource(strings = {"PT30M", "PT3H", "PT5H", "P1D", "P1W", "P1M", "P1Y"})
  void of_the_buckets_is_that_of_the_whole(String step) {
    String interval = "2026-03-03T05:30/2026-10-31T17:00";

    Bucket whole = ask(interval, "interval", BY_DAYS).buckets().getFirst();
    List<Bucket> parts = ask(interval, step, List.of("sum", "max", "min", "count")).buckets();

    assertThat(parts.stream().mapToInt(part -> part.coverage().expectedCount()).sum())
        .isEqualTo(whole.coverage().expectedCount());
    assertThat(parts.stream().mapToInt(part -> part.coverage().estimatedCount()).sum())
        .isEqualTo(whole.coverage().estimatedCount());
    assertThat(
            parts.stream().mapToInt(part -> Objects.requireNonNull(part.figures().count())).sum())
        .isEqualTo(whole.figures().count());
    assertThat(
            parts.stream()
                .map(part -> part.figures().sumWh())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum())
        .isEqualTo(whole.figures().sumWh());
    assertThat(
            parts.stream()
                .map(part -> part.figures().max())
                .filter(Objects::nonNull)
                .max(
                    Comparator.comparingLong(Figures.Extreme::valueWh)
                        .thenComparing(Figures.Extreme::at, Comparator.reverseOrder())))
        .hasValue(Objects.requireNonNull(whole.figures().max()));
  }

  private static Aggregate.Answer ask(
      String interval, @Nullable String bucket, List<String> functions) {
    return home.useCases()
        .aggregate()
        .ofUsagePoint(TestHome.caller(), "A-01", interval, bucket, functions);
  }

  @Test
  void is_refused_for_what_is_not_a_function_a_bucket_or_bearable() {
    assertThat(refusal("P1D", List.of())).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("median"))).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("sum", ""))).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("p101"))).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("p05"))).isEqualTo("invalid-parameter");
    assertThat(refusal("PT15M", ALL)).isEqualTo("invalid-resolution");
    assertThat(refusal("PT45M", ALL)).isEqualTo("invalid-resolution");
    assertThat(refusal("P2Y", ALL)).isEqualTo("invalid-resolution");
    assertThat(
            TestHome.refusal(() ->
                home.useCases()
                    .aggregate()
                    .ofUsagePoint(TestHome.caller(), "A-01", "2024-01-01/P2Y", "PT30M", ALL)))
        .isEqualTo("too-many-values");
  }

  private static String refusal(String bucket, List<String> functions) {
    return TestHome.refusal(() ->
        home.useCases()
            .aggregate()
            .ofUsagePoint(TestHome.caller(), "A-01", FIRST + "/P1D", bucket, functions));
  }
}
