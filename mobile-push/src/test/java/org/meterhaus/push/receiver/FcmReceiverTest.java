package org.meterhaus.push.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The local receiver, spoken to as FCM is")
class FcmReceiverTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();
  private FcmReceiver receiver;

  @BeforeEach
  void start() {
    receiver =
        new FcmReceiver(
            new ReceiverConfig(0, "lindenhof", "secret", 3),
            InstantSource.fixed(NOON),
            token ->
                switch (token) {
                  case "gone" -> Optional.of(Fault.unregistered());
                  case "busy" -> Optional.of(Fault.quotaExceeded(Duration.ofSeconds(7)));
                  default -> Optional.empty();
                });
    receiver.start();
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void names_a_message_that_it_takes_and_shows_it() throws Exception {
    HttpResponse<String> answer =
        send(
            """
            {"message": {"token": "phone:1", "notification": {"title": "Kettle is off", "body": "ok"},
             "data": {"command": "4711"}, "android": {"ttl": "86400s", "priority": "high"}}}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"name\":\"projects/lindenhof/messages/1\"}");
    assertThat(receiver.messages())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.token()).isEqualTo("phone:1");
          assertThat(message.title()).isEqualTo("Kettle is off");
          assertThat(message.data()).containsEntry("command", "4711");
          assertThat(message.receivedAt()).isEqualTo(NOON);
        });
    assertThat(get("/messages").body())
        .contains("\"receivedAt\": \"2026-11-20T12:00:00Z\"", "\"command\": \"4711\"");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "message | {}",
        "message | {\"message\": 5}",
        "message.token | {\"message\": {\"notification\": {\"title\": \"x\"}}}",
        "message.token | {\"message\": {\"token\": \"white space\", \"data\": {\"a\": \"b\"}}}",
        "message.colour | {\"message\": {\"token\": \"t\", \"colour\": \"red\"}}",
        "message.data[a] | {\"message\": {\"token\": \"t\", \"data\": {\"a\": 5}}}",
        "message.data[from] | {\"message\": {\"token\": \"t\", \"data\": {\"from\": \"me\"}}}",
        "message.android.ttl | {\"message\": {\"token\": \"t\", \"android\": {\"ttl\": \"1 day\"}}}",
        "message.android.ttl | {\"message\": {\"token\": \"t\", \"android\": {\"ttl\": \"9999999s\"}}}",
        "message.notification.title | {\"message\": {\"token\": \"t\", \"notification\": {\"title\": 1}}}",
        "message | {\"message\": {\"token\": \"t\"}}",
      })
  void refuses_what_fcm_refuses_and_says_which_field(String field, String body) throws Exception {
    HttpResponse<String> answer = send(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"status\":\"INVALID_ARGUMENT\"", "\"field\":\"" + field + "\"");
    assertThat(receiver.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "not json", "[1]", "{\"message\": "})
  void refuses_what_is_not_json(String body) throws Exception {
    assertThat(send(body).statusCode()).isEqualTo(400);
  }

  @Test
  void refuses_a_payload_over_four_kilobytes() throws Exception {
    String fits = "x".repeat(4096 - 1 - 2);

    assertThat(send(withData(fits)).statusCode()).isEqualTo(200);
    assertThat(send(withData(fits + "x")).statusCode()).isEqualTo(400);
  }

  @Test
  void reads_no_more_than_its_limit_of_a_body() throws Exception {
    assertThat(send(withData("x".repeat(70_000))).statusCode()).isEqualTo(413);
  }

  @Test
  void wants_the_bearer_token() throws Exception {
    HttpRequest wrong =
        HttpRequest.newBuilder(sendAddress("lindenhof"))
            .header("Authorization", "Bearer other")
            .POST(HttpRequest.BodyPublishers.ofString(withData("x")))
            .build();

    HttpResponse<String> answer = client.send(wrong, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("UNAUTHENTICATED");
    assertThat(receiver.messages()).isEmpty();
  }

  @Test
  void knows_one_project() throws Exception {
    assertThat(post(sendAddress("elsewhere"), withData("x")).statusCode()).isEqualTo(404);
  }

  @Test
  void answers_its_faults_in_the_words_of_fcm() throws Exception {
    HttpResponse<String> gone = send(withData("x").replace("\"t\"", "\"gone\""));
    HttpResponse<String> busy = send(withData("x").replace("\"t\"", "\"busy\""));

    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).contains("\"errorCode\":\"UNREGISTERED\"", "\"status\":\"NOT_FOUND\"");
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    assertThat(busy.body()).contains("QUOTA_EXCEEDED", "RESOURCE_EXHAUSTED");
  }

  @Test
  void a_try_delivers_nothing() throws Exception {
    String tried = "{\"validate_only\": true, " + withData("x").substring(1);

    assertThat(send(tried).statusCode()).isEqualTo(200);
    assertThat(receiver.messages()).isEmpty();
  }

  @Test
  void forgets_the_oldest_beyond_its_capacity() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(send(withData("x" + i)).statusCode()).isEqualTo(200);
    }

    assertThat(receiver.messages())
        .extracting(ReceivedMessage::sequence)
        .containsExactly(3L, 4L, 5L);
  }

  @Test
  void serves_its_page_with_a_policy_that_runs_nothing_foreign() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'");
    assertThat(page.body())
        .contains("/phone.js", "/phone.css")
        .doesNotContain("<script>", "style=");
    assertThat(get("/phone.js").statusCode()).isEqualTo(200);
    assertThat(get("/phone.css").statusCode()).isEqualTo(200);
    assertThat(get("/icon.svg").statusCode()).isEqualTo(200);
    assertThat(get("/../etc/passwd").statusCode()).isEqualTo(404);
  }

  /** DNS rebinding: a foreign name that points to loopback. */
  @Test
  void shows_nothing_to_a_page_of_another_name() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), receiver.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /messages HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

      assertThat(reader.readLine()).contains(" 404 ");
    }
  }

  @Test
  void says_which_port_is_taken() {
    int taken = receiver.address().getPort();

    assertThatThrownBy(() ->
            new FcmReceiver(
                new ReceiverConfig(taken, "lindenhof", "secret", 3), InstantSource.system()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + taken);
  }

  private static String withData(String value) {
    return "{\"message\": {\"token\": \"t\", \"data\": {\"k\": \"" + value + "\"}}}";
  }

  private URI sendAddress(String project) {
    return receiver.address().resolve("/v1/projects/%s/messages:send".formatted(project));
  }

  private HttpResponse<String> send(String body) throws Exception {
    return post(sendAddress("lindenhof"), body);
  }

  private HttpResponse<String> post(URI address, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer secret")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(receiver.address().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
