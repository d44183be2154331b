package org.meterhaus.server.it;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.meterhaus.server.it.Contract.Route;

/**
 * One good request per route, as customer A makes it, or operator A: a route without a line here
 * has no test, so asking for it fails.
 */
final class Calls {

  /**
   * @param path for A, made ready by the server under test
   * @param body empty for none
   * @param key whether it takes an idempotency key
   * @param shared whether what it answers is nobody's own, so that B may get the same
   */
  private record Call(Function<RestClient, String> path, String body, boolean key, boolean shared) {

    static Call get(String path) {
      return new Call(_ -> path, "", false, false);
    }

    static Call shared(String path) {
      return new Call(_ -> path, "", false, true);
    }

    static Call with(String path, String body) {
      return new Call(_ -> path, body, false, false);
    }
  }

  private static final String DAY = SeededHouse.DAY + "/P1D";

  private static final String ALL_FUNCTIONS =
      "max,min,avg,sum,count,first,last,load-factor,base-load,peak-time,p0,p50,p100";

  private static final String EDITS = "operator/usage-points/A-01/edits";
  private static final String EDIT =
      """
      {"start": "2026-11-11T05:00:00Z", "valuesWh": [5, 6], "reason": "a test", "customerText": "A test."}
      """;
  private static final String JOB =
      """
      {"from": "2026-11-11", "until": "2026-11-12", "usagePoint": "A-01", "rules": "final"}
      """;

  private static final Map<String, Call> ALL =
      Map.ofEntries(
          Map.entry("GET /", Call.shared("")),
          Map.entry("GET /problems", Call.shared("problems")),
          Map.entry("GET /problems/{code}", Call.shared("problems/not-found")),
          Map.entry("GET /time", Call.shared("time?zone=Europe/Berlin")),
          Map.entry("GET /periods", Call.shared("periods?expr=last-month&zone=Europe/Berlin")),
          Map.entry("POST /oauth/token", Call.shared("oauth/token")),
          Map.entry("DELETE /oauth/token", Call.shared("oauth/token")),
          Map.entry("GET /customers/me", Call.get("customers/me")),
          Map.entry("GET /customers/me/last-month", Call.get("customers/me/last-month")),
          Map.entry(
              "POST /faults",
              Call.with("faults", "{\"device\":\"A-01-kettle\",\"description\":\"It hums.\"}")),
          Map.entry("GET /sections/comparison", Call.shared("sections/comparison?interval=" + DAY)),
          Map.entry("GET /operator/me", Call.get("operator/me")),
          Map.entry("POST /operator/usage-points/{id}/edits", Call.with(EDITS, EDIT)),
          Map.entry("GET /operator/usage-points/{id}/edits", Call.get(EDITS + "?interval=" + DAY)),
          Map.entry(
              "DELETE /operator/usage-points/{id}/edits/{edit}",
              new Call(Calls::freshEdit, "", false, false)),
          Map.entry("POST /operator/jobs", Call.with("operator/jobs", JOB)),
          Map.entry("GET /operator/jobs", Call.get("operator/jobs")),
          Map.entry("GET /operator/jobs/{id}", new Call(Calls::freshJob, "", false, false)),
          Map.entry("DELETE /operator/jobs/{id}", new Call(Calls::freshJob, "", false, false)),
          Map.entry(
              "GET /usage-points/{id}/revisions",
              Call.get("usage-points/A-01/revisions?interval=" + DAY)),
          Map.entry(
              "GET /sections/{id}/aggregates",
              Call.shared("sections/A/aggregates?fn=sum,p95&bucket=P1D&interval=" + DAY)),
          Map.entry(
              "GET /buildings/{id}/aggregates",
              Call.shared("buildings/lindenhof/aggregates?fn=sum&interval=" + DAY)),
          Map.entry(
              "GET /customers/me/aggregates",
              Call.get(
                  "customers/me/aggregates?bucket=PT12H&fn=" + ALL_FUNCTIONS + "&interval=" + DAY)),
          Map.entry(
              "GET /usage-points/{id}/comparison",
              Call.get("usage-points/A-01/comparison?interval=" + DAY)),
          Map.entry(
              "GET /usage-points/{id}/utilisation",
              Call.get("usage-points/A-01/utilisation?interval=" + DAY)),
          Map.entry(
              "GET /usage-points/{id}/cost",
              Call.get("usage-points/A-01/cost?bucket=PT12H&interval=" + DAY)),
          Map.entry("GET /operator/outages", Call.get("operator/outages?interval=" + DAY)),
          Map.entry(
              "GET /operator/outages/{id}", Call.get("operator/outages/" + SeededHouse.OUTAGE_A)),
          Map.entry("GET /operator/groups", Call.get("operator/groups")),
          Map.entry("GET /usage-points/{id}/group", Call.get("usage-points/A-01/group")),
          Map.entry("GET /usage-points", Call.get("usage-points")),
          Map.entry(
              "GET /usage-points/{id}/readings",
              Call.get("usage-points/A-01/readings?interval=" + DAY)),
          Map.entry(
              "GET /usage-points/{id}/availability", Call.get("usage-points/A-01/availability")),
          Map.entry(
              "GET /usage-points/{id}/aggregates",
              Call.get(
                  "usage-points/A-01/aggregates?bucket=PT6H&fn="
                      + ALL_FUNCTIONS
                      + "&interval="
                      + DAY)),
          Map.entry("GET /devices", Call.get("devices")),
          Map.entry("GET /devices/{id}", Call.get("devices/A-01-kettle")),
          Map.entry("GET /devices/{id}/state", Call.get("devices/A-01-kettle/state")),
          Map.entry(
              "GET /devices/{id}/utilisation",
              Call.get("devices/A-01-kettle/utilisation?interval=" + DAY)),
          Map.entry(
              "GET /devices/{id}/aggregates",
              Call.get("devices/A-01-kettle/aggregates?fn=sum,p95&interval=" + DAY)),
          Map.entry("GET /devices/{id}/findings", Call.get("devices/A-01-kettle/findings")),
          Map.entry(
              "POST /devices/{id}/findings/{finding}/feedback",
              Call.with(
                  "devices/A-01-kettle/findings/" + SeededHouse.FINDING_A + "/feedback",
                  "{\"verdict\":\"fault\"}")),
          Map.entry(
              "POST /devices/{id}/commands",
              new Call(
                  _ -> "devices/A-01-kettle/commands", "{\"action\":\"switch-off\"}", true, false)),
          Map.entry("GET /commands/{id}", Call.get("commands/" + SeededHouse.COMMAND_A)),
          Map.entry("GET /alarms", Call.get("alarms?limit=10")),
          Map.entry(
              "POST /alarms/{id}/acknowledgement",
              Call.get("alarms/" + SeededHouse.ALARM_A + "/acknowledgement")),
          Map.entry("GET /alarm-rules", Call.get("alarm-rules")),
          Map.entry(
              "PUT /alarm-rules/{id}",
              Call.with("alarm-rules/hot", "{\"device\":\"A-01-kettle\",\"limitW\":1500}")),
          Map.entry("GET /push-registrations", Call.get("push-registrations")),
          Map.entry(
              "POST /push-registrations",
              Call.with("push-registrations", "{\"token\":\"another\",\"platform\":\"android\"}")),
          Map.entry(
              "GET /push-registrations/{id}",
              Call.get("push-registrations/" + SeededHouse.PHONE_A)),
          Map.entry(
              "DELETE /push-registrations/{id}",
              new Call(Calls::freshRegistration, "", false, false)));

