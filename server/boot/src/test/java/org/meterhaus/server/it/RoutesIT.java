package org.meterhaus.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.server.it.SeededHouse.CUSTOMER_A;

import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.server.it.Contract.Route;

/** Driven by the list of routes, so that a new route without a case fails. */
@DisplayName("Each route")
class RoutesIT {
  private static final Contract CONTRACT = Contract.read();

  /** Whatever only A's answers may have in them. */
  private static final List<String> OF_A =
      List.of(
          "A-01",
          "A. Example",
          "token-of-a",
          SeededHouse.ALARM_A,
          SeededHouse.COMMAND_A,
          SeededHouse.OUTAGE_A,
          SeededHouse.PHONE_A);

  private final RunningServer server = RunningServer.shared();

  static List<Route> routes() {
    return CONTRACT.routes();
  }

  static List<Route> closedRoutes() {
    return routes().stream().filter(route -> !route.isPublic()).toList();
  }

  static List<Route> ownRoutes() {
    return closedRoutes().stream().filter(route -> !Calls.isShared(route)).toList();
  }

  @Test
  void has_a_call_and_each_call_has_a_route() {
    assertThat(Calls.routes())
        .containsExactlyInAnyOrderElementsOf(routes().stream().map(Route::toString).toList());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void answers_its_customer_as_the_contract_says(Route route) {
    RestClient a =
        route.toString().equals("DELETE /oauth/token")
            ? RestClient.signIn(server, CUSTOMER_A)
            : RestClient.of(server, Calls.userA(route));

    HttpResponse<String> answer = Calls.send(route, Calls.path(route, a), a);

    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    assertThat(CONTRACT.mistakes(route, answer.statusCode(), bodyOf(answer)))
        .as(answer.body())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("closedRoutes")
  void needs_a_token(Route route) {
    String path = Calls.path(route, RestClient.of(server, Calls.userA(route)));

    HttpResponse<String> answer = Calls.send(route, path, RestClient.anonymous(server));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
    assertThat(RestClient.json(answer).getString("type")).isEqualTo("/problems/not-authenticated");
  }

  @ParameterizedTest
  @MethodSource("ownRoutes")
  void shows_and_changes_nothing_of_another_customer(Route route) {
    RestClient a = RestClient.of(server, Calls.userA(route));
    RestClient b = RestClient.of(server, Calls.userB(route));
    String path = Calls.path(route, a);

    HttpResponse<String> answer = Calls.send(route, path, b);

    if (Calls.namesObjectOfA(route)) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
      assertThat(RestClient.json(answer).getString("type")).isEqualTo("/problems/not-found");
    } else {
      assertThat(answer.statusCode()).isBetween(200, 299);
      assertThat(OF_A).noneMatch(answer.body()::contains);
    }
  }

  /** Operators' routes do not exist for customers, nor customers' for operators. */
  @ParameterizedTest
  @MethodSource("closedRoutes")
  void exists_for_customers_or_for_operators(Route route) {
    if (route.path().equals("/oauth/token")) {
      return; // signing out is for whoever has signed in
    }
    String path = Calls.path(route, RestClient.of(server, Calls.userA(route)));
    RestClient wrong =
        RestClient.of(server, Calls.isForOperators(route) ? CUSTOMER_A : SeededHouse.OPERATOR_A);

    HttpResponse<String> answer = Calls.send(route, path, wrong);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no resource of this path.");
  }

  private static jakarta.json.@Nullable JsonValue bodyOf(HttpResponse<String> answer) {
    return answer.body().isEmpty() ? null : RestClient.json(answer);
  }
}
