package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.readings.ValueQuality;

@DisplayName("A function over values")
class TallyTest {

  /** What R's quantile(x, p) gives, whose default is type 7. */
  @ParameterizedTest(name = "quantile {0}/1000 of 1 2 4 8 16 is {1}")
  @CsvSource({
    "0, 1.000",
    "25, 1.100",
    "250, 2.000",
    "370, 2.960",
    "500, 4.000",
    "900, 12.800",
    "950, 14.400",
    "999, 15.968",
    "1000, 16.000"
  })
  void takes_a_quantile_on_the_line_between_neighbours(int perMille, String expected) {
    assertThat(Tally.quantile(new int[] {1, 2, 4, 8, 16}, perMille)).isEqualTo(expected);
  }

  @Test
  void takes_the_one_value_for_every_quantile_of_one() {
    assertThat(Tally.quantile(new int[] {7}, 333)).isEqualTo("7.000");
  }

  @Test
  void is_named_once_and_in_a_fixed_order() {
    var functions = Functions.of(List.of("p95", "sum", "p5", "max", "sum", "p95"));

    assertThat(functions.names()).containsExactly("max", "sum", "p5", "p95");
    assertThat(functions.needValues()).isTrue();
    assertThat(Functions.of(List.of("sum", "first")).needValues()).isFalse();
    assertThatThrownBy(() -> Functions.of(List.of("P95"))).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> Functions.of(List.of())).isInstanceOf(RefusedException.class);
  }

  @Test
  void says_less_rather_than_more_of_its_coverage() {
    var almost = new Coverage(35_040, 35_039, 1, ValueQuality.MISSING);

    assertThat(almost.share()).isEqualTo("0.9999");
    assertThat(almost.estimatedShare()).isEqualTo("0.0000");
    assertThat(new Coverage(0, 0, 0, ValueQuality.MEASURED).share()).isEqualTo("0.0000");
    assertThat(new Coverage(4, 0, 0, ValueQuality.PENDING).estimatedShare()).isNull();
    assertThatThrownBy(() -> new Coverage(4, 5, 0, ValueQuality.MEASURED))
        .hasMessageContaining("5");
  }
}