  private Calls() {}

  /** Every route that has a call. */
  static Set<String> routes() {
    return ALL.keySet();
  }

  /** Whether B may get what A gets. */
  static boolean isShared(Route route) {
    return of(route).shared();
  }

  /** Whether it is for operators; then A and B are operators of two organisations. */
  static boolean isForOperators(Route route) {
    return route.path().startsWith("/operator/");
  }

  /** Whom the route answers. */
  static String userA(Route route) {
    return isForOperators(route) ? SeededHouse.OPERATOR_A : SeededHouse.CUSTOMER_A;
  }

  /** Somebody of the same kind, who has nothing of A's. */
  static String userB(Route route) {
    return isForOperators(route) ? SeededHouse.OPERATOR_B : SeededHouse.CUSTOMER_B;
  }

  /** Whether the path or the body of the call names something that is A's alone. */
  static boolean namesObjectOfA(Route route) {
    return route.path().contains("{") || of(route).body().contains("A-01");
  }

  /** The path for customer A, with what it needs made ready. */
  static String path(Route route, RestClient a) {
    return of(route).path().apply(a);
  }

  /** Sends the request of a route to a path, as whoever {@code client} is. */
  static HttpResponse<String> send(Route route, String path, RestClient client) {
    Call call = of(route);
    if (route.toString().equals("POST /oauth/token")) {
      return client.form(
          path, RestClient.credentials(SeededHouse.CUSTOMER_A, SeededHouse.PASSWORD));
    }
    return call.key()
        ? client.json(
            route.method(), path, call.body(), "Idempotency-Key", UUID.randomUUID().toString())
        : client.json(route.method(), path, call.body());
  }

  private static Call of(Route route) {
    Call call = ALL.get(route.toString());
    if (call == null) {
      throw new AssertionError("the new route " + route + " has no call in " + Calls.class);
    }
    return call;
  }

  private static String freshEdit(RestClient a) {
    var answer = a.json("POST", EDITS, EDIT);
    return EDITS + "/" + RestClient.json(answer).getString("id") + "?reason=it+was+a+test";
  }

  private static String freshJob(RestClient a) {
    var answer = a.json("POST", "operator/jobs", JOB);
    return "operator/jobs/" + RestClient.json(answer).getString("id");
  }

  private static String freshRegistration(RestClient a) {
    var answer =
        a.json(
            "POST",
            "push-registrations",
            "{\"token\":\"%s\",\"platform\":\"ios\"}".formatted(UUID.randomUUID()));
    return "push-registrations/" + RestClient.json(answer).getString("id");
  }
}
