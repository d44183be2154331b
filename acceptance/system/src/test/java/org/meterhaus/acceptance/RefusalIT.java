package org.meterhaus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user gets who asks for something that cannot be: one line, exit code 2, no stack trace.
 */
@DisplayName("up that cannot start")
class RefusalIT {
  private static final int REFUSED = 2;

  @TempDir Path directory;

  @Test
  void says_which_setting_nobody_knows() {
    House house =
        House.start(
            directory.resolve("var"), House.freePort(), Map.of("METERHAUS_HTTP_PROT", "8080"));

    assertThat(house.ended()).isEqualTo(REFUSED);
    assertThat(house.said())
        .isEqualToIgnoringNewLines(
            "meterhaus: unknown setting METERHAUS_HTTP_PROT; did you mean METERHAUS_HTTP_PORT?");
    assertThat(directory.resolve("var")).doesNotExist();
  }

  @Test
  void says_which_port_is_in_use_before_it_touches_anything() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      House house = House.start(directory.resolve("var"), taken.getLocalPort(), Map.of());

      assertThat(house.ended()).isEqualTo(REFUSED);
      assertThat(house.said())
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used")
          .contains("choose another --port")
          .doesNotContain("\tat ");
      assertThat(directory.resolve("var")).doesNotExist();
    }
  }

  @Test
  void says_that_the_data_are_in_use_by_another() throws IOException {
    Path data = Files.createDirectory(directory.resolve("var"));
    try (FileChannel held =
            FileChannel.open(
                data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = held.lock()) {
      assertThat(lock.isValid()).isTrue();

      House house = House.start(data, House.freePort(), Map.of());

      assertThat(house.ended()).isEqualTo(REFUSED);
      assertThat(house.said()).contains("is in use by another meterhaus").doesNotContain("\tat ");
    }
  }

  @Test
  void says_that_the_building_cannot_be_read() throws IOException {
    Path file = Files.writeString(directory.resolve("building.json"), "{\"format\": \"other\"}");

    House house =
        House.start(
            directory.resolve("var"),
            House.freePort(),
            Map.of("METERHAUS_BUILDING", file.toString()));

    assertThat(house.ended()).isEqualTo(REFUSED);
    assertThat(house.said()).contains("cannot use the building " + file).doesNotContain("\tat ");
  }
}
