package org.meterhaus.rest.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A trace")
class TraceTest {
  private static final Trace OURS = new Trace("1".repeat(32));

  // the example of W3C Trace Context, section 3.2.2
  @Test
  void is_the_callers_where_the_header_is_well_formed() {
    var trace = Trace.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", () -> OURS);

    assertThat(trace.id()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"
      })
  void is_a_fresh_one_otherwise(String header) {
    assertThat(Trace.of(header, () -> OURS)).isEqualTo(OURS);
  }

  @Test
  void that_is_fresh_differs_from_the_one_before() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    assertThat(Trace.fresh(random)).isNotEqualTo(Trace.fresh(random));
  }
}
