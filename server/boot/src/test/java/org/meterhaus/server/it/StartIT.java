package org.meterhaus.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server that has started")
class StartIT {
  private final RunningServer server = RunningServer.shared();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void has_logged_nothing_that_an_operator_need_not_read() throws Exception {
    System.out.println("started in " + server.startedIn());
    var answer =
        http.send(
            HttpRequest.newBuilder(server.root().resolve("health/ready")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(server.log()).isEmpty();
  }
}
