package org.meterhaus.processing.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.bytes.MalformedBytes;

@DisplayName("A raw day")
class RawDayTest {
  private static final Instant NOON = Instant.parse("2026-03-10T11:00:00Z");
  private static final Source SINK = Source.sink("s");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static RawValue value(int wh, int receivedS) {
    return new RawValue(Reading.energy(NOON, wh), SINK, NOON.plusSeconds(receivedS));
  }

  @Test
  void keeps_a_repetition_once_with_its_first_receipt() {
    var day = RawDay.EMPTY.with(List.of(value(5, 20))).with(List.of(value(5, 10), value(5, 30)));

    assertThat(day.values()).containsExactly(value(5, 10));
  }

  @Test
  void keeps_every_side_of_a_conflict() {
    var day = RawDay.EMPTY.with(List.of(value(6, 20), value(5, 20)));

    assertThat(day.values()).containsExactly(value(5, 20), value(6, 20));
  }

  @Test
  void is_the_very_same_when_nothing_is_new() {
    var day = RawDay.EMPTY.with(List.of(value(5, 20)));

    assertThat(day.with(List.of(value(5, 20), value(5, 40)))).isSameAs(day);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void does_not_depend_on_order_or_repetition(long seed) {
    var random = new Random(seed);
    List<RawValue> values = anyValues(random);
    var disorder = new ArrayList<>(values);
    disorder.addAll(values.subList(0, values.size() / 2));
    Collections.shuffle(disorder, random);
    RawDay pieces = RawDay.EMPTY;
    for (RawValue value : disorder) {
      pieces = pieces.with(List.of(value));
    }

    assertThat(RawDayCodec.encode(pieces)).isEqualTo(RawDayCodec.encode(RawDay.EMPTY.with(values)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_from_its_bytes_and_from_no_part_of_them(long seed) throws Exception {
    var random = new Random(seed);
    RawDay day = RawDay.EMPTY.with(anyValues(random));
    byte[] bytes = RawDayCodec.encode(day);

    assertThat(RawDayCodec.decode(bytes)).isEqualTo(day);
    byte[] part = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> RawDayCodec.decode(part))
        .isInstanceOf(MalformedBytes.class);
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    try {
      assertThat(RawDayCodec.decode(bytes)).isNotNull();
    } catch (MalformedBytes e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
    }
  }

  @Test
  void holds_the_interval_that_ends_at_its_midnight() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Reading last = Reading.energy(Instant.parse("2026-03-10T23:00:00Z"), 1);
    Reading first = Reading.energy(Instant.parse("2026-03-10T23:15:00Z"), 2);

    var sorting =
        Sorting.of(
            new Delivery(1, 0, SINK, first.end().plusSeconds(5), List.of(last, first)), berlin);

    assertThat(sorting.days().keySet())
        .containsExactly(LocalDate.of(2026, 3, 10), LocalDate.of(2026, 3, 11));
    assertThat(sorting.fromTheFuture()).isEmpty();
  }

  @Test
  void takes_nothing_from_further_ahead_than_a_clock_can_be() {
    Reading near = Reading.energy(NOON.plusSeconds(3600), 1);
    Reading far = Reading.energy(NOON.plusSeconds(3601), 2);

    var sorting =
        Sorting.of(new Delivery(1, 0, SINK, NOON, List.of(near, far)), ZoneId.of("Europe/Berlin"));

    assertThat(sorting.fromTheFuture()).containsExactly(far);
    assertThat(sorting.days().values())
        .singleElement()
        .isEqualTo(List.of(new RawValue(near, SINK, NOON)));
  }

  private static List<RawValue> anyValues(Random random) {
    var values = new ArrayList<RawValue>();
    int count = 1 + random.nextInt(120);
    for (int i = 0; i < count; i++) {
      boolean energy = random.nextInt(4) != 0;
      values.add(
          new RawValue(
              new Reading(
                  NOON.plusSeconds(900L * random.nextInt(20)),
                  random.nextInt(3),
                  energy ? OptionalInt.of(random.nextInt(5)) : OptionalInt.empty(),
                  energy ? OptionalLong.empty() : OptionalLong.of(random.nextInt(5))),
              List.of(SINK, Source.customer("c"), Source.importOf("f")).get(random.nextInt(3)),
              NOON.plusMillis(random.nextInt(1000))));
    }
    return values;
  }
}
