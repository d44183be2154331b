package org.meterhaus.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The server's settings")
class ServerSettingsTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {"METERHAUS_DB_URL", "meterhaus.db.pool-size", "PATH", "java.home", "my.meterhaus"})
  void take_what_they_know_and_pass_over_what_is_for_others(String name) {
    assertThat(new ServerSettings(List.of(name), _ -> Optional.of("x")).find(name)).hasValue("x");
  }

  @Test
  void refuse_names_that_nobody_knows_and_say_no_value() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ServerSettings(
                List.of("METERHAUS_DB_PASWORD", "meterhaus.db.ulr", "PATH"),
                _ -> Optional.of("secret")))
        .withMessageContaining("[METERHAUS_DB_PASWORD, meterhaus.db.ulr]")
        .withMessageNotContaining("secret");
  }

  @Test
  void read_a_password_from_the_file_that_holds_it() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "secret\n");

    assertThat(settings(Map.of("meterhaus.db.password.file", file.toString())).find(PASSWORD))
        .hasValue("secret");
  }

  @Test
  void want_a_password_in_one_place_only() {
    var both = settings(Map.of(PASSWORD, "secret", "meterhaus.db.password.file", "somewhere"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.find(PASSWORD))
        .withMessage(
            "METERHAUS_DB_PASSWORD and METERHAUS_DB_PASSWORD_FILE are both set; choose one");
  }

  @Test
  void name_the_file_that_cannot_be_read() {
    var missing = settings(Map.of("meterhaus.db.password.file", directory + "/nowhere"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> missing.find(PASSWORD))
        .withMessageContainingAll("METERHAUS_DB_PASSWORD_FILE", "/nowhere");
  }

  @Test
  void take_an_empty_value_for_none() {
    assertThat(settings(Map.of(PASSWORD, "")).find(PASSWORD)).isEmpty();
  }

  private static final String PASSWORD = "meterhaus.db.password";

  private static ServerSettings settings(Map<String, String> values) {
    return new ServerSettings(values.keySet(), name -> Optional.ofNullable(values.get(name)));
  }
}
