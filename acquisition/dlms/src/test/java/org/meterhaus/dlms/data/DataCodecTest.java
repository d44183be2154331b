package org.meterhaus.dlms.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.vectors.AnyData;
import org.meterhaus.dlms.vectors.DataJson;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("The data codec")
class DataCodecTest {

  private static final String FILE = "dlms-apdu.json";

  static List<Vector> published() {
    return Vector.kept(FILE, vector -> vector.kind().startsWith("data:"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("published")
  void reads_and_writes_published_values(Vector vector) throws Exception {
    Data data = DataCodec.decode(vector.hex(), DataLimits.DEFAULT);

    JsonNode expected = vector.expect().get("data");
    if (expected == null) {
      // An object_list, expected in the words of its class; its maker writes lengths too long.
      assertThat(DataCodec.decode(DataCodec.encode(data), DataLimits.DEFAULT)).isEqualTo(data);
      return;
    }
    DataJson.assertSame(data, expected);
    assertThat(DataCodec.encode(data)).isEqualTo(vector.hex());
  }

  @Test
  void reads_published_values_that_may_not_be_copied() throws Exception {
    List<Vector> beside = Vector.beside(FILE, vector -> vector.kind().startsWith("data:"));
    assumeTrue(!beside.isEmpty(), "no larger set of vectors beside the repository");

    for (Vector vector : beside) {
      Data data = DataCodec.decode(vector.hex(), DataLimits.DEFAULT);

      // Not octet by octet: one of these meters writes lengths longer than need be.
      assertThat(DataCodec.decode(DataCodec.encode(data), DataLimits.DEFAULT))
          .as(vector.id())
          .isEqualTo(data);
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void finds_every_truncation_malformed(Vector vector) {
    Bytes whole = vector.hex();
    for (int size = 0; size < whole.size(); size++) {
      Bytes part = whole.slice(0, size);
      assertThatThrownBy(() -> DataCodec.decode(part, DataLimits.DEFAULT))
          .as("%d of %d octets", size, whole.size())
          .isInstanceOf(Malformed.class);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_whatever_it_wrote(long seed) throws Exception {
    Data data = AnyData.any(AnyData.random(seed), 4);

    assertThat(DataCodec.decode(DataCodec.encode(data), DataLimits.DEFAULT)).isEqualTo(data);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void makes_a_value_or_malformed_of_noise(long seed) {
    RandomGenerator random = AnyData.random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] noise = AnyData.bytes(random, random.nextInt(1, 60)).toArray();
      noise[0] = (byte) random.nextInt(35);
      assertValueOrMalformed(Bytes.copyOf(noise));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void makes_a_value_or_malformed_of_a_value_with_one_octet_changed(long seed) {
    RandomGenerator random = AnyData.random(seed);
    byte[] octets = DataCodec.encode(AnyData.any(random, 4)).toArray();
    octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));

    assertValueOrMalformed(Bytes.copyOf(octets));
  }

  private static void assertValueOrMalformed(Bytes octets) {
    assertThatCode(
            () -> {
              try {
                Data data = DataCodec.decode(octets, DataLimits.DEFAULT);
                assertThat(data).isNotNull();
              } catch (Malformed _) {
                // the other thing that may come of it
              }
            })
        .as(octets.toString())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535, 65_536})
  void counts_octets_in_the_shortest_form_of_a_length(int size) throws Exception {
    Data data = new Data.OctetString(Bytes.copyOf(new byte[size]));
    int lengthOctets = size < 128 ? 1 : size < 256 ? 2 : size < 65_536 ? 3 : 4;

    Bytes encoded = DataCodec.encode(data);

    assertThat(encoded.size()).isEqualTo(1 + lengthOctets + size);
    assertThat(DataCodec.decode(encoded, DataLimits.DEFAULT)).isEqualTo(data);
  }

  @Test
  void takes_values_as_deep_as_the_limit_and_none_deeper() throws Exception {
    DataLimits limits = new DataLimits(3, 100);
    Bytes deep = Bytes.ofHex("010101010101" + "00");
    Bytes deeper = Bytes.ofHex("0101010101010101" + "00");

    assertThat(DataCodec.decode(deep, limits)).isInstanceOf(Data.Array.class);
    assertThatThrownBy(() -> DataCodec.decode(deeper, limits))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("deeper than 3");
  }

  @Test
  void takes_as_many_elements_as_the_limit_and_none_more() throws Exception {
    DataLimits limits = new DataLimits(3, 4);
    Data four = new Data.Array(Collections.nCopies(4, new Data.NullData()));
    Data five = new Data.Array(Collections.nCopies(5, new Data.NullData()));

    assertThat(DataCodec.decode(DataCodec.encode(four), limits)).isEqualTo(four);
    assertThatThrownBy(() -> DataCodec.decode(DataCodec.encode(five), limits))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("more than 4 elements");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01847fffffff", // two thousand million elements in no octets
        "0184ffffffff", // a length beyond 2^31-1
        "0185ffffffffff", // a length of five octets
        "0180", // the indefinite length of BER
        "13010000", // compact-array of an array of nothing
        "1302000101", // compact-array of an empty structure
        "13000101", // .. of null-data in an octet
        "0bff", // a tag the standard leaves free
        "0c02c328", // utf8-string that is none
        "040101", // a bit-string whose unused bits are set
      })
  void refuses_what_only_wants_to_do_harm(String hex) {
    Bytes octets = Bytes.ofHex(hex);

    assertThatThrownBy(() -> DataCodec.decode(octets, DataLimits.DEFAULT))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void refuses_octets_after_the_value() {
    assertThatThrownBy(() -> DataCodec.decode(Bytes.ofHex("110500"), DataLimits.DEFAULT))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("1 octets after the value");
  }

  @Test
  void tells_both_types_when_a_value_is_not_what_was_agreed() {
    assertThatThrownBy(() -> new Data.VisibleString("17").asLong())
        .isInstanceOf(Malformed.class)
        .hasMessage("expected an integer but was visible-string");
    assertThatThrownBy(() -> new Data.Unsigned8(17).asList())
        .isInstanceOf(Malformed.class)
        .hasMessage("expected an array or structure but was unsigned");
    assertThatThrownBy(() -> new Data.Long64Unsigned(-1).asLong())
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("18446744073709551615");
  }
}
