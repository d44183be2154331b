package org.meterhaus.processing.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A small bench on the appliances of the sample recordings: half of eight weeks say what is usual,
 * faults of 5 to 14 days are put into the other half of every second case, as the large bench does
 * (docs/device-faults.md has its results).
 */
@DisplayName("The fault detection on recorded appliances")
class SampleBenchTest {
  private static final Path RECORDINGS = Path.of("../samples/recordings");
  private static final List<String> HOMES =
      List.of("IDEAL_House65.csv", "REFIT_House2.csv", "REFIT_House20.csv");
  private static final int HALF = 28;
  private static final int SEEDS = 6;

  @Test
  void finds_most_faulty_days_and_raises_few_false_alarms() {
    int hit = 0;
    int missed = 0;
    int wrong = 0;
    int soundDays = 0;
    for (List<int[]> days : appliances()) {
      boolean[] alarms = reported(days);
      for (FaultRule rule :
          List.of(FaultRule.STUCK_ON, FaultRule.DEAD, FaultRule.DEGRADED, FaultRule.STANDBY)) {
        for (int seed = 0; seed < SEEDS; seed++) {
          RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
          int length = 5 + random.nextInt(10);
          int from = HALF + 3 + random.nextInt(HALF - 4 - length);
          List<int[]> faulty = inject(days, rule, random, from, from + length);
          boolean[] reported = reported(faulty);
          for (int day = HALF; day < 2 * HALF; day++) {
            boolean bad = day >= from && day < from + length;
            hit += bad && reported[day] ? 1 : 0;
            missed += bad && !reported[day] ? 1 : 0;
            wrong += !bad && reported[day] ? 1 : 0;
            // half of the cases are sound
            wrong += alarms[day] ? 1 : 0;
            soundDays += bad ? 1 : 2;
          }
        }
      }
    }
    double f1 = 2.0 * hit / (2.0 * hit + missed + wrong);
    double falseDaysAMonth = 30.0 * wrong / soundDays;

    assertThat(f1).as("F1 by device-day").isGreaterThan(0.75);
    assertThat(falseDaysAMonth).as("false-alarm days a device-month").isLessThan(0.5);
  }

  private static List<int[]> inject(
      List<int[]> days, FaultRule rule, RandomGenerator random, int from, int until) {
    int[] hours = days.subList(0, HALF).stream().flatMapToInt(Arrays::stream).sorted().toArray();
    double running = hours[(int) (0.97 * hours.length)];
    double factor = 1.4 + 0.5 * random.nextDouble();
    double creep = Math.max(8 + 32 * random.nextDouble(), 0.15 * running);
    return Appliance.with(
        days,
        from,
        until,
        wh ->
            switch (rule) {
              case STUCK_ON -> (int) Math.max(wh, running * (0.95 + 0.1 * random.nextDouble()));
              case DEAD -> 0;
              case DEGRADED -> (int) Math.round(wh * factor);
              case STANDBY -> (int) Math.round(wh + creep);
              case MISSING, INRUSH -> throw new AssertionError(rule);
            });
  }

  private static boolean[] reported(List<int[]> all) {
    DetectionConfig config = DetectionConfig.standard();
    List<DeviceDay> days = Appliance.deviceDays(all);
    var reported = new boolean[all.size()];
    new FaultDetector(config)
            .findings(
                days.subList(0, HALF), days.subList(HALF, 2 * HALF), Thresholds.standard(config))
            .stream()
            .filter(finding -> finding.state() == Finding.State.CONFIRMED)
            .forEach(finding -> {
              for (int day = HALF; day < 2 * HALF; day++) {
                LocalDate date = Appliance.START.plusDays(day);
                reported[day] |= finding.overlaps(date, date);
              }
            });
    return reported;
  }

  /** The hours of every appliance that is used on half of its days, eight weeks each. */
  private static List<List<int[]>> appliances() {
    var all = new ArrayList<List<int[]>>();
    for (String home : HOMES) {
      var channels = new TreeMap<String, List<int[]>>();
      try (Stream<String> lines = Files.lines(RECORDINGS.resolve(home))) {
        lines
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(","))
            .filter(fields -> !fields[1].equals("0"))
            .forEach(fields ->
                channels.computeIfAbsent(fields[1], _ -> new ArrayList<>()).add(hours(fields)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      channels.values().stream().filter(SampleBenchTest::isUsed).forEach(all::add);
    }
    assertThat(all).as("appliances").hasSizeGreaterThan(4);
    return all;
  }

  private static boolean isUsed(List<int[]> days) {
    return days.size() >= 2 * HALF
        && days.stream().limit(HALF).filter(day -> Arrays.stream(day).sum() > 20).count()
            > HALF / 2;
  }

  private static int[] hours(String[] fields) {
    int perHour = (fields.length - 2) / 24;
    int[] hours = new int[24];
    for (int slot = 0; slot < 24 * perHour; slot++) {
      hours[slot / perHour] += Integer.parseInt(fields[2 + slot].strip());
    }
    return hours;
  }
}
