package org.meterhaus.dlms.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The decoder of vectors")
class VectorDecoderTest {

  private static final List<String> FILES =
      List.of("dlms-apdu.json", "dlms-security.json", "hdlc.json", "mbus.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a source states in its own words, or what was calculated from more than the octets. */
  private static final Set<String> NOT_IN_THE_OCTETS = Set.of("sourceStated", "mustNotBe", "text");

  /** Kinds without octets to decode: their values are held to the primitives elsewhere. */
  private static final String NOTHING_TO_DECODE =
      "primitive:.*|key-agreement:.*|hls-7-ecdsa|key-wrap";

  record Named(String file, Vector vector) {
    @Override
    public String toString() {
      return file + " " + vector;
    }
  }

  private static boolean isDecoded(Vector vector) {
    return !vector.kind().matches(NOTHING_TO_DECODE);
  }

  static Stream<Named> all() {
    List<Named> all = new ArrayList<>();
    for (String file : FILES) {
      Vector.kept(file, VectorDecoderTest::isDecoded)
          .forEach(each -> all.add(new Named(file, each)));
      Vector.beside(file, VectorDecoderTest::isDecoded)
          .forEach(each -> all.add(new Named(file, each)));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void tells_what_is_expected_and_refuses_what_is_to_be_refused(Named named) throws Exception {
    JsonNode expected = named.vector().expect();
    if (expected.has("error")) {
      String reason = refused(named).toLowerCase(Locale.ROOT);
      assertThat(reason).contains(expected.get("error").asText("").replace("true", ""));
    } else {
      assertContains(named.toString(), JSON.valueToTree(decode(named)), expected);
    }
  }

  private static Map<String, @Nullable Object> decode(Named named) throws Exception {
    ObjectNode given = named.vector().json().deepCopy();
    given.remove("expect");
    given.put("file", named.file());
    return VectorDecoder.decode(
        JSON.convertValue(given, new TypeReference<Map<String, Object>>() {}));
  }

  private static String refused(Named named) throws Exception {
    try {
      Map<String, @Nullable Object> value = decode(named);
      return fail("decoded into " + value);
    } catch (Malformed e) {
      assertThat(e.offset()).isBetween(0, named.vector().hex().size());
      return String.valueOf(e.getMessage());
    } catch (MeterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void says_what_it_has_no_decoder_for() {
    assertThatThrownBy(
            () -> VectorDecoder.decode(Map.of("id", "x", "file", "sml/units.json", "kind", "m")))
        .isInstanceOf(VectorDecoder.Unsupported.class)
        .hasMessageStartingWith("unsupported");
    assertThatThrownBy(() -> VectorDecoder.decode(Map.of("id", "x", "kind", "primitive:ecdh-p256")))
        .isInstanceOf(VectorDecoder.Unsupported.class);
  }

  /** Every member that is expected is told, and lists have no more elements than expected. */
  static void assertContains(String where, JsonNode told, JsonNode expected) {
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> member : expected.properties()) {
        if (!NOT_IN_THE_OCTETS.contains(member.getKey())) {
          String name = where + "." + member.getKey();
          assertThat(told.has(member.getKey())).as(name).isTrue();
          assertContains(name, told.get(member.getKey()), member.getValue());
        }
      }
    } else if (expected.isArray()) {
      assertThat(told.size()).as(where).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertContains(where + "[" + i + "]", told.get(i), expected.get(i));
      }
    } else if (expected.isNumber()) {
      assertThat(told.decimalValue()).as(where).isEqualByComparingTo(expected.decimalValue());
    } else {
      assertThat(told).as(where).isEqualTo(expected);
    }
  }
}
