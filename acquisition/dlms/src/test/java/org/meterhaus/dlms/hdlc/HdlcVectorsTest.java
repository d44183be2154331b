package org.meterhaus.dlms.hdlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.hdlc.HdlcReader.Found;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("HDLC, held to published octets")
class HdlcVectorsTest {

  private static final String FILE = "hdlc.json";

  static Stream<Vector> frames() {
    return Vector.kept(FILE, vector -> vector.kind().startsWith("frame:")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void a_frame_is_read(Vector vector) throws Malformed {
    HdlcFrame frame = HdlcFrame.decode(body(vector.hex()));

    assertFrame(frame, vector.expect());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void a_frame_is_written_as_it_was(Vector vector) throws Malformed {
    HdlcFrame frame = HdlcFrame.decode(body(vector.hex()));

    assertThat(Bytes.copyOf(frame.encode())).isEqualTo(vector.hex());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void no_part_of_a_frame_is_one(Vector vector) {
    Bytes body = body(vector.hex());

    for (int size = 0; size < body.size(); size++) {
      Bytes part = body.slice(0, size);
      assertThatThrownBy(() -> HdlcFrame.decode(part)).isInstanceOf(Malformed.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void no_frame_with_up_to_two_wrong_bits_is_one(Vector vector) {
    byte[] body = body(vector.hex()).toArray();

    for (int first = 0; first < body.length * 8; first++) {
      flip(body, first);
      assertThatThrownBy(() -> HdlcFrame.decode(Bytes.copyOf(body))).isInstanceOf(Malformed.class);
      int second = (first * 31 + 17) % (body.length * 8);
      if (second != first) {
        flip(body, second);
        assertThatThrownBy(() -> HdlcFrame.decode(Bytes.copyOf(body)))
            .isInstanceOf(Malformed.class);
        flip(body, second);
      }
      flip(body, first);
    }
  }

  static Stream<Vector> addresses() {
    return Vector.kept(FILE, vector -> vector.kind().equals("address")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void an_address_is_read_and_written(Vector vector) throws Malformed {
    byte[] octets = vector.hex().toArray();

    HdlcAddress address = HdlcAddress.read(octets, 0, 0, octets.length);

    assertAddress(address, vector.expect());
    byte[] written = new byte[octets.length];
    address.write(written, 0);
    assertThat(written).isEqualTo(octets);
  }

  static Stream<Vector> checks() {
    return Vector.kept(FILE, vector -> vector.kind().equals("fcs")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void a_check_sequence_is_calculated(Vector vector) {
    byte[] octets = vector.hex().toArray();

    int check = FrameCheck.of(octets, 0, octets.length);

    assertThat(onTheLine(check)).isEqualTo(vector.expect().get("fcs").asText());
  }

  static Stream<Vector> streams() {
    return Vector.kept(FILE, vector -> vector.kind().startsWith("stream:")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void frames_are_found_in_a_stream(Vector vector) {
    List<HdlcFrame> found = good(read(vector.hex(), vector.hex().size()));

    if (vector.expect().has("goodFrames")) {
      assertThat(found.stream().map(frame -> Bytes.copyOf(frame.encode()).toString()))
          .containsExactlyElementsOf(texts(vector.expect().get("goodFrames")));
    } else {
      JsonNode frames = vector.expect().get("frames");
      assertThat(found).hasSize(frames.size());
      for (int i = 0; i < found.size(); i++) {
        assertFrame(found.get(i), frames.get(i));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void the_same_frames_are_found_octet_by_octet(Vector vector) {
    assertThat(good(read(vector.hex(), 1))).isEqualTo(good(read(vector.hex(), 1000)));
  }

  static Stream<Vector> damaged() {
    return Stream.concat(
        Vector.kept(FILE, HdlcVectorsTest::isDamaged).stream(),
        Vector.beside(FILE, HdlcVectorsTest::isDamaged).stream());
  }

  /** The one without a check that fails is damaged in its blocks, not in its frames. */
  private static boolean isDamaged(Vector vector) {
    return vector.kind().equals("malformed") && vector.expect().has("error");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void a_damaged_frame_is_refused_with_the_reason_and_the_place(Vector vector) {
    String error = vector.expect().get("error").asText();
    Bytes octets = vector.hex();

    List<Found> found = read(octets, octets.size());

    assertThat(good(found)).isEmpty();
    assertThat(found.getFirst()).isInstanceOf(Found.Damaged.class);
    Malformed reason = ((Found.Damaged) found.getFirst()).reason();
    assertThat(found.getFirst().offset()).isZero();
    assertThat(reason).hasMessageStartingWith(error.toUpperCase(Locale.ROOT) + " is ");
    // Flag, format, address of one octet each or more, control: where the header's check stands.
    int expected = error.equals("hcs") ? headerOctets(octets) : octets.size() - 4;
    assertThat(reason.offset()).isEqualTo(expected);
  }

  static Stream<Vector> pushes() {
    return Stream.concat(
        Vector.kept(FILE, HdlcVectorsTest::isPush).stream(),
        Vector.beside(FILE, HdlcVectorsTest::isPush).stream());
  }

  private static boolean isPush(Vector vector) {
    return vector.kind().startsWith("han-push:");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pushes")
  void the_frames_of_a_push_are_read(Vector vector) {
    List<HdlcFrame> found = good(read(vector.hex(), 7));

    JsonNode frames = vector.expect().get("frames");
    assertThat(found).hasSize(frames.size());
    for (int i = 0; i < found.size(); i++) {
      HdlcFrame frame = found.get(i);
      JsonNode expected = frames.get(i);
      byte[] octets = frame.encode();
      assertThat(octets.length - 2).isEqualTo(expected.get("length").asInt());
      assertThat(frame.segmented()).isEqualTo(expected.get("segmented").asBoolean());
      assertThat("%02x".formatted(frame.control().octet()))
          .isEqualTo(expected.get("control").asText());
      assertChecks(octets, expected);
    }
  }

  @Test
  void the_vectors_that_must_not_be_copied_are_read_where_they_are() {
    List<Vector> beside = Vector.beside(FILE, vector -> true);

    assumeFalse(beside.isEmpty(), "the larger set of vectors is not beside this repository");
    assertThat(beside).hasSizeGreaterThan(40);
  }

  private static void assertFrame(HdlcFrame frame, JsonNode expected) {
    byte[] octets = frame.encode();
    assertThat(Bytes.copyOf(octets, 1, 3)).hasToString(expected.get("frameFormat").asText());
    assertThat(octets.length - 2).isEqualTo(expected.get("length").asInt());
    assertThat(frame.segmented()).isEqualTo(expected.get("segmented").asBoolean());
    assertAddress(frame.destination(), expected.get("destination"));
    assertAddress(frame.source(), expected.get("source"));
    assertThat("%02x".formatted(frame.control().octet())).isEqualTo(text(expected, "control"));
    assertControl(frame.control(), expected.get("frame"));
    assertChecks(octets, expected);
    assertThat(frame.information()).hasToString(expected.get("informationHex").asText());
    if (expected.has("parameters")) {
      assertParameters(frame.information(), expected.get("parameters"));
    }
    if (expected.has("payload")) {
      String llc = expected.get("payload").get("llc").asText();
      assertThat(Llc.strip(frame.information()))
          .isEqualTo(frame.information().slice(3, frame.information().size()));
      assertThat(frame.information().slice(0, 3)).hasToString(llc);
    }
  }

  private static void assertControl(HdlcControl control, JsonNode expected) {
    assertThat(control.getClass().getSimpleName()).isEqualToIgnoringCase(text(expected, "type"));
    assertThat(control.pf()).isEqualTo(expected.get("pf").asBoolean());
    switch (control) {
      case HdlcControl.I(int ns, int nr, boolean _) -> {
        assertThat(ns).isEqualTo(expected.get("ns").asInt());
        assertThat(nr).isEqualTo(expected.get("nr").asInt());
      }
      case HdlcControl.Rr(int nr, boolean _) ->
          assertThat(nr).isEqualTo(expected.get("nr").asInt());
      case HdlcControl.Rnr(int nr, boolean _) ->
          assertThat(nr).isEqualTo(expected.get("nr").asInt());
      default -> assertThat(expected.has("nr")).isFalse();
    }
  }

  private static void assertAddress(HdlcAddress address, JsonNode expected) {
    assertThat(address.octets()).isEqualTo(expected.get("length").asInt());
    JsonNode upper = expected.has("value") ? expected.get("value") : expected.get("upper");
    assertThat(address.upper()).isEqualTo(upper.asInt());
    assertThat(address.lower())
        .isEqualTo(expected.has("lower") ? expected.get("lower").asInt() : 0);
  }

  private static void assertParameters(Bytes information, JsonNode expected) {
    HdlcParameters parameters;
    try {
      parameters = HdlcParameters.decode(information);
    } catch (Malformed e) {
      throw new AssertionError(e);
    }
    assertThat(parameters)
        .isEqualTo(
            new HdlcParameters(
                expected.get("maxInfoTransmit").asInt(),
                expected.get("maxInfoReceive").asInt(),
                expected.get("windowTransmit").asInt(),
                expected.get("windowReceive").asInt()));
    // Some write 128 into two octets; ours takes one, and means the same.
    assertThat(parameters.encode().size()).isLessThanOrEqualTo(information.size());
  }

  private static void assertChecks(byte[] octets, JsonNode expected) {
    Bytes frame = Bytes.copyOf(octets);
    assertThat(frame.slice(frame.size() - 3, frame.size() - 1)).hasToString(text(expected, "fcs"));
    if (!expected.get("hcs").isNull()) {
      int at = headerOctets(frame) + 1;
      assertThat(frame.slice(at, at + 2)).hasToString(text(expected, "hcs"));
    }
  }

  /** Octets between the first flag and the header's check sequence. */
  private static int headerOctets(Bytes frame) {
    int position = 3;
    for (int address = 0; address < 2; address++) {
      while ((frame.at(position++) & 1) == 0) {
        // The last octet of an address is odd.
      }
    }
    return position;
  }

  private static List<Found> read(Bytes octets, int chunk) {
    HdlcReader reader = new HdlcReader();
    List<Found> found = new ArrayList<>();
    byte[] all = octets.toArray();
    for (int from = 0; from < all.length; from += chunk) {
      reader.feed(all, from, Math.min(from + chunk, all.length));
      for (Found next = reader.next(); next != null; next = reader.next()) {
        found.add(next);
      }
    }
    return found;
  }

  private static List<HdlcFrame> good(List<Found> found) {
    return found.stream()
        .flatMap(each ->
            each instanceof Found.Frame(long _, HdlcFrame frame)
                ? Stream.of(frame)
                : Stream.empty())
        .toList();
  }

  private static Bytes body(Bytes frame) {
    return frame.slice(1, frame.size() - 1);
  }

  private static void flip(byte[] octets, int bit) {
    octets[bit / 8] ^= (byte) (1 << bit % 8);
  }

  private static String onTheLine(int check) {
    return "%02x%02x".formatted(check & 0xFF, check >>> 8);
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asText();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
