package org.meterhaus.dlms.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.vectors.AnyApdu;
import org.meterhaus.dlms.vectors.AnyData;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The explainer")
class ExplainerTest {

  private static final String FILE = "dlms-apdu.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a source states in its own words, or derives from more than the octets. */
  private static final Set<String> NOT_IN_THE_OCTETS = Set.of("readings", "sourceStated", "iso");

  static List<Vector> kept() {
    return Vector.kept(FILE, ExplainerTest::isExplained);
  }

  static List<Vector> malformed() {
    return Vector.kept(FILE, vector -> vector.kind().equals("malformed"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static boolean isExplained(Vector vector) {
    return !vector.kind().equals("malformed") && !vector.kind().equals("obis-text");
  }

  private static Explanation explain(Vector vector) throws Malformed {
    Bytes octets = vector.hex();
    return switch (vector.kind()) {
      case "wrapper" -> Explainer.wrapper(octets);
      case "cosem-date-time" -> Explainer.dateTime(octets);
      case "axdr-length" -> Explainer.length(octets);
      case "conformance" -> Explainer.conformance(octets);
      case "data:object-list" -> Explainer.objectList(octets);
      case "han-notification-body" -> Explainer.data(octets);
      default ->
          vector.kind().startsWith("data:") ? Explainer.data(octets) : Explainer.message(octets);
    };
  }

  @ParameterizedTest
  @MethodSource("kept")
  void tells_of_published_octets_what_their_source_tells(Vector vector) throws Exception {
    assertTold(vector);
  }

  @Test
  void tells_of_octets_that_may_not_be_copied_what_their_source_tells() throws Exception {
    List<Vector> beside = Vector.beside(FILE, ExplainerTest::isExplained);
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      assertTold(vector);
    }
  }

  @ParameterizedTest
  @MethodSource("kept")
  void gives_every_octet_one_place(Vector vector) throws Exception {
    Explanation explanation = explain(vector);

    assertThat(endOf(explanation.parts(), 0)).isEqualTo(vector.hex().size());
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void says_where_malformed_messages_are_wrong(Vector vector) {
    assertThatThrownBy(() -> Explainer.message(vector.hex()))
        .isInstanceOfSatisfying(
            Malformed.class, e -> assertThat(e.offset()).isBetween(0, vector.hex().size()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void explains_whatever_the_codec_writes(long seed) throws Exception {
    Bytes octets = ApduCodec.encode(AnyApdu.any(AnyData.random(seed)));

    assertThat(endOf(Explainer.message(octets).parts(), 0)).isEqualTo(octets.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void explains_altered_messages_or_finds_them_malformed(long seed) {
    RandomGenerator random = AnyData.random(seed);
    byte[] octets = ApduCodec.encode(AnyApdu.any(random)).toArray();
    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    Bytes altered = Bytes.copyOf(octets);

    try {
      assertThat(endOf(Explainer.message(altered).parts(), 0)).isEqualTo(altered.size());
    } catch (Malformed e) {
      assertThat(e.offset()).isBetween(0, altered.size());
    }
  }

  private static void assertTold(Vector vector) throws Malformed {
    JsonNode told = JSON.valueToTree(explain(vector).value());
    assertContains(vector.toString(), told, vector.expect());
  }

  /** Every member that is expected is told, and lists have no more elements than expected. */
  private static void assertContains(String where, JsonNode told, JsonNode expected) {
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

  /** The end of parts that lie side by side from {@code from} on, as do those within each. */
  private static int endOf(List<Part> parts, int from) {
    int position = from;
    for (Part part : parts) {
      assertThat(part.offset()).as(part.name()).isEqualTo(position);
      if (!part.parts().isEmpty()) {
        assertThat(endOf(part.parts(), position)).isEqualTo(position + part.length());
      }
      position += part.length();
    }
    return position;
  }
}
