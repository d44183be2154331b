package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue: silence of neighbouring meters becomes one building-level event, suspected, confirmed,
 * restored. Real virtual meters, sink, head-end, PostgreSQL and REST; only the waits are short.
 */
@DisplayName("The operator of the running house")
class OutageIT {
  private static final int FLATS_OF_B = 10;
  private static final Duration CUT = Duration.ofSeconds(90);
  private static final Map<String, String> SHORT_WAITS =
      Map.of(
          "METERHAUS_SINK_POLL", "PT2S",
          "METERHAUS_OUTAGE_SUSPECT_AFTER", "PT10S",
          // longer than the test: what is confirmed sooner is so by the meters' last gasps
          "METERHAUS_OUTAGE_CONFIRM_AFTER", "PT1H",
          "METERHAUS_OUTAGE_SETTLE", "PT10S");

  @TempDir static Path directory;

  private static House house;
  private static Rest operator;

  @BeforeAll
  static void start() {
    house = House.ready(directory.resolve("var"), SHORT_WAITS);
    operator = house.signIn("operator");
    house.await(
        "all readings", Duration.ofMinutes(4), () -> house.said().contains("going on live"));
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  private static JsonNode outage() {
    JsonNode items = operator.get("operator/outages").get("items");
    assertThat(items.size()).as("one event, not one a meter: %s", items).isLessThanOrEqualTo(1);
    return items.path(0);
  }

  private static String state() {
    return outage().path("state").asText();
  }

  @Test
  void sees_a_section_lose_its_power_and_get_it_back_as_one_event() throws Exception {
    assertThat(state()).isEmpty();
    Instant before = Instant.now();

    cutPower();
    house.await("suspicion", Duration.ofMinutes(2), () -> !state().isEmpty());
    Duration suspected = Duration.between(before, Instant.now());
    house.await("confirmation", Duration.ofMinutes(2), () -> state().equals("confirmed"));
    Duration confirmed = Duration.between(before, Instant.now());

    JsonNode dark = outage();
    assertThat(dark.path("section").asText()).as("%s", dark).isEqualTo("B");
    assertThat(dark.path("cause").asText()).isEqualTo("power");
    // those whose gasps came a moment later, or not at all, join
    house.await(
        "all of B", Duration.ofMinutes(1), () -> outage().path("meters").asInt() == FLATS_OF_B);
    JsonNode report = operator.get("operator/outages/" + dark.path("id").asText());
    assertThat(report.get("meters"))
        .allMatch(meter -> meter.path("flat").asText().startsWith("B-"));
    assertThat(report.get("evidence").toString()).contains("with their last energy");
    int gasps = 0;
    for (JsonNode meter : report.get("meters")) {
      if (!meter.path("lastGaspAt").isNull()) {
        gasps++;
        assertThat(meter.path("lastGasp").asBoolean()).isTrue();
        assertThat(Instant.parse(meter.path("lastGaspAt").asText()))
            .isBetween(before, before.plus(CUT));
      }
    }
    assertThat(gasps).as("%s", report).isPositive();

    house.await("restoration", Duration.ofMinutes(6), () -> state().equals("restored"));
    Duration restored = Duration.between(before.plus(CUT), Instant.now());
    System.out.printf(
        "outage: %d of %d meters gasped; suspected %d s after the cut, confirmed %d s; over %d s after power was back%n",
        gasps, FLATS_OF_B, suspected.toSeconds(), confirmed.toSeconds(), restored.toSeconds());
    assertThat(outage().path("id")).isEqualTo(dark.path("id"));
    assertThat(Instant.parse(outage().path("restoredAt").asText()))
        .isAfter(before.plus(CUT).minusSeconds(1));
  }

  /** {@code ./meterhaus power-cut}, as somebody at another terminal would. */
  private static void cutPower() throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
            House.checkout().resolve("meterhaus").toString(),
            "power-cut",
            "--section",
            "B",
            "--for",
            CUT.toString(),
            "--data",
            house.data().toString());
    command.environment().put("METERHAUS_NO_BUILD", "1");
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("section B has no power from");
  }
}
