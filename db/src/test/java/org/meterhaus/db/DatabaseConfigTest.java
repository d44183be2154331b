package org.meterhaus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The database configuration")
class DatabaseConfigTest {
  private static final Map<String, String> LEAST =
      Map.of("meterhaus.db.url", "jdbc:postgresql://h/m", "meterhaus.db.user", "u");

  private static DatabaseConfig from(Map<String, String> settings) {
    return DatabaseConfig.from(name -> Optional.ofNullable(settings.get(name)));
  }

  private static Map<String, String> with(String name, String value) {
    var settings = new HashMap<>(LEAST);
    settings.put(name, value);
    return settings;
  }

  @Test
  void lets_one_role_do_both_where_only_one_is_named() {
    DatabaseConfig config = from(LEAST);

    assertThat(config.owner()).contains(config.application());
    assertThat(from(with("meterhaus.db.migrate", "false")).owner()).isEmpty();
    assertThat(from(with("meterhaus.db.owner.user", "o")).owner().orElseThrow().user())
        .isEqualTo("o");
  }

  @Test
  void reads_sizes_and_durations() {
    assertThat(from(with("meterhaus.db.pool-size", "3")).poolSize()).isEqualTo(3);
    assertThat(from(with("meterhaus.db.lock-timeout", "PT5S")).lockTimeout())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meterhaus.db.url | jdbc:mysql://h/m | meterhaus.db.url must start with jdbc:postgresql: but was jdbc:mysql://h/m",
        "meterhaus.db.pool-size | 0 | meterhaus.db.pool-size must be 1..100 but was 0",
        "meterhaus.db.pool-size | many | meterhaus.db.pool-size must be a number but was many",
        "meterhaus.db.lock-timeout | 5 s | meterhaus.db.lock-timeout must be a duration such as PT30S but was 5 s",
        "meterhaus.db.migrate | perhaps | meterhaus.db.migrate must be true or false but was perhaps",
      })
  void says_what_is_wrong_with_a_value(String name, String value, String message) {
    assertThatThrownBy(() -> from(with(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void says_what_is_missing() {
    assertThatThrownBy(() -> from(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("meterhaus.db.user is not set");
  }

  @Test
  void never_shows_a_password() {
    assertThat(from(with("meterhaus.db.password", "hunter2")).toString())
        .contains("Credentials[u]")
        .doesNotContain("hunter2");
  }
}
