package org.meterhaus.dissemination.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

@DisplayName("A job of re-processing")
class ReprocessTest {

  @Test
  void is_refused_at_once_when_there_are_no_such_rules() {
    try (var home = new TestHome()) {
      var operator = TestHome.operator("o-1");
      var reprocess = home.useCases().reprocess();
      var job = new Reprocess.NewJob("2026-11-01", "2026-11-20", null, null, "finall");

      var refused =
          catchThrowableOfType(RefusedException.class, () -> reprocess.order(operator, job));

      assertThat(refused.refusal())
          .isInstanceOfSatisfying(
              Refusal.Validation.class,
              validation ->
                  assertThat(validation.violations())
                      .containsExactly(new Refusal.Violation("rules", "unknown")));
      assertThat(reprocess.list(operator)).isEmpty();
    }
  }
}
