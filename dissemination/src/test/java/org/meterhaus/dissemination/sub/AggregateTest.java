package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
  private static final List<String> ALL = List.of("max", "min", "avg", "sum");

  private static TestHome home;

  /** What the day blocks say, slot by slot, kept apart from them; null is a gap. */
  private static final Map<Instant, @Nullable Integer> TRUTH = new TreeMap<>();

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
      for (int slot = 0; slot < values.length; slot++) {
        boolean gap = slot >= gapFrom && slot < gapFrom + gapLength;
        values[slot] = gap ? null : random.nextInt(5) == 0 ? 0 : random.nextInt(1_500);
        TRUTH.put(grid.start(slot), noBlock ? null : values[slot]);
      }
      if (!noBlock) {
        home.day(channel, day, Quality.MEASURED, values);
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
            .ofUsagePoint(TestHome.caller(), "A-01", from + "/" + to, step, ALL);

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

  private static void check(Bucket bucket, List<Map.Entry<Instant, @Nullable Integer>> slots) {
    long sum = 0;
    int present = 0;
    Map.@Nullable Entry<Instant, @Nullable Integer> max = null;
    Map.@Nullable Entry<Instant, @Nullable Integer> min = null;
    for (var slot : slots) {
      Integer wh = slot.getValue();
      if (wh != null) {
        sum += wh;
        present++;
        max = max == null || wh > Objects.requireNonNull(max.getValue()) ? slot : max;
        min = min == null || wh < Objects.requireNonNull(min.getValue()) ? slot : min;
      }
    }
    assertThat(bucket.expectedCount()).isEqualTo(slots.size());
    assertThat(bucket.presentCount()).isEqualTo(present);
    assertThat(bucket.worstQuality())
        .isEqualTo(present == slots.size() ? ValueQuality.MEASURED : ValueQuality.MISSING);
    if (max == null || min == null) {
      assertThat(bucket.sumWh()).isNull();
      assertThat(bucket.avgWh()).isNull();
      assertThat(bucket.max()).isNull();
      assertThat(bucket.min()).isNull();
    } else {
      assertThat(bucket.sumWh()).isEqualTo(sum);
      assertThat(bucket.avgWh())
          .isEqualTo(
              new BigDecimal(sum).divide(new BigDecimal(present), 3, RoundingMode.HALF_EVEN));
      assertThat(bucket.max()).isEqualTo(extreme(max));
      assertThat(bucket.min()).isEqualTo(extreme(min));
    }
  }

  private static Aggregate.Extreme extreme(Map.Entry<Instant, @Nullable Integer> slot) {
    return new Aggregate.Extreme(Objects.requireNonNull(slot.getValue()), slot.getKey());
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
          assertThat(bucket.sumWh()).isPositive();
          assertThat(bucket.max()).isNull();
          assertThat(bucket.min()).isNull();
          assertThat(bucket.avgWh()).isNull();
          assertThat(bucket.partial()).isTrue();
        });
  }

  @Test
  void is_refused_for_what_is_not_a_function_a_bucket_or_bearable() {
    assertThat(refusal("P1D", List.of())).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("median"))).isEqualTo("invalid-parameter");
    assertThat(refusal("P1D", List.of("sum", ""))).isEqualTo("invalid-parameter");
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
