package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.Note;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;
import org.meterhaus.processing.vee.Rules;

@DisplayName("High use in closed periods")
class UseNotesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);
  private static final Instant NOW = Instant.parse("2026-12-31T00:00:00Z");
  private static final BlockChannel CHANNEL =
      new BlockChannel(7, 3, 3600, OptionalInt.of(20_000), BERLIN);

  /** A day of 24 hours with its registers, all of them times a factor. */
  private static Delivery day(int number, int factor, long[] register) {
    var readings = new ArrayList<Reading>();
    Instant midnight = FIRST.plusDays(number).atStartOfDay(BERLIN).toInstant();
    Instant end = FIRST.plusDays(number + 1L).atStartOfDay(BERLIN).toInstant();
    for (Instant at = midnight.plusSeconds(3600); !at.isAfter(end); at = at.plusSeconds(3600)) {
      int wh = factor * 300;
      register[0] += wh;
      readings.add(Reading.of(at, 0, wh, register[0]));
    }
    return new Delivery(7, 3, Source.sink("sink-lindenhof"), end.plusSeconds(60), readings);
  }

  /** Days with one high week, and, if so, the same weeks high in the year before. */
  private static List<Delivery> days(int count, int highFrom, boolean lastYear) {
    long[] register = {1_000};
    List<Delivery> days = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      boolean high = number >= highFrom && number < highFrom + 7;
      boolean then = lastYear && number >= highFrom - 378 && number < highFrom - 350;
      days.add(day(number, high || then ? 4 : 1, register));
    }
    return days;
  }

  private static List<Note> notes(MemoryChannel channel, int number) {
    return channel.block(FIRST.plusDays(number)).notes();
  }

  @Test
  void is_told_with_the_day_that_ends_the_week_whatever_the_order() {
    List<Delivery> days = days(60, 40, false);
    var atOnce = new MemoryChannel(CHANNEL, Rules.FINAL);
    atOnce.process(days, NOW);
    List<Delivery> shuffled = new ArrayList<>(days);
    java.util.Collections.shuffle(shuffled, new Random(3));
    var inDisorder = new MemoryChannel(CHANNEL, Rules.FINAL);
    for (int from = 0; from < shuffled.size(); from += 10) {
      inDisorder.process(shuffled.subList(from, from + 10), NOW);
    }

    assertThat(notes(atOnce, 46))
        .containsExactly(new Note(ValidationRule.HIGH_USE, 0, 24, 4 * 7_200, 7_200));
    assertThat(notes(atOnce, 39)).isEmpty();
    assertThat(notes(atOnce, 55)).isEmpty();
    assertThat(atOnce.block(FIRST.plusDays(46)).aggregate().worst()).isEqualTo(Quality.MEASURED);
    for (int number = 0; number < 60; number++) {
      assertThat(notes(inDisorder, number)).as("day %d", number).isEqualTo(notes(atOnce, number));
    }
  }

  @Test
  void is_not_told_live() {
    var live = new MemoryChannel(CHANNEL, Rules.LIVE);
    live.process(days(60, 40, false), NOW);

    assertThat(notes(live, 46)).isEmpty();
  }

  @Test
  void is_usual_where_last_year_was_the_same() {
    var channel = new MemoryChannel(CHANNEL, Rules.FINAL);
    channel.process(days(430, 410, true), NOW);

    assertThat(notes(channel, 38)).extracting(Note::rule).containsExactly(ValidationRule.HIGH_USE);
    assertThat(notes(channel, 416)).isEmpty();
  }
}
