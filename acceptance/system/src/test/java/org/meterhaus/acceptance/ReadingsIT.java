package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.meters.Building;
import org.meterhaus.meters.Damage;
import org.meterhaus.meters.Fault;

/**
 * Issue: what the sample says is what a customer reads, to the Wh, and what was repaired says so.
 */
@DisplayName("The readings of the running house")
class ReadingsIT {
  @TempDir static Path directory;

  private static House house;
  private static Building building;
  private static Instant from;
  private static Instant to;

  @BeforeAll
  static void start() throws IOException {
    building = Building.read(House.checkout().resolve("samples/building.json"));
    house = House.ready(directory.resolve("var"), Map.of());
    // the last whole week, Monday to Monday: every weekly fault has happened in it once
    LocalDate monday =
        LocalDate.now(building.zone())
            .with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
    from = monday.minusWeeks(1).atStartOfDay(building.zone()).toInstant();
    to = monday.atStartOfDay(building.zone()).toInstant();
    Building.Unit last = building.units().getLast();
    Rest rest = house.signIn(username(last));
    house.await(
        "readings of " + last.id(),
        Duration.ofMinutes(1),
        () -> !rest.get("usage-points/" + last.id() + "/availability").path("dataUntil").isNull());
    for (Building.Unit unit : building.units()) {
      Rest customer = house.signIn(username(unit));
      house.await(
          "the week of " + unit.id(), Duration.ofMinutes(1), () -> isComplete(customer, unit));
    }
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void of_every_flat_equal_the_recording_where_measured_and_say_what_was_repaired() {
    List<String> wrong = new ArrayList<>();
    int measured = 0;
    int repaired = 0;
    for (Building.Unit unit : building.units()) {
      JsonNode readings = readings(house.signIn(username(unit)), unit);
      for (JsonNode value : readings.get("values")) {
        Instant start = Instant.parse(value.get("start").asText());
        String verdict = verdict(unit, 0, start, value);
        if (!verdict.isEmpty()) {
          wrong.add(unit.id() + " " + value + ": " + verdict);
        }
        if (value.get("quality").asText().equals("measured")) {
          measured++;
        } else {
          repaired++;
        }
      }
    }

    System.out.printf(
        "%d flats, %s to %s: %d values measured, %d repaired%n",
        building.units().size(), from, to, measured, repaired);
    assertThat(wrong).isEmpty();
    assertThat(measured).isGreaterThan(building.units().size() * 7 * 40);
    assertThat(repaired).isGreaterThan(0);
  }

  @Test
  void of_every_appliance_equal_the_recording_too() {
    List<String> wrong = new ArrayList<>();
    int devices = 0;
    for (Building.Unit unit : building.units()) {
      if (unit.devices().isEmpty()) {
        continue;
      }
      Rest rest = house.signIn(username(unit));
      for (Building.Device device : unit.devices()) {
        JsonNode utilisation =
            rest.get(
                "devices/%s/utilisation?interval=%s/%s&resolution=PT15M"
                    .formatted(device.id(), from, to));
        for (JsonNode value : utilisation.get("values")) {
          Instant start = Instant.parse(value.get("start").asText());
          String verdict = verdict(unit, device.channel(), start, value);
          if (!verdict.isEmpty()) {
            wrong.add(device.id() + " " + value + ": " + verdict);
          }
        }
        devices++;
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(devices).isGreaterThanOrEqualTo(12);
  }

  @Test
  void add_up_to_the_recording_over_every_gap() {
    for (Building.Unit unit : building.units()) {
      JsonNode readings = readings(house.signIn(username(unit)), unit);
      long sum = 0;
      for (JsonNode value : readings.get("values")) {
        assertThat(value.get("valueWh").isNull()).as("%s %s", unit.id(), value).isFalse();
        sum += value.get("valueWh").asLong();
      }

      assertThat(sum).as(unit.id()).isEqualTo(unit.meter().recording().energyWh(0, from, to));
    }
  }

  @Test
  void are_aggregated_by_the_same_numbers() {
    for (Building.Unit unit : building.units()) {
      Rest rest = house.signIn(username(unit));
      Map<LocalDate, List<Long>> days = new HashMap<>();
      for (JsonNode value : readings(rest, unit).get("values")) {
        LocalDate day =
            Instant.parse(value.get("start").asText()).atZone(building.zone()).toLocalDate();
        days.computeIfAbsent(day, _ -> new ArrayList<>()).add(value.get("valueWh").asLong());
      }

      JsonNode aggregates =
          rest.get(
              "usage-points/%s/aggregates?interval=%s/%s&bucket=P1D&fn=max,min,avg,sum"
                  .formatted(unit.id(), from, to));

      assertThat(aggregates.get("buckets")).hasSize(days.size());
      for (JsonNode bucket : aggregates.get("buckets")) {
        LocalDate day =
            Instant.parse(bucket.get("start").asText()).atZone(building.zone()).toLocalDate();
        List<Long> values = days.getOrDefault(day, List.of());
        var truth = values.stream().mapToLong(Long::longValue).summaryStatistics();
        assertThat(bucket.at("/max/valueWh").asLong()).isEqualTo(truth.getMax());
        assertThat(bucket.at("/min/valueWh").asLong()).isEqualTo(truth.getMin());
        assertThat(bucket.at("/sum/valueWh").asLong()).isEqualTo(truth.getSum());
        assertThat(bucket.at("/avg/valueWh").asDouble())
            .isCloseTo(truth.getAverage(), org.assertj.core.data.Offset.offset(0.001));
      }
    }
  }

  /** What is wrong with a value, or an empty text. */
  private static String verdict(Building.Unit unit, int channel, Instant start, JsonNode value) {
    Map<Instant, Fault.OfProfile> damaged = damages(unit, channel);
    int truth = unit.meter().recording().energyWh(channel, start);
    String quality = value.get("quality").asText();
    Fault.OfProfile fault = damaged.get(start);
    boolean exact = value.get("valueWh").asLong(-1) == truth;
    return switch (fault) {
      case null -> quality.equals("measured") && exact ? "" : "should be measured, " + truth;
      case Fault.Repeated _ ->
          quality.equals("measured") && exact ? "" : "delivered twice, should be " + truth;
      case Fault.Spike _ ->
          quality.equals("estimated")
                  && exact
                  && value.get("rule").asText().equals("register-difference")
              ? ""
              : "spike, should be put right by the register to " + truth;
      case Fault.Lost lost ->
          !quality.equals("estimated") || value.get("rule").asText().isEmpty()
              ? "lost, should be estimated and say by which rule"
              : lost.intervals() == 1 && !exact ? "one lost value is known exactly: " + truth : "";
    };
  }

  private static Map<Instant, Fault.OfProfile> damages(Building.Unit unit, int channel) {
    Map<Instant, Fault.OfProfile> found = new HashMap<>();
    for (Damage damage : building.damages(from, to)) {
      if (damage.meterId().equals(unit.meter().id()) && damage.channel() == channel) {
        found.put(damage.start(), damage.fault());
      }
    }
    return found;
  }

  private static boolean isComplete(Rest rest, Building.Unit unit) {
    var qualities = new TreeSet<String>();
    readings(rest, unit).get("values").forEach(v -> qualities.add(v.get("quality").asText()));
    return !qualities.contains("pending") && !qualities.contains("missing");
  }

  private static JsonNode readings(Rest rest, Building.Unit unit) {
    return rest.get(
        "usage-points/%s/readings?interval=%s/%s&resolution=%s"
            .formatted(unit.id(), from, to, unit.meter().recording().interval()));
  }

  static String username(Building.Unit unit) {
    String email = unit.customer().email();
    return email.substring(0, email.indexOf('@'));
  }
}
