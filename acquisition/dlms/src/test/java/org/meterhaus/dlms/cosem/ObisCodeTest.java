package org.meterhaus.dlms.cosem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;

@DisplayName("An OBIS code")
class ObisCodeTest {

  private static final ObisCode IMPORT = ObisCode.of(1, 0, 1, 8, 0, 255);

  @ParameterizedTest
  @ValueSource(strings = {"1.0.1.8.0.255", "1-0:1.8.0*255", "1-0:1.8.0.255", "1-0:1.8.0"})
  void is_read_in_every_usual_way_of_writing(String text) {
    assertThat(ObisCode.parse(text)).isEqualTo(IMPORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0.1.8.0", "1.0.1.8.0.256", "1.0.1.8.0.-1", "a.b.c.d.e.f", "1-0:1"})
  void is_not_made_of_anything_else(String text) {
    assertThatThrownBy(() -> ObisCode.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void is_written_with_dots_and_read_back() {
    assertThat(IMPORT).hasToString("1.0.1.8.0.255");
    assertThat(ObisCode.parse(IMPORT.toString())).isEqualTo(IMPORT);
  }

  @Test
  void has_six_octets() {
    assertThat(IMPORT.octets()).isEqualTo(Bytes.ofHex("0100010800ff"));
    assertThat(ObisCode.of(IMPORT.octets())).isEqualTo(IMPORT);
    assertThatThrownBy(() -> ObisCode.of(Bytes.ofHex("0100010800")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void is_ordered_by_its_groups_from_the_first() {
    assertThat(ObisCode.parse("1.0.1.8.0.255"))
        .isLessThan(ObisCode.parse("1.0.2.8.0.255"))
        .isLessThan(ObisCode.parse("1.1.1.8.0.255"))
        .isGreaterThan(ObisCode.parse("0.9.9.9.9.255"));
  }
}
