package org.meterhaus.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A request that cannot be answered")
class ProblemsIT {
  private static final Contract CONTRACT = Contract.read();
  private static final String READINGS = "usage-points/A-01/readings?interval=";

  private final RunningServer server = RunningServer.shared();
  private final RestClient a = RestClient.of(server, SeededHouse.CUSTOMER_A);

  static Stream<Arguments> gets() {
    return Stream.of(
        Arguments.of("nope", 404, "not-found"),
        Arguments.of("devices/A-99-kettle", 404, "not-found"),
        Arguments.of("devices/a%2Fb", 404, "not-found"),
        Arguments.of("devices/" + "x".repeat(3_000), 404, "not-found"),
        Arguments.of("devices/%C3%A4%F0%9F%92%A1", 404, "not-found"),
        Arguments.of("commands/not-a-uuid", 404, "not-found"),
        Arguments.of("problems/nope", 404, "not-found"),
        Arguments.of("usage-points/A-01/readings", 400, "invalid-parameter"),
        Arguments.of("usage-points/A-01/readings?interval=", 400, "invalid-parameter"),
        Arguments.of(READINGS + "nonsense", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-11-12/2026-11-11", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-11-11/2026-11-11", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-13-11/P1D", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-11-11/-P1D", 400, "invalid-interval"),
        Arguments.of(READINGS + "0000-01-01/P1D", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-01-01/P999999999Y", 400, "invalid-interval"),
        Arguments.of(READINGS + "%2B999999999-01-01/P1D", 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-11-11/P1D/P1D", 400, "invalid-interval"),
        Arguments.of(READINGS + "%00%0A%FF", 400, "invalid-interval"),
        Arguments.of(READINGS + "x".repeat(4_000), 400, "invalid-interval"),
        Arguments.of(READINGS + "2026-11-11/P1D&resolution=PT1M", 400, "invalid-resolution"),
        Arguments.of(READINGS + "2026-11-11/P1D&resolution=PT0S", 400, "invalid-resolution"),
        Arguments.of(READINGS + "2026-11-11/P1D&resolution=an-hour", 400, "invalid-resolution"),
        Arguments.of(READINGS + "2020-01-01/2026-01-01", 413, "too-many-values"),
        Arguments.of(
            "usage-points/A-01/aggregates?interval=today&bucket=P1D&fn=median",
            400,
            "invalid-parameter"),
        Arguments.of("alarms?cursor=zzz", 400, "invalid-parameter"),
        Arguments.of("alarms?limit=0", 400, "invalid-parameter"),
        Arguments.of("alarms?limit=ten", 400, "invalid-parameter"),
        Arguments.of("time?zone=Mars/Olympus", 400, "invalid-parameter"),
        Arguments.of("sections/comparison", 400, "invalid-parameter"));
  }

  @ParameterizedTest
  @MethodSource("gets")
  void says_which_parameter_or_object_is_to_blame(String path, int status, String code) {
    assertProblem(a.get(path), status, code);
  }

  static Stream<Arguments> bodies() {
    String commands = "devices/A-01-kettle/commands";
    return Stream.of(
        Arguments.of("POST", "faults", "{", 400, "malformed-body"),
        Arguments.of("POST", "faults", "[]", 400, "malformed-body"),
        Arguments.of("POST", "faults", "{\"description\":{}}", 400, "malformed-body"),
        Arguments.of("POST", "faults", "{\"a\":" + "[".repeat(30_000), 400, "malformed-body"),
        Arguments.of("POST", "faults", "{}", 422, "validation"),
        Arguments.of("POST", "faults", "{\"description\":3}", 422, "validation"),
        Arguments.of("POST", "faults", "{\"descripton\":\"x\"}", 422, "validation"),
        Arguments.of(
            "POST", "faults", "{\"description\":\"x\",\"device\":\"nope\"}", 404, "not-found"),
        Arguments.of("POST", "faults", text(70_000), 413, "body-too-large"),
        Arguments.of(
            "POST", commands, "{\"action\":\"switch-on\"}", 400, "idempotency-key-missing"),
        Arguments.of(
            "PUT",
            "alarm-rules/x",
            "{\"device\":\"A-01-kettle\",\"limitW\":1e99}",
            422,
            "validation"),
        Arguments.of(
            "PUT", "alarm-rules/x", "{\"device\":\"A-01-kettle\",\"limitW\":0}", 422, "validation"),
        Arguments.of(
            "POST",
            "push-registrations",
            "{\"token\":\"t\",\"platform\":\"telegraph\"}",
            422,
            "validation"),
        Arguments.of("PATCH", "customers/me", "{}", 405, "method-not-allowed"),
        Arguments.of("DELETE", "devices", "", 405, "method-not-allowed"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void says_what_is_wrong_with_its_body(
      String method, String path, String body, int status, String code) {
    assertProblem(a.json(method, path, body), status, code);
  }

  @Test
  void is_bounded_too_when_it_does_not_say_how_long_it_is() {
    var chunked =
        BodyPublishers.ofInputStream(() ->
            new java.io.ByteArrayInputStream(
                text(70_000).getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    var answer = a.send("POST", "faults", chunked, "Content-Type", "application/json");

    assertProblem(answer, 413, "body-too-large");
  }

  @Test
  void with_a_body_of_another_type_is_refused() {
    var answer =
        a.send("POST", "faults", BodyPublishers.ofString("x"), "Content-Type", "text/plain");

    assertProblem(answer, 415, "unsupported-media-type");
  }

  @Test
  void for_an_answer_of_another_type_is_refused() {
    assertProblem(a.get("customers/me", "Accept", "text/csv"), 406, "not-acceptable");
  }

  @Test
  void to_switch_what_has_no_relay_is_refused() {
    var answer =
        a.json(
            "POST",
            "devices/A-01-lamp/commands",
            "{\"action\":\"switch-on\"}",
            "Idempotency-Key",
            "lamp-1");

    assertProblem(answer, 409, "not-switchable");
  }

  @Test
  void that_uses_a_key_again_for_something_else_is_refused() {
    String path = "devices/A-01-kettle/commands";
    a.json("POST", path, "{\"action\":\"switch-on\"}", "Idempotency-Key", "twice");

    var answer = a.json("POST", path, "{\"action\":\"switch-off\"}", "Idempotency-Key", "twice");

    assertProblem(answer, 422, "idempotency-conflict");
  }

  @Test
  void with_a_token_that_nobody_issued_is_refused() {
    var answer =
        RestClient.anonymous(server).get("customers/me", "Authorization", "Bearer invented");

    assertProblem(answer, 401, "not-authenticated");
  }

  @Test
  void with_wrong_credentials_is_refused_and_slowed_down_in_the_end() {
    var anonymous = RestClient.anonymous(server);
    String form = RestClient.credentials("nobody-" + System.nanoTime(), "wrong");

    assertProblem(anonymous.form("oauth/token", form), 401, "invalid-credentials");
    HttpResponse<String> answer = anonymous.form("oauth/token", form);
    for (int tries = 0; tries < 60 && answer.statusCode() == 401; tries++) {
      answer = anonymous.form("oauth/token", form);
    }

    assertProblem(answer, 429, "rate-limited");
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  @Test
  void because_of_a_bug_of_ours_tells_the_client_nothing_but_where_to_ask() throws Exception {
    try (Connection owner = asOwner();
        var sql = owner.createStatement()) {
      sql.execute("alter table fault_report rename to fault_report_gone");
      try {
        var answer = a.json("POST", "faults", "{\"description\":\"It hums.\"}");

        assertProblem(answer, 500, "internal");
        assertThat(answer.body()).doesNotContainIgnoringCase("exception", "fault_report", "sql");
        String traceId = RestClient.json(answer).getString("traceId");
        assertThat(server.log()).anyMatch(line -> line.contains(traceId));
      } finally {
        sql.execute("alter table fault_report_gone rename to fault_report");
      }
    }
  }

  @Test
  void because_the_database_is_away_may_be_tried_again_and_succeeds_then() throws Exception {
    try (Connection owner = asOwner();
        var sql = owner.createStatement()) {
      String who = owner.getCatalog() + " from public, " + server.config().application().user();
      sql.execute("revoke connect on database " + who);
      try {
        endConnectionsOfTheServer();
        var answer = a.get("customers/me");

        assertProblem(answer, 503, "not-ready");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      } finally {
        sql.execute("grant connect on database " + who.replace(" from ", " to "));
      }
    }
    assertThat(a.get("customers/me").statusCode()).isEqualTo(200);
  }

  private void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    var problem = RestClient.json(answer);
    assertThat(CONTRACT.problemMistakes(problem)).isEmpty();
    assertThat(problem.getString("type")).isEqualTo("/problems/" + code);
    assertThat(problem.getInt("status")).isEqualTo(status);
  }

  private Connection asOwner() throws SQLException {
    var config = server.config();
    var owner = config.owner().orElseThrow();
    return DriverManager.getConnection(config.url(), owner.user(), owner.password());
  }

  /** As the application, which may end its own role's connections, but for this one. */
  private void endConnectionsOfTheServer() {
    server
        .database()
        .transact(session ->
            session
                .createNativeQuery(
                    """
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where usename = current_user and pid <> pg_backend_pid()
                      and datname = current_database()
                    """,
                    Long.class)
                .getSingleResult());
  }

  private static String text(int length) {
    return "{\"description\":\"" + "x".repeat(length) + "\"}";
  }
}
