package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.meters.Building;

/**
 * Issue: SIGKILL to every process at ten seeded moments of the first reading of ten weeks; then
 * every interval is there exactly once and the totals are the recording's.
 */
@DisplayName("A house that is killed again and again while it reads")
class KillIT {
  private static final long SEED = 20_261_121L;
  private static final int KILLS = 10;
  private static final int HISTORY_WEEKS = 10;

  /** Longest that an ingest is left alone; all of it takes several times as long. */
  private static final Duration LATEST = Duration.ofMillis(1500);

  @TempDir Path directory;

  @Test
  void loses_nothing_and_counts_nothing_twice() throws IOException {
    Building building = Building.read(House.checkout().resolve("samples/building.json"));
    RandomGenerator random =
        RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(SEED);
    Path data = directory.resolve("var");
    for (int kill = 1; kill <= KILLS; kill++) {
      long moment = random.nextLong(LATEST.toMillis());
      House house = House.start(data, House.freePort(), Map.of());
      house.await(
          "the ingest to begin",
          Duration.ofMinutes(1),
          () -> house.said().contains("head-end and 192 partitions"));
      House.pause(Duration.ofMillis(moment));
      assertThat(house.isAlive()).as("kill %d, seed %d:%n%s", kill, SEED, house.said()).isTrue();
      house.kill();
      System.out.printf(
          "kill %d, %,d ms into the ingest, journal %,d bytes%n", kill, moment, journalBytes(data));
    }

    try (House house = House.ready(data, Map.of())) {
      Instant to = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
      Instant from =
          to.atZone(building.zone())
              .truncatedTo(ChronoUnit.DAYS)
              .minusWeeks(HISTORY_WEEKS - 1L)
              .toInstant();
      long intervals = 0;
      for (Building.Unit unit : building.units()) {
        Rest rest = house.signIn(ReadingsIT.username(unit));
        house.await(
            "all of " + unit.id(),
            Duration.ofMinutes(2),
            () -> {
              JsonNode answer = readings(rest, unit, from, to);
              return answer.get("presentCount").asInt() == answer.get("expectedCount").asInt();
            });
        JsonNode answer = readings(rest, unit, from, to);
        Set<String> starts = new HashSet<>();
        long sum = 0;
        for (JsonNode value : answer.get("values")) {
          assertThat(starts.add(value.get("start").asText())).as("%s twice", value).isTrue();
          sum += value.get("valueWh").asLong();
        }
        assertThat(starts).hasSize(answer.get("expectedCount").asInt());
        assertThat(sum)
            .as("%s from %s to %s, seed %d", unit.id(), from, to, SEED)
            .isEqualTo(unit.meter().recording().energyWh(0, from, to));
        intervals += starts.size();
      }
      System.out.printf(
          "after %d kills: %,d intervals of %d flats, each once, totals equal the recordings%n",
          KILLS, intervals, building.units().size());
    }
  }

  private static JsonNode readings(Rest rest, Building.Unit unit, Instant from, Instant to) {
    return rest.get(
        "usage-points/%s/readings?interval=%s/%s&resolution=%s"
            .formatted(unit.id(), from, to, unit.meter().recording().interval()));
  }

  private static long journalBytes(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("sink/journal"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
