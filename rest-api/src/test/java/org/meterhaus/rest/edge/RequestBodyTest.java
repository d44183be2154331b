package org.meterhaus.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.Refusal.Violation;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.rest.problems.EdgeRefusal;
import org.meterhaus.rest.problems.EdgeRefusalException;

@DisplayName("A request body")
class RequestBodyTest {
  private static final Set<String> FIELDS = Set.of("device", "limitW", "enabled");

  @Test
  void gives_its_fields_by_type() {
    var body = read("{\"device\":\"kettle\",\"limitW\":1500,\"enabled\":false}");

    assertThat(body.string("device")).isEqualTo("kettle");
    assertThat(body.integer("limitW")).isEqualTo(1_500);
    assertThat(body.truth("enabled")).isFalse();
    body.done();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"device\":null,\"limitW\":null,\"enabled\":null}"})
  void has_no_value_where_there_is_none_or_null(String json) {
    var body = read(json);

    assertThat(body.string("device")).isNull();
    assertThat(body.integer("limitW")).isNull();
    assertThat(body.truth("enabled")).isNull();
    body.done();
  }

  @Test
  void names_everything_that_is_wrong_at_once() {
    var body = read("{\"device\":1,\"limitW\":\"x\",\"enabled\":0,\"nonsense\":1}");
    body.string("device");
    body.integer("limitW");
    body.truth("enabled");

    assertThatThrownBy(body::done)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(((Refusal.Validation) e.refusal()).violations())
                    .containsExactlyInAnyOrder(
                        new Violation("nonsense", "unknown"),
                        new Violation("device", "wrong-type"),
                        new Violation("limitW", "wrong-type"),
                        new Violation("enabled", "wrong-type")));
  }

  @ParameterizedTest
  @CsvSource({
    "2147483648,out-of-range",
    "-2147483649,out-of-range",
    "1e999999999,out-of-range",
    "1.5,not-whole",
    "1e-999999999,not-whole"
  })
  void takes_no_number_that_is_not_an_int(String number, String code) {
    var body = read("{\"limitW\":" + number + "}");
    body.integer("limitW");

    assertThatThrownBy(body::done)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e ->
                assertThat(((Refusal.Validation) e.refusal()).violations())
                    .containsExactly(new Violation("limitW", code)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "[]",
        "3",
        "\"x\"",
        "null",
        "{",
        "{\"device\"",
        "{\"device\":",
        "{\"device\":\"x\"",
        "{\"device\":\"x\",}",
        "{\"device\":\"x\"} {}",
        "{\"device\":\"x\"}x",
        "{\"device\":{}}",
        "{\"device\":[[[]]]}",
        "{\"device\":\"x\",\"device\":\"y\"}",
        "{\"device\":'x'}",
        "{device:1}",
        "{\"limitW\":01}",
        "{\"limitW\":NaN}"
      })
  void that_is_not_one_flat_object_is_refused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(EdgeRefusalException.class);
  }

  @Test
  void is_utf_8_and_nothing_else() {
    byte[] latin1 = "{\"device\":\"Kühlschrank\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> RequestBody.read(new ByteArrayInputStream(latin1), FIELDS))
        .isInstanceOfSatisfying(
            EdgeRefusalException.class,
            e -> assertThat(e.refusal()).isInstanceOf(EdgeRefusal.MalformedBody.class));
  }

  @Test
  void may_be_nested_deeper_than_any_stack() {
    String json = "{\"device\":" + "[".repeat(30_000);

    assertThatThrownBy(() -> read(json)).isInstanceOf(EdgeRefusalException.class);
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_noise_is_a_body_or_a_refusal_and_never_another_failure(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] json =
        "{\"device\":\"ke\\u0074tle\",\"limitW\":-15.0e2,\"enabled\":true}"
            .getBytes(StandardCharsets.UTF_8);
    for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }

    Throwable failure =
        catchThrowable(() -> {
          var body = RequestBody.read(new ByteArrayInputStream(json), FIELDS);
          body.string("device");
          body.integer("limitW");
          body.truth("enabled");
          body.done();
        });

    assertThat(failure)
        .satisfiesAnyOf(
            e -> assertThat(e).isNull(),
            e -> assertThat(e).isInstanceOf(EdgeRefusalException.class),
            e -> assertThat(e).isInstanceOf(RefusedException.class));
  }

  private static RequestBody read(String json) {
    return RequestBody.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), FIELDS);
  }
}
