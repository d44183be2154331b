package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A building")
class BuildingTest {
  private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

  @Nested
  @DisplayName("of the sample")
  class OfTheSample {
    @Test
    void has_thirty_flats_in_three_sections_and_four_homes_with_metered_appliances()
        throws IOException {
      Building lindenhof = SampleBuilding.lindenhof();

      assertThat(lindenhof.units()).hasSize(30);
      assertThat(lindenhof.units().stream().map(Building.Unit::section))
          .containsOnly("A", "B", "C");
      assertThat(lindenhof.units().stream().filter(unit -> !unit.devices().isEmpty()))
          .extracting(Building.Unit::id)
          .containsExactly("A-09", "A-10", "B-10", "C-10");
    }

    @Test
    void names_the_channels_of_a_flat_by_their_obis_codes() throws IOException {
      Building.Unit flat = SampleBuilding.lindenhof().unit("A-09").orElseThrow();

      assertThat(flat.channels())
          .extracting(Building.Channel::obis)
          .containsExactly(
              "1.0.1.8.0.255", "1.1.1.8.0.255", "1.2.1.8.0.255", "1.3.1.8.0.255", "1.4.1.8.0.255");
      assertThat(flat.channels().get(1).relayObis()).isEqualTo("0.1.96.3.10.255");
    }

    @Test
    void has_each_kind_of_fault_and_at_least_five_meters_with_one() throws IOException {
      Building lindenhof = SampleBuilding.lindenhof();

      List<Building.Meter> faulty =
          lindenhof.units().stream()
              .map(Building.Unit::meter)
              .filter(meter -> !meter.faults().all().isEmpty())
              .toList();
      Set<Class<?>> kinds =
          faulty.stream()
              .flatMap(meter -> meter.faults().all().stream())
              .map(Object::getClass)
              .collect(Collectors.toSet());
      assertThat(faulty).hasSizeGreaterThanOrEqualTo(5);
      assertThat(kinds)
          .containsExactlyInAnyOrder(
              Fault.Lost.class, Fault.Repeated.class, Fault.Spike.class, Fault.Offline.class);
    }

    @Test
    void tells_the_truth_about_every_damaged_interval_of_a_week() throws IOException {
      Building lindenhof = SampleBuilding.lindenhof();

      List<Damage> damages = lindenhof.damages(MONDAY, MONDAY.plus(Duration.ofDays(7)));

      assertThat(damages.stream().filter(damage -> damage.meterId().equals("MHV0000000000103")))
          .extracting(Damage::start)
          .containsExactly(
              Instant.parse("2026-11-17T02:00:00Z"),
              Instant.parse("2026-11-17T02:30:00Z"),
              Instant.parse("2026-11-17T03:00:00Z"),
              Instant.parse("2026-11-17T03:30:00Z"));
      assertThat(damages).hasSize(4 + 1 + 4 + 8 + 1 + 1 + 1 + 4);
    }

    /** A spike that stays within the fuse is no outlier that a rule could find. */
    @Test
    void lets_every_spike_exceed_the_fuse() throws IOException {
      for (Building.Unit unit : SampleBuilding.lindenhof().units()) {
        for (Fault fault : unit.meter().faults().all()) {
          if (fault instanceof Fault.Spike spike) {
            assertThat(spike.addWh()).isGreaterThan(unit.channels().get(spike.channel()).maxWh());
          }
        }
      }
    }

    @Test
    void names_the_licence_of_every_recording() throws IOException {
      for (Building.Unit unit : SampleBuilding.lindenhof().units()) {
        assertThat(unit.meter().recording().licence()).isIn("CC BY 3.0 AU", "CC BY 4.0");
      }
    }

    @Test
    void takes_at_most_five_megabytes() throws IOException {
      try (Stream<Path> files = Files.walk(SampleBuilding.DIRECTORY)) {
        long octets =
            files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();

        assertThat(octets).isBetween(1_000_000L, 5_000_000L);
      }
    }
  }

  @Nested
  @DisplayName("that is written down wrongly")
  class WrittenDownWrongly {
    private final Path directory;

    WrittenDownWrongly(@TempDir Path directory) {
      this.directory = directory;
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            "areaM2": 68,            | "areaM2": "big",        | building.json.units[0].areaM2 must be a whole number but was "big"
            "persons": 2,            | "persons": 0,           | building.json.units[0]: persons of A-01 must be 1..20 but was 0
            "persons": 2,            | "person": 2,            | building.json.units[0].persons must be a whole number but was absent
            "persons": 2,            | "persons": 2, "pets": 1,| building.json.units[0] has an unknown key 'pets'
            "section": "A"           | "section": "Z"          | building.json: section of A-01 must be one of
            "Europe/Berlin"          | "Europe/Bärlin"         | building.json.building: zone:
            "MHV0000000000101"       | "MHV101"                | building.json.units[0].meter: meter id must be MHV and 13 digits but was 'MHV101'
            "MHV0000000000101"       | "MHV0000000000102"      | building.json: meter id 'MHV0000000000102' must be unique
            "maxWh": 12075           | "maxWh": 10             | must be at least the recording's largest value
            "TUESDAY"                | "CHOOSEDAY"             | building.json.units[2].faults[0]:
            "time": "02:00"          | "time": "02:10"         | a fault must begin where an interval of PT30M begins
            "kind": "lost"           | "kind": "found"         | kind must be lost, repeated, spike or offline but was found
            "SGSC_10006414"          | "../etc"                | recording must be letters, digits and _
            "sections"               | sections                | building.json:
            """)
    void is_refused_with_the_place_and_the_reason(String right, String wrong, String message)
        throws IOException {
      String text = Files.readString(SampleBuilding.DIRECTORY.resolve("building.json"));
      Path file = directory.resolve("building.json");
      int place = text.indexOf(right);
      Files.writeString(
          file, text.substring(0, place) + wrong + text.substring(place + right.length()));

      Path recordings = SampleBuilding.DIRECTORY.resolve("recordings");
      assertThatThrownBy(() -> Building.read(file, recordings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }
}
