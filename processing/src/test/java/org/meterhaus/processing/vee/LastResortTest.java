package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.ChannelClass;
import org.meterhaus.db.blocks.Quality;

/** Channels without a past of their own: rather a typical day than none, where there is a size. */
@DisplayName("The standard load profile")
class LastResortTest {
  /** The home's data begin on a Thursday; the Saturday is lost. */
  private static final int DAYS = 4;

  private static final int FROM = 48;
  private static final int UNTIL = 72;

  /** Of half hours. */
  private static final int QUARTER_DAY = 12;

  private static long sum(RepairedSeries repaired, int from, int until) {
    return LongStream.range(from, until).map(slot -> repaired.wh((int) slot)).sum();
  }

  private static Home weekend(ChannelClass kind) {
    long[] used = Home.used(7, 1);
    Home home = new Home(7, kind);
    for (int slot = 72; slot < used.length; slot++) {
      if (slot < 120 || slot >= 144) {
        home.energy(slot, used[slot]);
      }
    }
    return home;
  }

  @Test
  void is_the_table_of_the_association() {
    StandardProfile h0 = StandardProfile.households();

    // 70.8 W at midnight of a Saturday in winter, before the factor of the day of the year
    assertThat(h0.watts(LocalDate.of(2026, 1, 3), 0, 900)).isCloseTo(70.84 * 1.2457, within(0.1));
    double kwh =
        IntStream.range(0, 365)
            .mapToDouble(day ->
                IntStream.range(0, 24)
                    .mapToDouble(hour ->
                        h0.watts(LocalDate.of(2026, 1, 1).plusDays(day), hour * 3600, 3600) / 1000)
                    .sum())
            .sum();
    assertThat(kwh).isCloseTo(1000, within(15.0));
  }

  @Test
  void stands_in_for_the_first_saturday_of_a_home() {
    RepairedSeries repaired = weekend(ChannelClass.MAIN).repair(Rules.LIVE);

    for (int slot = 120; slot < 144; slot++) {
      assertThat(repaired.quality(slot)).isEqualTo(Quality.STANDARD_PROFILE);
      assertThat(repaired.wh(slot))
          .isBetween((long) repaired.low(slot), (long) repaired.high(slot));
    }
    long friday = sum(repaired, 96, 120);
    assertThat(sum(repaired, 120, 144)).isBetween(friday / 2, friday * 2);
    assertThat(repaired.wh(120 + 12)).isGreaterThan(2 * repaired.wh(120 + 3));
  }

  @Test
  void looks_at_nothing_from_later_when_live() {
    Home other = weekend(ChannelClass.MAIN);
    Home home = new Home(7);
    for (int slot = 72; slot < 120; slot++) {
      home.energy(slot, other.choice().energy()[slot]);
    }
    for (int slot = 144; slot < 168; slot++) {
      home.energy(slot, 5_000);
    }

    RepairedSeries one = other.repair(Rules.LIVE);
    RepairedSeries two = home.repair(Rules.LIVE);

    for (int slot = 120; slot < 144; slot++) {
      assertThat(two.wh(slot)).isEqualTo(one.wh(slot));
    }
  }

  @Test
  void describes_no_appliance_and_no_channel_without_a_size() {
    RepairedSeries appliance = weekend(ChannelClass.APPLIANCE).repair(Rules.LIVE);
    RepairedSeries unknown = new Home(7).energy(0, 100).energy(160, 100).repair(Rules.LIVE);

    assertThat(appliance.quality(130)).isEqualTo(Quality.MISSING);
    assertThat(unknown.quality(130)).isEqualTo(Quality.MISSING);
  }

  @Test
  void gives_way_to_the_channels_own_past() {
    long[] used = Home.used(60, 2);
    Home home = new Home(60);
    for (int slot = 0; slot < used.length; slot++) {
      if (slot < 1_000 || slot >= 1_024) {
        home.energy(slot, used[slot]);
      }
    }

    assertThat(home.repair(Rules.LIVE).quality(1_010)).isEqualTo(Quality.SIMILAR_DAYS);
  }

  @Test
  void shares_out_what_the_register_knows_of_a_home_without_a_past() {
    Home home = new Home(DAYS).register(24, 10_000).register(FROM, 18_000);
    home.register(UNTIL, 30_000).energy(80, 300);

    RepairedSeries repaired = home.repair(Rules.LIVE);

    assertThat(sum(repaired, FROM, UNTIL)).isEqualTo(12_000);
    assertThat(repaired.quality(FROM + 3)).isEqualTo(Quality.REGISTER_SCALED);
    assertThat(repaired.wh(FROM + 19)).isGreaterThan(3 * repaired.wh(FROM + 3));
  }

  @Test
  void comes_nearer_to_recorded_homes_than_their_mean() throws IOException {
    double profile = 0;
    double mean = 0;
    int parts = 0;
    try (Stream<Path> files = Files.list(Path.of("../samples/recordings"))) {
      for (Path file : files.filter(each -> each.toString().contains("SGSC")).sorted().toList()) {
        List<String> days =
            Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
        for (int first = 0; first + 4 <= 56; first += 4) {
          long[] used =
              days.subList(first, first + 4).stream()
                  .flatMapToLong(
                      line -> Stream.of(line.split(",", -1)).skip(2).mapToLong(Long::parseLong))
                  .toArray();
          LocalDate begin = LocalDate.parse(days.get(first).split(",", -1)[0].substring(0, 10));
          RepairedSeries repaired = lost(used, begin);
          double known = LongStream.of(used).limit(96).average().orElseThrow();
          for (int from = 96; from < 144; from += QUARTER_DAY) {
            if (repaired.quality(from) == Quality.STANDARD_PROFILE) {
              long was = LongStream.of(used).skip(from).limit(QUARTER_DAY).sum();
              long is = sum(repaired, from, from + QUARTER_DAY);
              profile += Math.abs(is - was);
              mean += Math.abs(known * QUARTER_DAY - was);
              parts++;
            }
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d quarters of days by standard profile: error %.3f of the mean's%n",
        parts,
        profile / mean);
    assertThat(parts).isGreaterThan(500);
    assertThat(profile / mean).isLessThan(0.98);
  }

  /** Two days known, the third lost, the fourth known. */
  private static RepairedSeries lost(long[] used, LocalDate begin) {
    Instant start = begin.atStartOfDay(ZoneOffset.UTC).toInstant();
    var series =
        new MeterSeries(
            start, used.length, 1800, ZoneOffset.UTC, OptionalInt.empty(), OptionalLong.empty());
    for (int slot = 0; slot < used.length; slot++) {
      if (slot < 96 || slot >= 144) {
        long end = start.getEpochSecond() + (slot + 1) * 1800L;
        series.offer(end, used[slot], MeterSeries.NONE, end);
      }
    }
    return series.repair(Rules.LIVE);
  }
}
