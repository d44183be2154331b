package org.meterhaus.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The server's options")
class ServerOptionsTest {
  @TempDir Path directory = Path.of("");
  private Path war = Path.of("");

  @BeforeEach
  void archive() throws IOException {
    war = Files.createFile(directory.resolve("meterhaus.war"));
  }

  @Test
  void listen_on_this_machine_only_unless_told_otherwise() {
    assertThat(ServerOptions.parse("--war", war.toString()))
        .isEqualTo(new ServerOptions("127.0.0.1", 8080, war));
  }

  @Test
  void read_back_what_they_were_written_as() {
    var options = new ServerOptions("::1", 0, war);

    assertThat(ServerOptions.parse(options.arguments().toArray(String[]::new))).isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "", "99999999999"})
  void name_the_port_that_is_none(String port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.parse("--war", war.toString(), "--port", port))
        .withMessage("--port must be 0..65535 but was " + port);
  }

  @Test
  void name_what_they_do_not_know_or_lack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.parse("--prot", "80"))
        .withMessageStartingWith("unknown option --prot");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.parse("--port"))
        .withMessageStartingWith("--port lacks its value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.parse("--port", "80"))
        .withMessageStartingWith("--war is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerOptions.parse("--war", "/nowhere.war"))
        .withMessage("--war must be a file but was /nowhere.war");
  }
}
