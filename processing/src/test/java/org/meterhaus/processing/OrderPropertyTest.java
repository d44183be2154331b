package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.StoredDay;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawDayCodec;
import org.meterhaus.processing.vee.Derivation;
import org.meterhaus.processing.vee.RawWindow;
import org.meterhaus.processing.vee.Rules;

/**
 * Whatever was lost, doubled, contradicted, late or reordered: the final blocks depend on the set
 * of deliveries alone.
 */
@DisplayName("The order of arrival")
@Execution(ExecutionMode.CONCURRENT)
class OrderPropertyTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-12-31T00:00:00Z");

  /** What can be told of a block, whichever way it came about. */
  private record Outcome(
      String values,
      String quality,
      String aggregate,
      Instant dataUntil,
      String notes,
      String raw) {

    static Outcome of(StoredDay day) {
      return new Outcome(
          day.block().values().toString(),
          HexFormat.of().formatHex(day.block().values().qualityCodes()),
          day.block().aggregate().toString(),
          day.block().dataUntil(),
          day.block().notes().toString(),
          HexFormat.of().formatHex(day.raw()));
    }
  }

  /** Day by day, so that a failure shows one. */
  private static void assertSame(MemoryChannel actual, MemoryChannel expected) {
    assertThat(actual.blocks().keySet()).isEqualTo(expected.blocks().keySet());
    expected
        .blocks()
        .forEach((day, block) ->
            assertThat(Outcome.of(Objects.requireNonNull(actual.blocks().get(day))))
                .as("%s", day)
                .isEqualTo(Outcome.of(block)));
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leaves_no_trace_in_the_blocks(long seed) {
    var random = new Random(seed);
    var scenario = Scenario.of(random);

    MemoryChannel atOnce = assertThatOrderLeavesNoTrace(scenario, Rules.SIMPLE, random);

    assertThatItIsWhatTheWholeHistorySays(atOnce, scenario.channel());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leaves_no_trace_where_the_channels_own_past_is_asked(long seed) {
    var random = new Random(seed);
    assertThatOrderLeavesNoTrace(Scenario.of(random), Rules.LIVE, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("someSeeds")
  void leaves_no_trace_where_both_sides_are_asked(long seed) {
    var random = new Random(seed);
    assertThatOrderLeavesNoTrace(Scenario.of(random), Rules.FINAL, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leaves_no_trace_where_clocks_are_off(long seed) {
    var random = new Random(seed);
    assertThatOrderLeavesNoTrace(Scenario.of(random).withTimesOff(random), Rules.LIVE, random);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leaves_no_trace_where_neighbours_were_asked(long seed) {
    var random = new Random(seed);
    assertThatOrderLeavesNoTrace(Scenario.of(random).withNeighbours(random), Rules.LIVE, random);
  }

  static LongStream someSeeds() {
    return LongStream.range(40, 46);
  }

  /** In order, all at once, and shuffled with repetitions. */
  private static MemoryChannel assertThatOrderLeavesNoTrace(
      Scenario scenario, Rules rules, Random random) {
    var inOrder = new MemoryChannel(scenario.channel(), rules);
    scenario.deliveries().forEach(delivery -> inOrder.process(List.of(delivery), NOW));
    var atOnce = new MemoryChannel(scenario.channel(), rules);
    atOnce.process(scenario.deliveries(), NOW);
    List<Delivery> shuffled = new ArrayList<>(scenario.deliveries());
    for (int i = 0; i < 10; i++) {
      shuffled.add(shuffled.get(random.nextInt(shuffled.size())));
    }
    Collections.shuffle(shuffled, random);
    var inDisorder = new MemoryChannel(scenario.channel(), rules);
    for (int from = 0; from < shuffled.size(); ) {
      int until = Math.min(shuffled.size(), from + 1 + random.nextInt(8));
      inDisorder.process(shuffled.subList(from, until), NOW);
      from = until;
    }

    assertSame(inOrder, atOnce);
    assertSame(inDisorder, atOnce);
    return atOnce;
  }

  /** The short ways (few days at hand, few days derived again) change nothing. */
  private static void assertThatItIsWhatTheWholeHistorySays(
      MemoryChannel channel, BlockChannel description) {
    var days = new ArrayList<RawDay>();
    LocalDate first = channel.blocks().firstKey();
    LocalDate until = channel.blocks().lastKey().plusDays(1);
    for (LocalDate day = first; day.isBefore(until); day = day.plusDays(1)) {
      StoredDay stored = channel.blocks().get(day);
      days.add(stored == null ? RawDay.EMPTY : decode(stored));
    }
    var whole =
        Derivation.derive(
            new RawWindow(description, first, days),
            first,
            until,
            channel.block(channel.blocks().lastKey()).dataUntil(),
            Rules.SIMPLE);
    for (var day : whole) {
      StoredDay stored = channel.blocks().get(day.day());
      if (stored != null) {
        assertThat(stored.block().values()).as("%s", day.day()).isEqualTo(day.values());
        assertThat(stored.block().dataUntil()).isEqualTo(day.dataUntil());
      }
    }
  }

  private static RawDay decode(StoredDay stored) {
    try {
      return RawDayCodec.decode(stored.raw());
    } catch (MalformedBytes e) {
      throw new AssertionError(e);
    }
  }

  /** A channel's true history, spoilt. */
  private record Scenario(BlockChannel channel, List<Delivery> deliveries) {
    private static final Source SINK = Source.sink("sink-lindenhof");
    private static final Source CUSTOMER = Source.customer("c-A-01");

    static Scenario of(Random random) {
      int intervalS = new int[] {900, 1800, 3600}[random.nextInt(3)];
      var channel =
          new BlockChannel(
              7,
              3,
              intervalS,
              random.nextBoolean() ? OptionalInt.of(2000) : OptionalInt.empty(),
              BERLIN);
      // some histories cross a clock change
      LocalDate first = LocalDate.of(2026, 3, 1).plusDays(random.nextInt(300));
      int days = 2 + random.nextInt(random.nextInt(4) == 0 ? 110 : 25);
      Instant start = first.atStartOfDay(BERLIN).toInstant().plusSeconds(3L * intervalS);
      int count = days * 86_400 / intervalS;
      boolean energies = random.nextInt(8) != 0;
      int registerEvery = List.of(1, 1, 1, 86_400 / intervalS, 0).get(random.nextInt(5));
      if (!energies && registerEvery == 0) {
        registerEvery = 1;
      }
      boolean[] lost = lost(random, count, 86_400 / intervalS);
      var readings = new ArrayList<Reading>();
      var doubles = new ArrayList<Reading>();
      var customers = new ArrayList<Reading>();
      long register = random.nextInt(1_000_000);
      for (int i = 0; i < count; i++) {
        int wh = random.nextInt(20) == 0 ? 900 + random.nextInt(800) : random.nextInt(150);
        register += wh;
        Instant end = start.plusSeconds((i + 1L) * intervalS);
        boolean withRegister = registerEvery > 0 && i % registerEvery == 0;
        long shown = random.nextInt(400) == 0 ? register + 5000 - random.nextInt(9000) : register;
        int reported = random.nextInt(300) == 0 ? wh * 10 + 3000 : wh;
        if (random.nextInt(150) == 0) {
          customers.add(Reading.energy(end, wh + random.nextInt(2)));
        }
        if (lost[i]) {
          continue;
        }
        Reading reading =
            energies
                ? withRegister
                    ? Reading.of(end, 0, reported, Math.max(0, shown))
                    : Reading.energy(end, reported)
                : withRegister ? Reading.register(end, Math.max(0, shown)) : null;
        if (reading == null) {
          continue;
        }
        readings.add(reading);
        if (random.nextInt(120) == 0) {
          doubles.add(
              energies
                  ? Reading.of(end, 0, wh + 1 + random.nextInt(50), register + random.nextInt(60))
                  : Reading.register(end, register + 1 + random.nextInt(60)));
        }
      }
      if (readings.isEmpty()) {
        readings.add(Reading.of(start.plusSeconds(intervalS), 0, 1, 1));
      }
      return new Scenario(channel, deliveries(random, readings, doubles, customers));
    }

    /** The same with some rows seconds or minutes off their times. */
    Scenario withTimesOff(Random random) {
      int rate = 2 + random.nextInt(60);
      return new Scenario(
          channel,
          deliveries.stream()
              .map(delivery ->
                  new Delivery(
                      delivery.channelId(),
                      delivery.partition(),
                      delivery.source(),
                      delivery.receivedAt(),
                      delivery.readings().stream()
                          .map(
                              reading -> random.nextInt(rate) == 0 ? off(reading, random) : reading)
                          .toList()))
              .toList());
    }

    /** The same with what jobs heard from neighbours, some of it twice. */
    Scenario withNeighbours(Random random) {
      List<Instant> ends =
          deliveries.stream()
              .flatMap(delivery -> delivery.readings().stream())
              .map(Reading::end)
              .sorted()
              .toList();
      long from = ends.getFirst().getEpochSecond();
      long slots = (ends.getLast().getEpochSecond() - from) / channel.intervalS() + 1;
      List<Delivery> all = new ArrayList<>(deliveries);
      for (int job = 1; job <= 4; job++) {
        List<Reading> said = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          long slot = random.nextLong(slots);
          said.add(
              Reading.energy(
                  Instant.ofEpochSecond(from + slot * channel.intervalS()), random.nextInt(200)));
        }
        Instant at = ends.getLast().plusSeconds(random.nextInt(100_000));
        all.add(new Delivery(7, 3, Source.neighbours("job-" + job), at, said));
      }
      return new Scenario(channel, all);
    }

    private static Reading off(Reading reading, Random random) {
      int most = random.nextInt(5) == 0 ? 400 : 25;
      return new Reading(
          reading.end().plusSeconds(random.nextInt(2 * most) - most),
          reading.status(),
          reading.energyWh(),
          reading.registerWh());
    }

    private static boolean[] lost(Random random, int count, int perDay) {
      boolean[] lost = new boolean[count];
      for (int gaps = random.nextInt(7); gaps > 0; gaps--) {
        int length =
            switch (random.nextInt(6)) {
              case 0 -> 1;
              case 1 -> 1 + random.nextInt(4);
              case 2 -> perDay / 4 + random.nextInt(perDay);
              case 3 -> perDay;
              case 4 -> 3 * perDay;
              default -> random.nextInt(4) == 0 ? 40 * perDay : 2;
            };
        int from = random.nextInt(count);
        Arrays.fill(lost, from, Math.min(count, from + length), true);
      }
      return lost;
    }

    private static List<Delivery> deliveries(
        Random random, List<Reading> readings, List<Reading> doubles, List<Reading> customers) {
      var deliveries = new ArrayList<Delivery>();
      int chunk = 20 + random.nextInt(300);
      for (int from = 0; from < readings.size(); from += chunk) {
        List<Reading> part = readings.subList(from, Math.min(readings.size(), from + chunk));
        deliveries.add(new Delivery(7, 3, SINK, receipt(random, part), part));
      }
      for (Reading reading : doubles) {
        deliveries.add(
            new Delivery(7, 3, SINK, receipt(random, List.of(reading)), List.of(reading)));
      }
      for (Reading reading : customers) {
        deliveries.add(
            new Delivery(7, 3, CUSTOMER, receipt(random, List.of(reading)), List.of(reading)));
      }
      return deliveries;
    }

    private static Instant receipt(Random random, List<Reading> readings) {
      return readings.getLast().end().plus(Duration.ofSeconds(random.nextInt(100_000)));
    }
  }
}
