package org.meterhaus.db.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;

@DisplayName("Day blocks")
class DayBlocksTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  private TestDatabase test;
  private long one;
  private long other;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          one = TestHouse.flat(session, "A-01", "MHV0000000000001", 3600, 5_000);
          other = TestHouse.flat(session, "A-02", "MHV0000000000002", 3600, 5_000);
        });
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** Two hours with a value, the rest of the day to come. */
  private static StoredDay day(long channel, LocalDate day, int revision, int wh) {
    int[] values = new int[24];
    byte[] quality = new byte[24];
    Arrays.fill(quality, Quality.MISSING.code());
    values[0] = wh;
    quality[0] = Quality.MEASURED.code();
    values[1] = 2 * wh;
    quality[1] = Quality.LINEAR.code();
    var block =
        new DayBlock(
            channel,
            day,
            revision,
            CleanValues.of(values, quality),
            new DayAggregate(
                24,
                2,
                OptionalLong.of(3L * wh),
                OptionalInt.of(wh),
                OptionalInt.of(2 * wh),
                Optional.of(new BigDecimal("1.500")),
                Quality.LINEAR),
            new DayGrid(day, ZoneId.of("Europe/Berlin"), 3600).end(1),
            1,
            NOW);
    return new StoredDay(block, new byte[] {1, 2, (byte) revision});
  }

  private void write(StoredDay... days) {
    test.database()
        .transact(session ->
            new BlockStore(session)
                .write(
                    Arrays.stream(days)
                        .map(day -> new BlockStore.Write(5, day, false, false))
                        .toList()));
  }

  @Test
  void read_back_as_written_by_channel_and_day() {
    var first = day(one, DAY, 1, 10);
    var second = day(one, DAY.plusDays(1), 1, 20);
    var third = day(other, DAY, 1, 30);
    write(third, second, first, day(one, DAY.plusDays(2), 1, 40));

    List<DayBlock> found =
        test.database()
            .reading(
                session -> new DayBlocks(session).find(List.of(one, other), DAY, DAY.plusDays(2)));

    assertThat(found).containsExactly(first.block(), second.block(), third.block());
    assertThat(found.getFirst().values().wh(5)).isEmpty();
  }

  @Test
  void tell_from_when_to_when_a_channel_has_data() {
    write(day(one, DAY, 1, 10), day(one, DAY.plusDays(2), 1, 20));

    List<Coverage> coverage =
        test.database().reading(session -> new DayBlocks(session).coverage(List.of(one, other)));

    assertThat(coverage)
        .containsExactly(
            new Coverage(one, DAY, DAY.plusDays(2), Instant.parse("2026-03-12T01:00:00Z")));
  }

  @Test
  void keep_a_superseded_revision_whole() {
    var before = day(one, DAY, 1, 10);
    var after = day(one, DAY, 2, 11);
    write(before);

    test.database()
        .transact(session -> {
          new BlockStore(session).write(List.of(new BlockStore.Write(5, after, true, true)));
        });

    List<DayBlock> history =
        test.database().reading(session -> new DayBlocks(session).history(one, DAY));
    assertThat(history).containsExactly(before.block());
    var stored =
        test.database()
            .reading(session ->
                new BlockStore(session)
                    .load(List.of(new BlockStore.Span(one, DAY, DAY.plusDays(1)))));
    assertThat(stored.get(one))
        .singleElement()
        .satisfies(day -> {
          assertThat(day.block()).isEqualTo(after.block());
          assertThat(day.hasRaw(new byte[] {1, 2, 2})).isTrue();
        });
  }

  @Test
  void load_each_channels_own_span() {
    write(day(one, DAY, 1, 10), day(one, DAY.plusDays(1), 1, 20), day(other, DAY, 1, 30));

    var stored =
        test.database()
            .reading(session ->
                new BlockStore(session)
                    .load(
                        List.of(
                            new BlockStore.Span(one, DAY.plusDays(1), DAY.plusDays(5)),
                            new BlockStore.Span(other, DAY, DAY.plusDays(1)))));

    assertThat(stored.get(one))
        .extracting(day -> day.block().day())
        .containsExactly(DAY.plusDays(1));
    assertThat(stored.get(other)).extracting(day -> day.block().day()).containsExactly(DAY);
  }

  @Test
  void know_interval_limit_and_zone_of_a_channel() {
    var channels =
        test.database().reading(session -> new BlockStore(session).channels(List.of(one, 999L)));

    assertThat(channels)
        .containsExactly(
            java.util.Map.entry(
                one,
                new BlockChannel(
                    one,
                    org.meterhaus.db.arrivals.Partitions.of("MHV0000000000001"),
                    3600,
                    OptionalInt.of(5_000),
                    ZoneId.of("Europe/Berlin"))));
  }

  @Test
  void cannot_be_deleted_from_the_history() {
    assertThatThrownBy(() ->
            test.database()
                .transact(session ->
                    session
                        .createNativeMutationQuery("delete from day_block_history")
                        .executeUpdate()))
        .hasMessageContaining("permission denied");
  }
}
