package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.meters.Building;

/**
 * Issue: each customer is told which group is alike; nobody is said to be in the dark who is not.
 */
@DisplayName("The customers of the running house")
class GroupsIT {
  @TempDir static Path directory;

  private static House house;
  private static Building building;
  private static Rest operator;

  @BeforeAll
  static void start() throws IOException {
    building = Building.read(House.checkout().resolve("samples/building.json"));
    house = House.ready(directory.resolve("var"), Map.of());
    operator = house.signIn("operator");
    house.await(
        "groups of all thirty homes",
        Duration.ofMinutes(6),
        () -> operator.get("operator/groups").path("households").asInt() == 30);
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void are_in_groups_of_five_or_more() {
    JsonNode groups = operator.get("operator/groups");

    assertThat(groups.get("reason").isNull()).as("%s", groups).isTrue();
    int members = 0;
    for (JsonNode group : groups.get("items")) {
      assertThat(group.get("members").asInt()).isGreaterThanOrEqualTo(5);
      members += group.get("members").asInt();
    }
    assertThat(members).isEqualTo(30);
  }

  @Test
  void are_told_which_is_like_theirs() {
    Building.Unit unit = building.units().getFirst();

    JsonNode own =
        house.signIn(ReadingsIT.username(unit)).get("usage-points/" + unit.id() + "/group");

    assertThat(own.get("reason").isNull()).as("%s", own).isTrue();
    assertThat(own.get("text").asText()).contains("kWh a day").contains("busiest hour");
    assertThat(own.path("own").path("days").asInt()).isGreaterThan(10);
  }

  /** Ten weeks of history come at once, the newest last: nobody was silent meanwhile. */
  @Test
  void are_not_taken_for_dark_while_their_history_comes_in() {
    JsonNode outages = operator.get("operator/outages");

    assertThat(outages.get("items")).as("%s", outages).isEmpty();
    // the sample's own fault: B-06 cannot be reached on Sundays at three
    assertThat(outages.get("silentMeters"))
        .as("%s", outages)
        .allMatch(meter -> meter.get("flat").asText().equals("B-06"));
  }
}
