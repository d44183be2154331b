package org.meterhaus.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.server.boot.ServerProcess;

@DisplayName("The server's process")
class ProcessIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  @Test
  void says_in_one_line_that_its_port_is_taken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var process = RunningServer.launch(taken.getLocalPort(), Map.of(), log::add)) {

      assertThatThrownBy(() -> process.awaitReady(LONG)).isInstanceOf(IOException.class);
      assertThat(process.ended().get(1, TimeUnit.MINUTES)).isEqualTo(1);
      assertThat(log)
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
    }
  }

  @Test
  void refuses_a_setting_that_nobody_knows() throws Exception {
    try (var process =
        RunningServer.launch(0, Map.of("METERHAUS_DB_PASWORD", "secret"), log::add)) {

      assertThatThrownBy(() -> process.awaitReady(LONG)).isInstanceOf(IOException.class);
      assertThat(process.ended().get(1, TimeUnit.MINUTES)).isEqualTo(1);
      assertThat(log).anyMatch(line -> line.contains("unknown settings [METERHAUS_DB_PASWORD]"));
      assertThat(log).noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void starts_without_a_word_and_ends_when_whoever_started_it_lets_go() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      System.out.printf("the server was ready in %d ms%n", server.startedIn().toMillis());
      ServerProcess process = server.process();

      process.close();

      assertThat(process.ended().get(1, TimeUnit.MINUTES)).isZero();
      assertThat(server.log()).isEmpty();
    }
  }
}
