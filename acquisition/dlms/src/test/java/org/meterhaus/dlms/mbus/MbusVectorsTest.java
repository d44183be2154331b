package org.meterhaus.dlms.mbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.mbus.MbusReader.Found;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("M-Bus long frames, held to published octets")
class MbusVectorsTest {

  private static final String FILE = "mbus.json";

  static Stream<Vector> all() {
    return Stream.concat(
        Vector.kept(FILE, vector -> true).stream(), Vector.beside(FILE, vector -> true).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void frames_are_found_in_a_stream(Vector vector) {
    List<MbusFrame> found = good(read(vector.hex(), 7));

    JsonNode frames = vector.expect().get("frames");
    assertThat(found).hasSize(frames.size());
    for (int i = 0; i < found.size(); i++) {
      assertFrame(found.get(i), frames.get(i));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void frames_are_written_as_they_were(Vector vector) {
    Bytes written = Bytes.EMPTY;
    for (MbusFrame frame : good(read(vector.hex(), 1000))) {
      written = written.concat(Bytes.copyOf(frame.encode()));
    }

    assertThat(written).isEqualTo(vector.hex());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void no_part_of_a_frame_is_one(Vector vector) {
    Bytes frame = Bytes.copyOf(good(read(vector.hex(), 1000)).getFirst().encode());

    for (int size = 0; size < frame.size(); size++) {
      Bytes part = frame.slice(0, size);
      assertThatThrownBy(() -> MbusFrame.decode(part)).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void a_wrong_check_sum_is_told_with_its_place() {
    byte[] frame = new MbusFrame(0x53, 0xFF, 0x10, 1, 103, Bytes.of(1, 2, 3)).encode();
    frame[10] ^= 0x40;

    List<Found> found = read(Bytes.copyOf(frame), frame.length);

    assertThat(found).hasSize(1);
    Malformed reason = ((Found.Damaged) found.getFirst()).reason();
    assertThat(reason).hasMessageStartingWith("check sum is ");
    assertThat(reason.offset()).isEqualTo(frame.length - 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 250, 251, 252, 255})
  void a_payload_of_any_length_reads_back_equal(int size) throws Malformed {
    MbusFrame frame = new MbusFrame(0x53, 0xFF, 0x00, 1, 103, Bytes.copyOf(new byte[size]));

    assertThat(MbusFrame.decode(Bytes.copyOf(frame.encode()))).isEqualTo(frame);
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_good_frame_is_found_behind_any_noise(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    for (int i = 0; i < noise.length; i += 5) {
      noise[i] = MbusFrame.START;
    }
    MbusFrame frame = new MbusFrame(0x53, 0xFF, 0x10, 1, 103, Bytes.of(1, 2, 3));
    // As much again behind it as a damaged frame may have claimed.
    Bytes silence = Bytes.copyOf(new byte[300]);

    List<MbusFrame> found =
        good(read(Bytes.copyOf(noise).concat(Bytes.copyOf(frame.encode())).concat(silence), 13));

    assertThat(found).contains(frame);
  }

  private static void assertFrame(MbusFrame frame, JsonNode expected) {
    byte[] octets = frame.encode();
    assertThat("%02x".formatted(frame.control())).isEqualTo(expected.get("c").asText());
    assertThat("%02x".formatted(frame.address())).isEqualTo(expected.get("a").asText());
    assertThat("%02x".formatted(frame.controlInformation())).isEqualTo(expected.get("ci").asText());
    assertThat(frame.source()).isEqualTo(expected.get("stsap").asInt());
    assertThat(frame.destination()).isEqualTo(expected.get("dtsap").asInt());
    assertThat(frame.payload().size()).isEqualTo(expected.get("payloadLength").asInt());
    assertThat(octets.length - 6).isEqualTo(expected.get("length").asInt());
    assertThat("%02x".formatted(octets[1])).isEqualTo(expected.get("lengthOctet").asText());
    assertThat("%02x".formatted(octets[octets.length - 2]))
        .isEqualTo(expected.get("checksum").asText());
  }

  private static List<Found> read(Bytes octets, int chunk) {
    MbusReader reader = new MbusReader();
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

  private static List<MbusFrame> good(List<Found> found) {
    return found.stream()
        .flatMap(each ->
            each instanceof Found.Frame(long _, MbusFrame frame)
                ? Stream.of(frame)
                : Stream.empty())
        .toList();
  }
}
