package org.meterhaus.processing.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayAggregate;
import org.meterhaus.db.blocks.Quality;

@DisplayName("The aggregate of a day")
class AggregationTest {
  private static final byte MEASURED = Quality.MEASURED.code();
  private static final byte SCALED = Quality.REGISTER_SCALED.code();
  private static final byte MISSING = Quality.MISSING.code();

  @Test
  void is_over_what_is_there_and_says_how_much_that_is() {
    var values =
        CleanValues.of(new int[] {5, 0, 10, 5}, new byte[] {MEASURED, MISSING, SCALED, MEASURED});

    DayAggregate aggregate = Aggregation.of(values, 4);

    assertThat(aggregate.sumWh()).hasValue(20);
    assertThat(aggregate.minWh()).hasValue(5);
    assertThat(aggregate.maxWh()).hasValue(10);
    assertThat(aggregate.avgWh().orElseThrow()).isEqualByComparingTo("6.667");
    assertThat(aggregate.expected()).isEqualTo(4);
    assertThat(aggregate.present()).isEqualTo(3);
    assertThat(aggregate.worst()).isEqualTo(Quality.MISSING);
  }

  @Test
  void is_not_worsened_by_what_is_still_to_come() {
    var values = CleanValues.of(new int[] {5, 0}, new byte[] {MEASURED, MISSING});

    assertThat(Aggregation.of(values, 1).worst()).isEqualTo(Quality.MEASURED);
  }

  @Test
  void is_empty_and_not_zero_where_there_is_nothing() {
    var values = CleanValues.of(new int[] {0, 0}, new byte[] {MISSING, MISSING});

    DayAggregate aggregate = Aggregation.of(values, 2);

    assertThat(aggregate.sumWh()).isEmpty();
    assertThat(aggregate.minWh()).isEmpty();
    assertThat(aggregate.maxWh()).isEmpty();
    assertThat(aggregate.avgWh()).isEmpty();
    assertThat(aggregate.present()).isZero();
  }
}
