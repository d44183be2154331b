package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;

/** One home whose value is the number of the half hour of the week, commissioned on a Monday. */
@DisplayName("A load profile")
class LoadProfileTest {
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);
  private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
  private static final long START_WH = 1_000_000;

  private static final Recording WEEK =
      new Recording(
          "counting",
          HALF_HOUR,
          LocalDate.of(2012, 6, 4),
          List.of("main"),
          "none",
          new int[][] {IntStream.range(0, 336).toArray()},
          ZoneOffset.UTC);

  private record Row(Instant end, int status, long energyWh, long registerWh) {}

  private static LoadProfile profile(Instant now, Fault... faults) {
    Consumption consumption = new Consumption(WEEK, START_WH, MONDAY, Switching.NONE);
    return new LoadProfile(
        0, new Faults(HALF_HOUR, List.of(faults)), () -> consumption, InstantSource.fixed(now));
  }

  private static Weekly monday(String time) {
    return new Weekly(DayOfWeek.MONDAY, LocalTime.parse(time));
  }

  private static List<Row> rows(List<Data> data) throws Malformed {
    List<Row> rows = new ArrayList<>();
    for (Data row : data) {
      List<Data> columns = row.asList();
      rows.add(
          new Row(
              CosemDateTime.from(columns.get(0)).toInstant(),
              (int) columns.get(1).asLong(),
              columns.get(2).asLong(),
              columns.get(3).asLong()));
    }
    return rows;
  }

  /** Numbers of the half hours that the rows are of. */
  private static List<Integer> intervals(List<Data> data) throws Malformed {
    return rows(data).stream()
        .map(row -> (int) Duration.between(MONDAY, row.end()).dividedBy(HALF_HOUR) - 1)
        .toList();
  }

  private static Instant at(int interval) {
    return MONDAY.plus(HALF_HOUR.multipliedBy(interval));
  }

  @Nested
  @DisplayName("without faults")
  class WithoutFaults {
    @Test
    void has_a_row_stamped_with_its_end_for_each_interval_that_is_over() throws Malformed {
      LoadProfile profile = profile(at(3).plusSeconds(1799));

      assertThat(rows(profile.entries(1, 0xFFFF_FFFFL)))
          .containsExactly(
              new Row(at(1), 0, 0, START_WH),
              new Row(at(2), 0, 1, START_WH + 1),
              new Row(at(3), 0, 2, START_WH + 3));
      assertThat(profile.entriesInUse()).isEqualTo(3);
    }

    @Test
    void gains_a_row_at_the_very_end_of_an_interval() {
      assertThat(profile(at(4).minusMillis(1)).entriesInUse()).isEqualTo(3);
      assertThat(profile(at(4)).entriesInUse()).isEqualTo(4);
    }

    @Test
    void gives_a_range_with_both_its_ends() throws Malformed {
      LoadProfile profile = profile(at(48));

      assertThat(intervals(profile.between(at(10), at(12)))).containsExactly(9, 10, 11);
      assertThat(intervals(profile.between(at(10).plusMillis(1), at(12).minusMillis(1))))
          .containsExactly(10);
      assertThat(profile.between(at(10).plusMillis(1), at(11).minusMillis(1))).isEmpty();
    }

    @Test
    void gives_of_a_range_what_there_is() throws Malformed {
      LoadProfile profile = profile(at(3));

      assertThat(intervals(profile.between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))))
          .containsExactly(0, 1, 2);
      assertThat(profile.between(at(-10), at(0))).isEmpty();
      assertThat(profile.between(at(4), at(10))).isEmpty();
    }

    @Test
    void gives_entries_by_number_and_no_more_than_there_are() throws Malformed {
      LoadProfile profile = profile(at(10));

      assertThat(intervals(profile.entries(3, 5))).containsExactly(2, 3, 4);
      assertThat(intervals(profile.entries(9, 99))).containsExactly(8, 9);
      assertThat(profile.entries(11, 99)).isEmpty();
    }

    @Test
    void forgets_what_is_older_than_its_depth() throws Malformed {
      Instant now = MONDAY.plus(LoadProfile.DEPTH).plus(Duration.ofDays(7));

      List<Data> first = profile(now).entries(1, 1);

      assertThat(rows(first).getFirst().end())
          .isEqualTo(MONDAY.plus(Duration.ofDays(7)).plus(HALF_HOUR));
    }
  }

  @Nested
  @DisplayName("with lost intervals")
  class WithLostIntervals {
    private final LoadProfile profile = profile(at(48), new Fault.Lost(0, monday("05:00"), 3));

    @Test
    void has_no_rows_of_them_while_the_register_counts_on() throws Malformed {
      List<Row> rows = rows(profile.between(at(9), at(15)));

      assertThat(rows).extracting(Row::end).containsExactly(at(9), at(10), at(14), at(15));
      assertThat(rows.get(2).registerWh() - rows.get(1).registerWh()).isEqualTo(10 + 11 + 12 + 13);
      assertThat(profile.entriesInUse()).isEqualTo(45);
    }
  }

  @Nested
  @DisplayName("with a repeated block")
  class WithRepeatedBlock {
    private final LoadProfile profile = profile(at(48), new Fault.Repeated(0, monday("05:00"), 3));

    @Test
    void has_the_block_after_itself() throws Malformed {
      assertThat(intervals(profile.entries(9, 19)))
          .containsExactly(8, 9, 10, 11, 12, 10, 11, 12, 13, 14, 15);
      assertThat(profile.entriesInUse()).isEqualTo(51);
    }

    @Test
    void gives_the_rows_twice_to_a_range_that_cuts_the_block() throws Malformed {
      assertThat(intervals(profile.between(at(10), at(12)))).containsExactly(9, 10, 11, 10, 11);
      assertThat(intervals(profile.between(at(13), at(14)))).containsExactly(12, 12, 13);
    }

    @Test
    void has_the_block_once_as_long_as_it_is_not_complete() throws Malformed {
      LoadProfile live = profile(at(12), new Fault.Repeated(0, monday("05:00"), 3));

      assertThat(intervals(live.between(at(10), at(99)))).containsExactly(9, 10, 11);
    }

    @Test
    void of_one_interval_has_its_row_twice() throws Malformed {
      LoadProfile single = profile(at(48), new Fault.Repeated(0, monday("05:00"), 1));

      assertThat(intervals(single.between(at(10), at(12)))).containsExactly(9, 10, 10, 11);
    }

    /** Every range of every length gives what filtering the whole buffer by time gives. */
    @Test
    void gives_to_any_range_what_the_whole_buffer_has_in_it() throws Malformed {
      List<Integer> all = intervals(profile.entries(1, 0xFFFF_FFFFL));
      for (int from = 1; from < 20; from++) {
        for (int to = from; to < 20; to++) {
          int first = from;
          int last = to;
          Stream<Integer> expected = all.stream().filter(i -> i + 1 >= first && i + 1 <= last);

          assertThat(intervals(profile.between(at(from), at(to)))).isEqualTo(expected.toList());
        }
      }
    }
  }

  @Nested
  @DisplayName("with a whole day repeated, every day")
  class WithDailyBlock {
    @Test
    void repeats_each_day_on_its_own() throws Malformed {
      Weekly daily = new Weekly(null, LocalTime.MIDNIGHT);
      LoadProfile profile = profile(at(96), new Fault.Repeated(0, daily, 48));

      assertThat(intervals(profile.entries(1, 0xFFFF_FFFFL)))
          .isEqualTo(
              Stream.of(
                      IntStream.range(0, 48),
                      IntStream.range(0, 48),
                      IntStream.range(48, 96),
                      IntStream.range(48, 96))
                  .flatMap(IntStream::boxed)
                  .toList());
    }
  }

  @Nested
  @DisplayName("with a spike")
  class WithSpike {
    @Test
    void tells_too_much_for_one_interval_and_keeps_the_register_right() throws Malformed {
      LoadProfile profile = profile(at(48), new Fault.Spike(0, monday("05:00"), 30_000));

      List<Row> rows = rows(profile.between(at(10), at(12)));

      assertThat(rows).extracting(Row::energyWh).containsExactly(9L, 30_010L, 11L);
      assertThat(rows.get(1).registerWh() - rows.get(0).registerWh()).isEqualTo(10);
    }
  }
}
