package org.meterhaus.db.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.bytes.MalformedBytes;

@DisplayName("The delivery codec")
class DeliveryCodecTest {

  /** Two rows of a load profile, 900 s apart, the second with a status. */
  private static final List<Reading> TWO_ROWS =
      List.of(
          Reading.of(Instant.ofEpochSecond(900), 0, 5, 1000),
          Reading.of(Instant.ofEpochSecond(1800), 3, 64, 1064));

  private static final String TWO_ROWS_HEX =
      """
      01 02        version, count
      06           energy, register
      88 0e        +900 s
      0a           5 Wh
      d0 0f        register 1000
      07           status, energy, register
      88 0e        +900 s
      03           status 3
      80 01        64 Wh
      80 01        register +64
      """;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static byte[] bytes(String commented) {
    return HexFormat.of().parseHex(commented.replaceAll("(?m)  +.*$", "").replaceAll("\\s", ""));
  }

  @Test
  void writes_the_bytes_that_are_documented() {
    assertThat(DeliveryCodec.encode(TWO_ROWS)).isEqualTo(bytes(TWO_ROWS_HEX));
  }

  @Test
  void reads_the_bytes_that_are_documented() throws Exception {
    assertThat(DeliveryCodec.decode(bytes(TWO_ROWS_HEX))).isEqualTo(TWO_ROWS);
  }

  @Test
  void refuses_every_truncation_and_every_addition() {
    byte[] whole = bytes(TWO_ROWS_HEX);

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> DeliveryCodec.decode(part)).isInstanceOf(MalformedBytes.class);
    }
    assertThatThrownBy(() -> DeliveryCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(MalformedBytes.class)
        .hasMessageContaining("1 bytes too many");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void reads_back_whatever_was_written(long seed) throws Exception {
    List<Reading> readings =
        anyReadings(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));

    assertThat(DeliveryCodec.decode(DeliveryCodec.encode(readings))).isEqualTo(readings);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void makes_a_delivery_or_a_malformed_delivery_of_noise(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] noise = DeliveryCodec.encode(anyReadings(random));
    for (int i = 0; i < 3; i++) {
      noise[random.nextInt(noise.length)] = (byte) random.nextInt();
    }

    try {
      assertThat(DeliveryCodec.decode(noise)).isNotEmpty();
    } catch (MalformedBytes e) {
      assertThat(e.offset()).isBetween(0, noise.length);
    }
  }

  private static List<Reading> anyReadings(RandomGenerator random) {
    var readings = new ArrayList<Reading>();
    int count = random.nextInt(1, 50);
    for (int i = 0; i < count; i++) {
      boolean energy = random.nextBoolean();
      readings.add(
          new Reading(
              Instant.ofEpochSecond(random.nextLong(1L << 33)),
              random.nextInt(4) == 0 ? random.nextInt(1 << 16) : 0,
              energy ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
              energy && random.nextBoolean()
                  ? OptionalLong.empty()
                  : OptionalLong.of(random.nextLong(1_000_000_000_000_000L))));
    }
    return readings;
  }
}
