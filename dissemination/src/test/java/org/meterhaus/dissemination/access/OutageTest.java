package org.meterhaus.dissemination.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dissemination.TestHome;

@DisplayName("A database that is away")
class OutageTest {

  @Test
  void is_not_ready_and_ready_again_with_the_next_question() {
    try (var home = new TestHome()) {
      var gate = new Gate(home.database(), home.clock(), new AuditTrail(home.database()));

      // what a restarting server does to a session
      assertThat(
              TestHome.refusal(() ->
                  gate.read(
                      TestHome.caller(),
                      scope ->
                          scope
                              .session()
                              .createNativeQuery(
                                  "select pg_terminate_backend(pg_backend_pid())", Boolean.class)
                              .getSingleResult())))
          .isEqualTo("not-ready");
      assertThat(home.useCases().devices().list(TestHome.caller())).isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"08006", "08001", "53300", "57P01", "57P03"})
  void is_known_by_its_sql_state(String state) {
    assertThat(
            TestHome.refusal(() ->
                Outage.refused(() -> {
                  throw new GenericJDBCException("x", new SQLException("x", state));
                })))
        .isEqualTo("not-ready");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"23505", "42601", "57014"})
  void is_not_blamed_for_a_bug(String state) {
    var bug = new GenericJDBCException("x", new SQLException("x", state));

    assertThatThrownBy(() ->
            Outage.refused(() -> {
              throw bug;
            }))
        .isSameAs(bug);
  }
}
