package org.meterhaus.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The server")
class EdgeIT {
  private static final String READINGS =
      "usage-points/A-01/readings?interval=" + SeededHouse.DAY + "/P1D";

  private final RunningServer server = RunningServer.shared();
  private final RestClient a = RestClient.of(server, SeededHouse.CUSTOMER_A);

  @Test
  void gives_values_with_their_quality_and_gaps_as_gaps() {
    var readings = RestClient.json(a.get(READINGS));
    var values = readings.getJsonArray("values");

    assertThat(readings.getInt("expectedCount")).isEqualTo(48);
    assertThat(readings.getInt("presentCount")).isEqualTo(47);
    assertThat(values.getJsonObject(0).toString())
        .contains("\"start\":\"2026-11-10T23:00:00Z\"", "\"valueWh\":1}", "\"measured\"");
    assertThat(values.getJsonObject(10).toString())
        .contains("\"valueWh\":11}", "\"estimated\"", "\"register-difference\"");
    assertThat(values.getJsonObject(20).isNull("valueWh")).isTrue();
    assertThat(values.getJsonObject(20).getString("quality")).isEqualTo("missing");
  }

  @Test
  void sends_readings_again_only_when_they_have_changed() {
    var first = a.get(READINGS);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    var same = a.get(READINGS, "If-None-Match", tag);
    var other = a.get(READINGS + "&resolution=PT1H", "If-None-Match", tag);

    assertThat(first.headers().firstValue("Cache-Control")).hasValue("private, no-cache");
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void carries_a_command_out_once_however_often_it_is_sent() {
    String path = "devices/A-01-kettle/commands";
    String body = "{\"action\":\"switch-on\"}";

    var first = a.json("POST", path, body, "Idempotency-Key", "once");
    var again = a.json("POST", path, body, "Idempotency-Key", "once");
    String location = first.headers().firstValue("Location").orElseThrow();

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(a.get("commands/" + location.substring(location.lastIndexOf('/') + 1)).body())
        .isEqualTo(first.body());
  }

  @Test
  void forgets_a_token_that_was_given_back() {
    var own = RestClient.signIn(server, SeededHouse.CUSTOMER_A);

    assertThat(own.json("DELETE", "oauth/token", "").statusCode()).isEqualTo(204);

    assertThat(own.get("customers/me").statusCode()).isEqualTo(401);
    assertThat(a.get("customers/me").statusCode()).isEqualTo(200);
  }

  // W3C Trace Context
  @Test
  void takes_up_the_trace_of_its_caller() {
    var answer =
        a.get("nope", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    assertThat(RestClient.json(answer).getString("traceId"))
        .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void explains_a_problem_where_its_type_points_to() throws Exception {
    String type = RestClient.json(a.get("nope")).getString("type");

    var answer = get(type);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(RestClient.json(answer).getString("code")).isEqualTo("not-found");
  }

  @Test
  void serves_its_contract() throws Exception {
    var answer = get("/openapi.yaml");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/yaml"));
    assertThat(answer.body()).startsWith("openapi: 3.1.0");
  }

  @Test
  void offers_its_page_at_the_root_and_asks_browsers_to_look_again() throws Exception {
    var answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<html");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/nope", "/api/v1/time", "/api/v1/nope", "/openapi.yaml", "/health/live"})
  void protects_every_answer_by_headers(String path) throws Exception {
    var headers = get(path).headers();

    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
    assertThat(headers.firstValue("Server")).isEmpty();
    assertThat(headers.firstValue("X-Powered-By")).isEmpty();
    assertThat(headers.firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void is_closed_to_pages_of_other_origins() throws Exception {
    var answer =
        send(
            HttpRequest.newBuilder(server.root().resolve("api/v1/time"))
                .header("Origin", "https://elsewhere.example"));

    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nope",
        "/WEB-INF/web.xml",
        "/META-INF/MANIFEST.MF",
        "/api/v1/..%2f..%2fWEB-INF/web.xml",
        "/problems/",
        "/api/v1/application.wadl"
      })
  void shows_neither_its_inside_nor_its_maker(String path) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isIn(400, 401, 404);
    assertThat(answer.body()).doesNotContainIgnoringCase("payara", "grizzly", "jersey", "<web-app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/openapi"})
  void keeps_the_containers_own_pages_shut(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(403, 404);
  }

  @Test
  void says_that_it_is_alive_and_ready() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(RestClient.json(get("/health/ready")).getString("status")).isEqualTo("UP");
  }

  @Test
  void logs_neither_tokens_nor_passwords() {
    var own = RestClient.signIn(server, SeededHouse.CUSTOMER_B);
    own.get("customers/me");
    own.json("DELETE", "oauth/token", "");

    assertThat(server.log()).noneMatch(line -> line.contains(SeededHouse.PASSWORD));
    assertThat(server.log()).noneMatch(line -> line.contains("Bearer "));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(trimmed() + path)));
  }

  private String trimmed() {
    String root = Objects.requireNonNull(server.root()).toString();
    return root.substring(0, root.length() - 1);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
