package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.Sorting;

/** Hours of a channel that uses 100 Wh each, unless a test says otherwise. */
@DisplayName("A clean day")
class DerivationTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate TUESDAY = LocalDate.of(2026, 3, 10);
  private static final int HOUR = 3600;
  private static final int LIMIT = 5_000;
  private static final Source SINK = Source.sink("sink-lindenhof");
  private static final Source CUSTOMER = Source.customer("c-A-01");

  /** Deliveries to one channel, and what they come to. */
  private static final class Meter {
    private final BlockChannel channel;
    private final List<Delivery> deliveries = new ArrayList<>();

    Meter(OptionalInt maxWh) {
      this.channel = new BlockChannel(1, 0, HOUR, maxWh, BERLIN);
    }

    Meter says(Reading... readings) {
      return says(SINK, 60, readings);
    }

    /** The same, received some seconds after the last reading. */
    Meter says(Source source, int afterS, Reading... readings) {
      if (readings.length > 0) {
        Instant received = readings[readings.length - 1].end().plusSeconds(afterS);
        deliveries.add(new Delivery(1, 0, source, received, List.of(readings)));
      }
      return this;
    }

    CleanDay day(LocalDate day) {
      LocalDate first =
          deliveries.stream()
              .flatMap(delivery -> Sorting.of(delivery, BERLIN).days().keySet().stream())
              .min(LocalDate::compareTo)
              .orElseThrow();
      Instant until =
          deliveries.stream()
              .flatMap(delivery -> delivery.readings().stream())
              .map(Reading::end)
              .max(Instant::compareTo)
              .orElseThrow();
      var days = new ArrayList<RawDay>();
      LocalDate last = until.minusSeconds(1).atZone(BERLIN).toLocalDate();
      for (LocalDate each = first; !each.isAfter(last); each = each.plusDays(1)) {
        RawDay raw = RawDay.EMPTY;
        for (Delivery delivery : deliveries) {
          raw =
              raw.with(
                  Sorting.of(delivery, BERLIN).days().getOrDefault(each, RawDay.EMPTY.values()));
        }
        days.add(raw);
      }
      return Derivation.derive(
              new RawWindow(channel, first, days), day, day.plusDays(1), until, Rules.SIMPLE)
          .getFirst();
    }

    CleanValues values(LocalDate day) {
      return day(day).values();
    }
  }

  private static Meter meter() {
    return new Meter(OptionalInt.of(LIMIT));
  }

  private static Instant end(LocalDate day, int slot) {
    return new DayGrid(day, BERLIN, HOUR).end(slot);
  }

  /** A row of the profile; the register is 1000 at the day's start and rises by 100 an hour. */
  private static Reading row(LocalDate day, int slot) {
    return Reading.of(end(day, slot), 0, 100, 1000 + 100L * (slot + 1));
  }

  private static Reading[] rows(LocalDate day, int from, int until) {
    return IntStream.range(from, until).mapToObj(slot -> row(day, slot)).toArray(Reading[]::new);
  }

  private static Reading[] energies(LocalDate day, int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(slot -> Reading.energy(end(day, slot), 100))
        .toArray(Reading[]::new);
  }

  private static String text(CleanValues values, int from, int until) {
    return String.join(" ", List.of(values.toString().split(" ")).subList(from, until));
  }

  @Test
  void is_what_the_meter_said_where_it_agrees_with_itself() {
    CleanDay day = meter().says(rows(TUESDAY, 0, 24)).day(TUESDAY);

    assertThat(day.settled()).isTrue();
    assertThat(day.due()).isEqualTo(24);
    assertThat(text(day.values(), 0, 24)).matches("100( 100){23}");
  }

  @Test
  void has_nothing_after_the_last_report() {
    CleanDay day = meter().says(rows(TUESDAY, 0, 3)).day(TUESDAY);

    assertThat(day.dataUntil()).isEqualTo(end(TUESDAY, 2));
    assertThat(day.due()).isEqualTo(3);
    assertThat(day.settled()).isTrue();
    assertThat(text(day.values(), 2, 5)).isEqualTo("100 - -");
  }

  @Test
  void has_a_gap_before_the_first_report() {
    assertThat(text(meter().says(rows(TUESDAY, 3, 24)).values(TUESDAY), 0, 5))
        .isEqualTo("- - - 100 100");
  }

  @Nested
  @DisplayName("with a gap between two registers")
  class Anchored {

    @Test
    void has_the_exact_difference_in_a_single_interval() {
      CleanValues values =
          meter().says(rows(TUESDAY, 0, 5)).says(rows(TUESDAY, 6, 24)).values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100/10 100");
    }

    /** 350 Wh in two hours between 100 and 400: the line says 200 and 300, the register scales. */
    @Test
    void has_a_line_scaled_to_the_advance_up_to_two_hours() {
      CleanValues values =
          meter()
              .says(row(TUESDAY, 0), Reading.of(end(TUESDAY, 3), 0, 400, 1100 + 350 + 400))
              .values(TUESDAY);

      assertThat(text(values, 0, 4)).isEqualTo("100 140/11 210/11 400");
    }

    @Test
    void has_the_shape_of_like_days_scaled_to_the_advance_above_two_hours() {
      var meter = meter();
      // four working days with 50 Wh, but 450 Wh from 9 to 10
      for (LocalDate day :
          List.of(TUESDAY.minusDays(5), TUESDAY.minusDays(4), TUESDAY.minusDays(1))) {
        meter.says(
            IntStream.range(0, 24)
                .mapToObj(slot -> Reading.energy(end(day, slot), slot == 9 ? 450 : 50))
                .toArray(Reading[]::new));
      }
      CleanValues values =
          meter
              .says(rows(TUESDAY, 0, 7))
              .says(Reading.of(end(TUESDAY, 11), 0, 100, 1700 + 1200 + 100))
              .values(TUESDAY);

      assertThat(text(values, 6, 12)).isEqualTo("100 100/11 100/11 900/11 100/11 100");
    }

    @Test
    void meets_the_advance_to_the_watt_hour_across_midnight() {
      LocalDate wednesday = TUESDAY.plusDays(1);
      var meter =
          meter()
              .says(rows(TUESDAY, 0, 20))
              .says(Reading.of(end(wednesday, 3), 0, 100, 3000 + 1003 + 100));

      CleanValues before = meter.values(TUESDAY);
      CleanValues after = meter.values(wednesday);

      long sum =
          IntStream.range(20, 24).mapToLong(slot -> before.wh(slot).orElseThrow()).sum()
              + IntStream.range(0, 3).mapToLong(slot -> after.wh(slot).orElseThrow()).sum();
      assertThat(sum).isEqualTo(1003);
      assertThat(before.quality(20)).isEqualTo(Quality.REGISTER_SCALED);
      assertThat(after.quality(2)).isEqualTo(Quality.REGISTER_SCALED);
    }

    @Test
    void uses_registers_that_were_read_on_their_own() {
      CleanValues values =
          meter()
              .says(Reading.register(end(TUESDAY.minusDays(1), 23), 5_000))
              .says(energies(TUESDAY, 0, 10))
              .says(energies(TUESDAY, 12, 24))
              .says(Reading.register(end(TUESDAY, 23), 5_000 + 22 * 100 + 301))
              .values(TUESDAY);

      assertThat(text(values, 9, 13)).isEqualTo("100 151/11 150/11 100");
    }

    /** Another meter: the advance is more than the fuse lets pass, so it says nothing. */
    @Test
    void does_not_believe_an_advance_that_no_fuse_lets_pass() {
      CleanValues values =
          meter()
              .says(rows(TUESDAY, 0, 5))
              .says(Reading.of(end(TUESDAY, 6), 0, 100, 900_000))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100/12 100");
    }
  }

  @Nested
  @DisplayName("with a gap and no register")
  class Free {

    @Test
    void has_a_line_up_to_two_hours() {
      CleanValues values =
          meter()
              .says(Reading.energy(end(TUESDAY, 0), 100), Reading.energy(end(TUESDAY, 3), 400))
              .values(TUESDAY);

      assertThat(text(values, 0, 4)).isEqualTo("100 200/12 300/12 400");
    }

    @Test
    void has_the_mean_of_the_last_like_days_above_two_hours() {
      LocalDate monday = TUESDAY.minusDays(1);
      CleanValues values =
          meter()
              .says(energies(monday.minusDays(1), 0, 24))
              .says(
                  IntStream.range(0, 24)
                      .mapToObj(slot -> Reading.energy(end(monday, slot), 10 * slot))
                      .toArray(Reading[]::new))
              .says(energies(TUESDAY, 0, 10))
              .says(energies(TUESDAY, 13, 24))
              .values(TUESDAY);

      // Sunday does not serve a Tuesday
      assertThat(text(values, 9, 14)).isEqualTo("100 100/13 110/13 120/13 100");
    }

    @Test
    void stays_a_gap_above_two_hours_without_history() {
      CleanDay day =
          meter().says(energies(TUESDAY, 0, 10)).says(energies(TUESDAY, 13, 24)).day(TUESDAY);

      assertThat(text(day.values(), 9, 14)).isEqualTo("100 - - - 100");
      assertThat(day.settled()).isFalse();
    }
  }

  @Nested
  @DisplayName("with a value that cannot be")
  class Spoilt {

    @Test
    void has_the_register_difference_in_place_of_a_spike() {
      CleanValues values =
          meter()
              .says(rows(TUESDAY, 0, 5))
              .says(Reading.of(end(TUESDAY, 5), 0, 4_000, 1600))
              .says(rows(TUESDAY, 6, 24))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100/10 100");
    }

    @Test
    void has_an_estimate_in_place_of_a_spike_above_the_fuse_where_no_register_tells() {
      CleanValues values =
          meter()
              .says(energies(TUESDAY, 0, 5))
              .says(Reading.energy(end(TUESDAY, 5), LIMIT + 1))
              .says(energies(TUESDAY, 6, 24))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100/12 100");
    }

    @Test
    void keeps_a_large_value_that_the_fuse_lets_pass() {
      CleanValues values =
          meter()
              .says(energies(TUESDAY, 0, 5))
              .says(Reading.energy(end(TUESDAY, 5), LIMIT))
              .says(energies(TUESDAY, 6, 24))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 5000 100");
    }

    @Test
    void keeps_a_value_above_the_fuse_that_the_register_confirms() {
      CleanValues values =
          meter()
              .says(
                  row(TUESDAY, 0), Reading.of(end(TUESDAY, 1), 0, LIMIT + 500, 1100 + LIMIT + 500))
              .values(TUESDAY);

      assertThat(text(values, 0, 2)).isEqualTo("100 5500");
    }

    @Test
    void drops_one_wrong_register_and_keeps_the_intervals_beside_it() {
      CleanDay day =
          meter()
              .says(rows(TUESDAY, 0, 5))
              .says(Reading.of(end(TUESDAY, 5), 0, 100, 77_000))
              .says(rows(TUESDAY, 6, 24))
              .day(TUESDAY);

      assertThat(day.settled()).isTrue();
    }

    @Test
    void keeps_the_intervals_where_a_register_starts_again() {
      CleanDay day =
          meter()
              .says(rows(TUESDAY, 0, 12))
              .says(
                  IntStream.range(12, 24)
                      .mapToObj(slot -> Reading.of(end(TUESDAY, slot), 0, 100, 100L * (slot - 11)))
                      .toArray(Reading[]::new))
              .day(TUESDAY);

      assertThat(day.settled()).isTrue();
    }

    @Test
    void replaces_a_negative_energy() {
      CleanValues values =
          meter()
              .says(rows(TUESDAY, 0, 5))
              .says(Reading.of(end(TUESDAY, 5), 0, -100, 1600))
              .says(rows(TUESDAY, 6, 24))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100/10 100");
    }
  }

  @Nested
  @DisplayName("of conflicting reports")
  class Conflicting {

    @Test
    void has_the_one_that_the_registers_confirm_whichever_came_first() {
      Reading wrong = Reading.of(end(TUESDAY, 5), 0, 140, 1640);
      for (int wrongAfterS : new int[] {1, 100_000}) {
        CleanDay day =
            meter().says(rows(TUESDAY, 0, 24)).says(SINK, wrongAfterS, wrong).day(TUESDAY);

        assertThat(text(day.values(), 4, 7)).isEqualTo("100 100 100");
      }
    }

    @Test
    void has_the_later_one_where_no_register_tells() {
      CleanValues values =
          meter()
              .says(SINK, 10, Reading.energy(end(TUESDAY, 0), 70))
              .says(SINK, 20, Reading.energy(end(TUESDAY, 0), 60))
              .values(TUESDAY);

      assertThat(text(values, 0, 1)).isEqualTo("60");
    }

    @Test
    void has_the_meters_word_before_the_customers() {
      CleanValues values =
          meter()
              .says(energies(TUESDAY, 0, 24))
              .says(CUSTOMER, 100_000, Reading.energy(end(TUESDAY, 5), 1))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 100 100");
    }

    @Test
    void has_the_customers_word_marked_where_there_is_no_other() {
      CleanValues values =
          meter()
              .says(energies(TUESDAY, 0, 5))
              .says(CUSTOMER, 60, Reading.energy(end(TUESDAY, 5), 42))
              .says(energies(TUESDAY, 6, 24))
              .values(TUESDAY);

      assertThat(text(values, 4, 7)).isEqualTo("100 42/20 100");
    }

    @Test
    void has_the_registers_word_before_the_customers() {
      var meter = meter().says(rows(TUESDAY, 0, 5)).says(rows(TUESDAY, 7, 24));

      meter.says(
          CUSTOMER, 60, Reading.energy(end(TUESDAY, 5), 900), Reading.energy(end(TUESDAY, 6), 900));
      assertThat(text(meter.values(TUESDAY), 4, 8)).isEqualTo("100 100/11 100/11 100");

      meter.says(
          CUSTOMER, 120, Reading.energy(end(TUESDAY, 5), 30), Reading.energy(end(TUESDAY, 6), 170));
      assertThat(text(meter.values(TUESDAY), 4, 8)).isEqualTo("100 30/20 170/20 100");
    }
  }

  @Test
  void is_measured_where_a_meter_reports_nothing_but_its_register() {
    CleanValues values =
        meter()
            .says(
                Reading.register(end(TUESDAY, 0), 1000),
                Reading.register(end(TUESDAY, 1), 1040),
                Reading.register(end(TUESDAY, 4), 1070))
            .values(TUESDAY);

    assertThat(text(values, 0, 5)).isEqualTo("- 40 10/11 10/11 10/11");
  }

  @Test
  void ignores_a_reading_off_the_grid() {
    CleanDay day =
        meter()
            .says(rows(TUESDAY, 0, 24))
            .says(
                new Reading(
                    end(TUESDAY, 5).plusSeconds(7), 0, OptionalInt.of(9), OptionalLong.of(5)))
            .day(TUESDAY);

    assertThat(day.settled()).isTrue();
  }

  @Nested
  @DisplayName("when the clocks change")
  class ClockChange {
    private static final LocalDate SHORT = LocalDate.of(2026, 3, 29);
    private static final LocalDate LONG = LocalDate.of(2026, 10, 25);

    @Test
    void has_twenty_three_or_twenty_five_hours() {
      assertThat(meter().says(rows(SHORT, 0, 23)).day(SHORT).values().size()).isEqualTo(23);
      assertThat(meter().says(rows(LONG, 0, 25)).day(LONG).values().size()).isEqualTo(25);
    }

    /** On the short Sunday, slot 10 is 11 o'clock; on the Sunday before it is slot 11. */
    @Test
    void takes_like_days_at_the_same_time_on_the_clock() {
      LocalDate sundayBefore = SHORT.minusDays(7);
      CleanValues values =
          meter()
              .says(
                  IntStream.range(0, 24)
                      .mapToObj(slot -> Reading.energy(end(sundayBefore, slot), 10 * slot))
                      .toArray(Reading[]::new))
              .says(energies(SHORT, 0, 10))
              .says(energies(SHORT, 14, 23))
              .values(SHORT);

      assertThat(text(values, 9, 15)).isEqualTo("100 110/13 120/13 130/13 140/13 100");
    }
  }
}
