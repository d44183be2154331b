package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;

@DisplayName("Recorded rows")
class RecordedRowsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Row(Instant clock, Data.Structure values) {}

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  private static Row row(RandomGenerator random, Instant clock) {
    byte[] octets = new byte[random.nextInt(20)];
    random.nextBytes(octets);
    return new Row(
        clock,
        Data.Structure.of(
            new Data.OctetString(Bytes.copyOf(octets)),
            new Data.Unsigned8(random.nextInt(256)),
            new Data.DoubleLongUnsigned(random.nextInt() & 0xFFFF_FFFFL)));
  }

  /** Rows of any size, several of one time, more than are kept; against a list. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void are_those_that_were_added_last(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int capacity = 1 + random.nextInt(300);
    RecordedRows rows = new RecordedRows(capacity);
    List<Row> kept = new ArrayList<>();
    Instant clock = START;
    for (int i = random.nextInt(500); i >= 0; i--) {
      clock = clock.plusSeconds(random.nextInt(3) * 900L);
      Row row = row(random, clock);
      rows.add(row.clock(), row.values());
      kept.add(row);
      if (kept.size() > capacity) {
        kept.removeFirst();
      }
    }

    assertThat(rows.entriesInUse()).isEqualTo(kept.size());
    for (int i = 0; i < 20; i++) {
      int first = 1 + random.nextInt(kept.size() + 5);
      int last = first + random.nextInt(kept.size() + 5);
      assertSame(
          rows.entries(first, last),
          kept.stream().skip(first - 1L).limit(last - first + 1L).toList());
      Instant from = START.plus(Duration.ofMillis(random.nextLong(500L * 900_000)));
      Instant to = from.plus(Duration.ofSeconds(random.nextInt(100_000)));
      assertSame(
          rows.between(from, to),
          kept.stream()
              .filter(row -> !row.clock().isBefore(from) && !row.clock().isAfter(to))
              .toList());
    }
  }

  /** The same values, and the same octets as a tree of them. */
  private static void assertSame(List<Data> rows, List<Row> wanted) {
    List<Data> values = wanted.stream().map(row -> (Data) row.values()).toList();

    assertThat(rows).isEqualTo(values);
    assertThat(DataCodec.encode(new Data.Array(rows)))
        .isEqualTo(DataCodec.encode(new Data.Array(values)));
  }

  @Test
  void that_were_asked_for_stay_as_they_were() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    RecordedRows rows = new RecordedRows(10);
    Row only = row(random, START);
    rows.add(only.clock(), only.values());

    List<Data> asked = rows.entries(1, 10);
    for (int i = 0; i < 200; i++) {
      rows.add(START.plusSeconds(i), row(random, START).values());
    }

    assertThat(asked).containsExactly(only.values());
    assertThat(DataCodec.encode(new Data.Array(asked)))
        .isEqualTo(DataCodec.encode(new Data.Array(List.of(only.values()))));
  }

  @Test
  void come_in_the_order_of_their_clocks() {
    RecordedRows rows = new RecordedRows(10);
    rows.add(START, Data.Structure.of());

    assertThatThrownBy(() -> rows.add(START.minusMillis(1), Data.Structure.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
