package org.meterhaus.dissemination.sections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.readings.ValueQuality;

@DisplayName("The comparison of sections")
class CompareSectionsTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
    for (int i = 1; i <= 4; i++) {
      home.flatDay(home.channel("A-0" + i, 0), DAY, 100 * i);
    }
    for (int i = 1; i <= 2; i++) {
      home.flatDay(home.channel("B-0" + i, 0), DAY, 50);
    }
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void gives_sums_and_what_they_are_per_flat_square_metre_and_person() {
    home.flatDay(home.channel("A-05", 0), DAY, 500);

    CompareSections.Answer answer = compare(DAY + "/P1D");

    assertThat(answer.building()).isEqualTo("lindenhof");
    assertThat(answer.sections())
        .extracting(CompareSections.Section::section)
        .containsExactly("A", "B");
    CompareSections.Use use = Objects.requireNonNull(answer.sections().getFirst().use());
    long sum = 48 * (100 + 200 + 300 + 400 + 500);
    assertThat(use.sumWh()).isEqualTo(sum);
    assertThat(use.perFlatWh()).isEqualTo(new BigDecimal("14400.000"));
    assertThat(use.perM2Wh()).isEqualTo(new BigDecimal("180.000")); // 60 + 70 + 80 + 90 + 100 m2
    assertThat(use.perPersonWh()).isEqualTo(new BigDecimal("4800.000")); // 1 + 2 + 3 + 4 + 5
    assertThat(use.expectedCount()).isEqualTo(5 * 48);
    assertThat(use.presentCount()).isEqualTo(5 * 48);
    assertThat(use.worstQuality()).isEqualTo(ValueQuality.MEASURED);
  }

  @Test
  void withholds_a_section_of_fewer_than_five_flats() {
    assertThat(compare(DAY + "/P1D").sections().getLast())
        .isEqualTo(new CompareSections.Section("B", "Section B", 2, null));
  }

  @Test
  void withholds_a_section_of_five_flats_of_which_four_have_data() {
    assertThat(compare(DAY + "/P1D").sections().getFirst())
        .isEqualTo(new CompareSections.Section("A", "Section A", 5, null));
  }

  @Test
  void is_given_over_a_day_to_a_year_only() {
    assertThat(TestHome.refusal(() -> compare(DAY + "T10:00:00Z/PT1H")))
        .isEqualTo("invalid-interval");
    assertThat(TestHome.refusal(() -> compare("2024-01-01/P2Y"))).isEqualTo("invalid-interval");
    assertThat(compare("2026-03-29/P1D").sections()).hasSize(2);
  }

  private CompareSections.Answer compare(String interval) {
    return home.useCases().compareSections().compare(TestHome.caller(), interval);
  }
}
