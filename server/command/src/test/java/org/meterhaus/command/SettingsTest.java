package org.meterhaus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Settings")
class SettingsTest {
  @Test
  void come_from_the_environment_and_from_properties_which_win() {
    var settings =
        Settings.from(
            Map.of("METERHAUS_HTTP_PORT", "8081", "METERHAUS_SINK_POLL", "PT5S", "PATH", "/bin"),
            Map.of("meterhaus.http.port", "8082", "java.home", "/jdk"));

    assertThat(settings.port(Settings.Key.HTTP_PORT, 8080)).isEqualTo(8082);
    assertThat(settings.duration(Settings.Key.SINK_POLL, Duration.ofSeconds(20)))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.get(Settings.Key.DB_URL)).isEmpty();
  }

  @Test
  void that_nobody_knows_are_refused_with_the_nearest_name() {
    assertThatThrownBy(() -> Settings.from(Map.of("METERHAUS_HTTP_PROT", "1"), Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessage("unknown setting METERHAUS_HTTP_PROT; did you mean METERHAUS_HTTP_PORT?");
    assertThatThrownBy(() -> Settings.from(Map.of(), Map.of("meterhaus.colour", "blue")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("docs/configuration.md");
  }

  @Test
  void that_are_no_ports_or_durations_are_refused_with_their_value() {
    var settings =
        Settings.from(
            Map.of("METERHAUS_HTTP_PORT", "65536", "METERHAUS_SINK_POLL", "20 seconds"), Map.of());

    assertThatThrownBy(() -> settings.port(Settings.Key.HTTP_PORT, 8080))
        .isInstanceOf(Refusal.class)
        .hasMessage("METERHAUS_HTTP_PORT must be a port, 0..65535, but was 65536");
    assertThatThrownBy(() -> settings.duration(Settings.Key.SINK_POLL, Duration.ofSeconds(20)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("PT20S")
        .hasMessageContaining("20 seconds");
  }

  @Test
  void never_show_their_values() {
    var settings = Settings.from(Map.of("METERHAUS_DB_PASSWORD", "hunter2"), Map.of());

    assertThat(settings.toString()).contains("METERHAUS_DB_PASSWORD").doesNotContain("hunter2");
  }

  @Test
  void are_all_in_the_table_of_the_docs_and_nothing_else_is() throws IOException {
    List<String> expected =
        Stream.of(Settings.Key.values())
            .map(key ->
                "| `%s` | `%s` | %s | %s |"
                    .formatted(key.variable(), key.property(), key.use().commands(), key.meaning()))
            .toList();

    List<String> table =
        Files.readAllLines(Path.of("../../docs/configuration.md")).stream()
            .filter(line -> line.startsWith("| `METERHAUS_"))
            .toList();

    assertThat(table).containsExactlyElementsOf(expected);
  }
}
