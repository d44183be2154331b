package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Consumption")
class ConsumptionTest {
  private static final Instant START = Instant.parse("2026-09-14T22:00:00Z");
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final int DISHWASHER = 2;

  private Recording recording;
  private Consumption untouched;

  @BeforeEach
  void readRecording() throws IOException {
    recording = SampleBuilding.lindenhof().unit("A-09").orElseThrow().meter().recording();
    untouched = new Consumption(recording, 4_655_296, START, Switching.NONE);
  }

  private static Switching.Event off(String at) {
    return new Switching.Event(Instant.parse(at), DISHWASHER, false);
  }

  private static Switching.Event on(String at) {
    return new Switching.Event(Instant.parse(at), DISHWASHER, true);
  }

  @Test
  void starts_at_the_commissioning_value_and_counts_the_intervals() {
    Instant t = START;
    long mainWh = 4_655_296;
    long kettleWh = 0;
    for (int i = 0; i < 7_000; i++, t = t.plus(QUARTER)) {
      assertThat(untouched.registerWh(0, t)).isEqualTo(mainWh);
      assertThat(untouched.registerWh(1, t)).isEqualTo(kettleWh);
      mainWh += recording.energyWh(0, t);
      kettleWh += recording.energyWh(1, t);
    }
    assertThat(kettleWh).isPositive();
  }

  @Test
  void grows_evenly_within_an_interval_and_never_falls() {
    Instant start = busyInterval();
    int energyWh = recording.energyWh(DISHWASHER, start);
    long before = untouched.registerWh(DISHWASHER, start);

    assertThat(untouched.registerWh(DISHWASHER, start.plusSeconds(450)))
        .isEqualTo(before + energyWh / 2);
    assertThat(untouched.registerWh(DISHWASHER, start.plusMillis(899_999)))
        .isEqualTo(before + energyWh - 1);
    assertThat(untouched.registerWh(DISHWASHER, start.plusSeconds(900)))
        .isEqualTo(before + energyWh);
  }

  @Test
  void records_nothing_from_the_next_boundary_on_and_the_home_less_by_the_same_energy() {
    Instant busy = busyInterval();
    Switching switching =
        new Switching(
            List.of(
                new Switching.Event(busy.minusSeconds(1), DISHWASHER, false),
                new Switching.Event(busy.plusSeconds(901), DISHWASHER, true)));
    Consumption switched = untouched.with(switching);
    int unusedWh =
        recording.energyWh(DISHWASHER, busy) + recording.energyWh(DISHWASHER, busy.plus(QUARTER));

    assertThat(switched.energyWh(DISHWASHER, busy.minus(QUARTER)))
        .isEqualTo(recording.energyWh(DISHWASHER, busy.minus(QUARTER)));
    assertThat(switched.energyWh(DISHWASHER, busy)).isZero();
    assertThat(switched.energyWh(DISHWASHER, busy.plus(QUARTER))).isZero();
    assertThat(switched.energyWh(DISHWASHER, busy.plus(QUARTER.multipliedBy(2))))
        .isEqualTo(recording.energyWh(DISHWASHER, busy.plus(QUARTER.multipliedBy(2))));
    assertThat(switched.energyWh(0, busy))
        .isEqualTo(recording.energyWh(0, busy) - recording.energyWh(DISHWASHER, busy));
    Instant later = busy.plus(Duration.ofDays(2));
    assertThat(switched.registerWh(DISHWASHER, later))
        .isEqualTo(untouched.registerWh(DISHWASHER, later) - unusedWh);
    assertThat(switched.registerWh(0, later)).isEqualTo(untouched.registerWh(0, later) - unusedWh);
  }

  @Test
  void draws_no_power_from_the_moment_of_switching() {
    Instant busy = busyInterval();
    Instant moment = busy.plusSeconds(100);
    Consumption switched =
        untouched.with(new Switching(List.of(new Switching.Event(moment, DISHWASHER, false))));

    int powerW = recording.energyWh(DISHWASHER, busy) * 4;
    assertThat(powerW).isPositive();
    assertThat(switched.powerW(DISHWASHER, moment.minusMillis(1))).isEqualTo(powerW);
    assertThat(switched.powerW(DISHWASHER, moment)).isZero();
    assertThat(switched.powerW(0, moment)).isEqualTo(untouched.powerW(0, moment) - powerW);
    assertThat(switched.paused(DISHWASHER, busy)).isFalse();
    assertThat(switched.paused(DISHWASHER, busy.plus(QUARTER))).isTrue();
    assertThat(switched.paused(0, busy.plus(QUARTER))).isFalse();
  }

  @Test
  void is_not_touched_by_a_pause_within_one_interval() {
    Consumption switched =
        untouched.with(
            new Switching(List.of(off("2026-11-01T10:01:00Z"), on("2026-11-01T10:14:00Z"))));
    Instant start = Instant.parse("2026-11-01T09:00:00Z");

    for (int i = 0; i < 20; i++) {
      Instant interval = start.plus(QUARTER.multipliedBy(i));
      assertThat(switched.energyWh(0, interval)).isEqualTo(recording.energyWh(0, interval));
      assertThat(switched.paused(DISHWASHER, interval)).isFalse();
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  /** Any history of switching: interval by interval, registers and intervals tell one story. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void has_registers_that_agree_with_its_intervals(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<Switching.Event> events = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      events.add(
          new Switching.Event(
              START.plusSeconds(60L * random.nextInt(4 * 24 * 60)),
              random.nextInt(1, 5),
              random.nextBoolean()));
    }
    events.sort(Comparator.comparing(Switching.Event::at));
    Consumption switched = untouched.with(new Switching(events));

    Instant t = START;
    for (int i = 0; i < 5 * 96; i++, t = t.plus(QUARTER)) {
      int unusedWh = 0;
      for (int channel = 1; channel <= 4; channel++) {
        // An interval counts if the appliance is connected where the interval starts.
        boolean connected = switched.switching().connected(channel, t);
        int expectedWh = connected ? recording.energyWh(channel, t) : 0;
        assertThat(switched.energyWh(channel, t)).isEqualTo(expectedWh);
        assertThat(switched.paused(channel, t)).isEqualTo(!connected);
        assertThat(switched.registerWh(channel, t.plus(QUARTER)) - switched.registerWh(channel, t))
            .isEqualTo(expectedWh);
        unusedWh += recording.energyWh(channel, t) - expectedWh;
      }
      assertThat(switched.energyWh(0, t)).isEqualTo(recording.energyWh(0, t) - unusedWh);
      assertThat(switched.registerWh(0, t.plus(QUARTER)) - switched.registerWh(0, t))
          .isEqualTo(switched.energyWh(0, t));
    }
  }

  @Test
  void knows_nothing_of_the_time_before_it_was_commissioned() {
    assertThatThrownBy(() -> untouched.registerWh(0, START.minusSeconds(1)))
        .hasMessageContaining("commissioned at " + START);
  }

  /** The first interval in which the dishwasher is busy, and in the next one. */
  private Instant busyInterval() {
    for (Instant t = START.plus(Duration.ofDays(7)); ; t = t.plus(QUARTER)) {
      if (recording.energyWh(DISHWASHER, t) > 100
          && recording.energyWh(DISHWASHER, t.plus(QUARTER)) > 100) {
        return t;
      }
    }
  }
}
