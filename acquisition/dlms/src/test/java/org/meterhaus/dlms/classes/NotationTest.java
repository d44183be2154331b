package org.meterhaus.dlms.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

@DisplayName("The notation of interface classes")
class NotationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "unsigned(1..7)",
        "octet-string(6)",
        "array long-unsigned",
        "array(0..255) structure{a octet-string, b enum{0 off, 1 on}}",
        "null-data | double-long | array bit-string(8)",
      })
  void is_printed_as_it_is_read(String text) {
    assertThat(Notation.type(text)).hasToString(text);
  }

  @Test
  void knows_ranges() throws Malformed {
    ValueType type = Notation.type("unsigned(1..7)");

    type.check(new Data.Unsigned8(7));

    assertThatThrownBy(() -> type.check(new Data.Unsigned8(8)))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("unsigned(1..7)")
        .hasMessageContaining("8");
    assertThat(type.fits(new Data.Integer8(1))).isFalse();
  }

  @Test
  void tells_where_in_a_structure_a_value_is_wrong() {
    ValueType type = Notation.type("structure{name octet-string(6), on boolean}");

    assertThatThrownBy(() ->
            type.check(
                Data.Structure.of(new Data.OctetString(Bytes.of(1, 2, 3)), new Data.Bool(true))))
        .hasMessageContaining("name: ")
        .hasMessageContaining("octet-string(6)");
    assertThat(type.fits(Data.Structure.of(new Data.Bool(true)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unsigne", "array", "structure{a}", "unsigned(1..", "any any", "a;b"})
  void refuses_what_it_does_not_say(String text) {
    assertThatThrownBy(() -> Notation.type(text)).isInstanceOf(IllegalArgumentException.class);
  }

  static List<ClassModel> all() {
    return InterfaceClasses.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void has_an_initial_value_and_takes_any_value_of_every_attribute(ClassModel model)
      throws Malformed {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(model.id());
    for (ClassModel.AttributeModel attribute : model.attributes()) {
      attribute.type().check(InitialValues.of(attribute.type()));
      for (int i = 0; i < 20; i++) {
        attribute.type().check(AnyValue.of(attribute.type(), random));
      }
    }
    assertThat(model.behaviour()).endsWith(".");
  }
}
