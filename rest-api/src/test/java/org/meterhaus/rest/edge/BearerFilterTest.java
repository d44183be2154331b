package org.meterhaus.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.SignedIn;

@DisplayName("The bearer filter")
class BearerFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET time",
        "HEAD time",
        "GET periods",
        "GET problems",
        "GET problems/not-found",
        "POST oauth/token"
      })
  void opens_what_is_public(String request) {
    assertThat(isOpen(request)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST time",
        "OPTIONS time",
        "GET time/",
        "GET time;x=1",
        "GET Time",
        "GET problems/../devices",
        "GET problems/a/b",
        "GET oauth/token",
        "DELETE oauth/token",
        "GET devices",
        "GET nothing-yet",
        "get devices"
      })
  void keeps_everything_else_closed(String request) {
    assertThat(isOpen(request)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "operator/me,false,true",
    "devices,true,false",
    "operators,true,false",
    "oauth/token,true,true"
  })
  void lets_customers_and_operators_in_by_different_doors(
      String path, boolean customer, boolean operator) {
    var caller = new Caller("c-1", SignedIn.Authentication.BEARER_TOKEN, "r");

    assertThat(BearerFilter.mayEnter(caller, path)).isEqualTo(customer);
    assertThat(BearerFilter.mayEnter(new Operator("o-1", "r"), path)).isEqualTo(operator);
  }

  // RFC 6750, section 2.1
  @ParameterizedTest
  @CsvSource({"Bearer abc,abc", "bearer  abc==,abc==", "BEARER a-._~+/b,a-._~+/b"})
  void reads_a_token(String header, String token) {
    assertThat(BearerFilter.token(header)).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic abc", "Bearerabc", "Bearer a b", "Bearer ä"})
  void finds_none_in_anything_else(String header) {
    assertThat(BearerFilter.token(header)).isNull();
  }

  private static boolean isOpen(String request) {
    int space = request.indexOf(' ');
    return BearerFilter.isOpen(request.substring(0, space), request.substring(space + 1));
  }
}
