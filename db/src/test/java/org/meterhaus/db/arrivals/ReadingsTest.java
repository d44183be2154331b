package org.meterhaus.db.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("Readings in columns")
class ReadingsTest {

  private static List<Reading> anyReadings(Random random, int count) {
    var readings = new ArrayList<Reading>();
    for (int i = 0; i < count; i++) {
      boolean energy = random.nextInt(4) > 0;
      boolean register = !energy || random.nextBoolean();
      readings.add(
          new Reading(
              Instant.ofEpochSecond(random.nextLong(1L << 33)),
              random.nextBoolean() ? 0 : random.nextInt(1 << 16),
              energy ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
              register
                  ? OptionalLong.of(random.nextLong(1_000_000_000_000_001L))
                  : OptionalLong.empty()));
    }
    return readings;
  }

  @RepeatedTest(50)
  void are_the_list_that_they_were_made_of(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    List<Reading> readings = anyReadings(random, 1 + random.nextInt(40));
    Readings columns = Readings.copyOf(readings);

    assertThat(columns).isEqualTo(readings).hasSameHashCodeAs(readings);
    assertThat(readings).isEqualTo(columns);
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      assertThat(columns.endSecond(i)).isEqualTo(reading.end().getEpochSecond());
      assertThat(columns.status(i)).isEqualTo(reading.status());
      assertThat(columns.hasEnergy(i)).isEqualTo(reading.energyWh().isPresent());
      assertThat(columns.energyWh(i)).isEqualTo(reading.energyWh().orElse(0));
      assertThat(columns.hasRegister(i)).isEqualTo(reading.registerWh().isPresent());
      assertThat(columns.registerWh(i)).isEqualTo(reading.registerWh().orElse(0));
      assertThat(columns.isPlain(i))
          .isEqualTo(
              reading.status() == 0
                  && reading.energyWh().isPresent()
                  && reading.registerWh().isPresent());
    }
    int first = random.nextInt(readings.size() + 1);
    int until = first + random.nextInt(readings.size() + 1 - first);
    Readings part = columns.subList(first, until);
    assertThat(part).isEqualTo(readings.subList(first, until));
    assertThat(part).isEqualTo(Readings.copyOf(readings.subList(first, until)));
    assertThat(
            Readings.concat(
                List.of(columns.subList(0, first), part, columns.subList(until, columns.size()))))
        .isEqualTo(columns);
  }

  @Test
  void have_bounds_of_their_own_within_the_columns() {
    Readings part = Readings.copyOf(anyReadings(new Random(1), 5)).subList(1, 3);

    assertThatThrownBy(() -> part.endSecond(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> part.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> part.subList(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
