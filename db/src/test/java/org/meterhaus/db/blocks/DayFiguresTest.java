package org.meterhaus.db.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;

@DisplayName("The figures of days")
class DayFiguresTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-03-01");

  private static TestDatabase test;
  private static long channel;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          channel = TestHouse.flat(session, "A-01", "MHV0000000000001", 3_600, 5_000);
          insert(session, FIRST, "{1,2}", "0000", "2, 3, 1, 2", 0);
          insert(session, FIRST.plusDays(1), "{5,NULL}", "005a", "1, 5, 5, 5", 90);
          insert(session, FIRST.plusDays(2), "{NULL,NULL}", "5a5a", "0, null, null, null", 0);
          insert(session, FIRST.plusDays(4), "{4,6}", "000b", "2, 10, 4, 6", 11);
        });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  private static void insert(
      StatelessSession session,
      LocalDate day,
      String values,
      String quality,
      String figures,
      int worst) {
    session
        .createNativeMutationQuery(
            """
            insert into day_block (channel_id, day, revision, partition, expected, "values", quality,
              present, sum_wh, min_wh, max_wh, worst_quality, raw, data_until, derivation, derived_at)
            values (%d, '%s', 1, 0, 2, '%s', decode('%s', 'hex'), %s, %d, '', now(), 1, now())
            """
                .formatted(channel, day, values, quality, figures, worst))
        .executeUpdate();
  }

  @Test
  void are_found_in_order_and_without_days_that_have_no_block() {
    List<DayFigure> figures =
        test.database()
            .reading(session -> new DayFigures(session).find(channel, FIRST, FIRST.plusDays(5)));

    assertThat(figures)
        .containsExactly(
            new DayFigure(FIRST, 2, 2, 3, 1, 2, Quality.MEASURED),
            new DayFigure(FIRST.plusDays(1), 2, 1, 5, 5, 5, Quality.MISSING),
            new DayFigure(FIRST.plusDays(2), 2, 0, 0, 0, 0, Quality.MEASURED),
            new DayFigure(FIRST.plusDays(4), 2, 2, 10, 4, 6, Quality.REGISTER_SCALED));
    assertThat(figures)
        .extracting(DayFigure::isMeasured)
        .containsExactly(true, false, false, false);
  }

  @Test
  void come_with_the_blocks_of_some_days() {
    List<DayBlock> blocks =
        test.database()
            .reading(session ->
                new DayFigures(session)
                    .blocks(channel, List.of(FIRST.plusDays(4), FIRST, FIRST.plusDays(3))));

    assertThat(blocks).extracting(DayBlock::day).containsExactly(FIRST, FIRST.plusDays(4));
    assertThat(blocks.getLast().values().quality(1)).isEqualTo(Quality.REGISTER_SCALED);
  }

  /** Answers over years rest on it; a column more in the query and it would be lost unseen. */
  @Test
  void are_read_from_the_index_alone() {
    List<?> plan =
        test.database()
            .inTransaction(session -> {
              session.createNativeMutationQuery("set local enable_seqscan = off").executeUpdate();
              session
                  .createNativeMutationQuery("set local enable_bitmapscan = off")
                  .executeUpdate();
              return session
                  .createNativeQuery(
                      "explain "
                          + DayFigures.FIND
                              .replaceFirst("\\?", "1")
                              .replaceFirst("\\?", "'2026-03-01'")
                              .replaceFirst("\\?", "'2026-04-01'"),
                      String.class)
                  .getResultList();
            });

    assertThat(String.join("\n", plan.stream().map(String::valueOf).toList()))
        .contains("Index Only Scan using day_block_pkey");
  }
}
