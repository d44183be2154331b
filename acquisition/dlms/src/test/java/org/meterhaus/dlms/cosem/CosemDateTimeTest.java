package org.meterhaus.dlms.cosem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.vectors.AnyData;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("A COSEM date-time")
class CosemDateTimeTest {

  static List<Vector> published() {
    return Vector.kept("dlms-apdu.json", vector -> vector.kind().equals("cosem-date-time"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("published")
  void is_read_field_by_field(Vector vector) throws Exception {
    CosemDateTime read = CosemDateTime.of(vector.hex());

    JsonNode fields = vector.expect().get("fields");
    assertThat(read.year()).isEqualTo(fields.get("year").asInt(0xFFFF));
    assertThat(read.month()).isEqualTo(fields.get("month").asInt(0xFF));
    assertThat(read.dayOfMonth()).isEqualTo(fields.get("day").asInt(0xFF));
    assertThat(read.dayOfWeek()).isEqualTo(fields.get("dow").asInt(0xFF));
    assertThat(read.hour()).isEqualTo(fields.get("hour").asInt(0xFF));
    assertThat(read.minute()).isEqualTo(fields.get("minute").asInt(0xFF));
    assertThat(read.second()).isEqualTo(fields.get("second").asInt(0xFF));
    assertThat(read.hundredths()).isEqualTo(fields.get("hundredths").asInt(0xFF));
    assertThat(read.deviation())
        .isEqualTo(fields.get("deviation").asInt(CosemDateTime.NO_DEVIATION));
    assertThat(read.clockStatus()).isEqualTo(fields.get("clockStatus").asInt(0xFF));
    assertThat(read.octets()).isEqualTo(vector.hex());
  }

  @Test
  void counts_the_deviation_from_local_time_to_utc() throws Exception {
    // Two o'clock in Berlin's summer, deviation -120
    CosemDateTime summer = CosemDateTime.of(Bytes.ofHex("07e907010202000000ff8880"));

    assertThat(summer.toInstant()).isEqualTo(Instant.parse("2025-07-01T00:00:00Z"));
    assertThat(CosemDateTime.of(summer.toInstant(), ZoneOffset.ofHours(2)).withClockStatus(0x80))
        .isEqualTo(summer);
  }

  @Test
  void tells_the_two_hours_of_an_autumn_night_apart() throws Exception {
    CosemDateTime first = CosemDateTime.of(Bytes.ofHex("07e10a1d07023b3b00ff8880"));
    CosemDateTime second = CosemDateTime.of(Bytes.ofHex("07e10a1d07023b3b00ffc400"));

    assertThat(first.toInstant()).isEqualTo(Instant.parse("2017-10-29T00:59:59Z"));
    assertThat(second.toInstant()).isEqualTo(Instant.parse("2017-10-29T01:59:59Z"));
  }

  @Test
  void needs_an_offset_from_elsewhere_if_it_has_no_deviation() throws Exception {
    CosemDateTime local = CosemDateTime.of(Bytes.ofHex("07e2020cff00000000800000"));

    assertThatThrownBy(local::toInstant)
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("no deviation");
    assertThat(local.toInstant(ZoneOffset.ofHours(1)))
        .isEqualTo(Instant.parse("2018-02-11T23:00:00Z"));
  }

  @Test
  void takes_seconds_and_hundredths_that_are_not_specified_for_zero() throws Exception {
    CosemDateTime coarse = CosemDateTime.of(Bytes.ofHex("07e90101030c1effff0000ff"));

    assertThat(coarse.toInstant()).isEqualTo(Instant.parse("2025-01-01T12:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffff0101030c1e0000000000", // no year
        "07e9ff01030c1e0000000000", // no month
        "07e90d01030c1e0000000000", // a thirteenth month
        "07e9021e030c1e0000000000", // the 30th of February
        "07e9010103181e0000000000", // 24 o'clock
        "07e901fd030c1e0000000000", // the second last day of the month
      })
  void names_no_moment_if_a_field_is_missing_or_impossible(String hex) throws Exception {
    CosemDateTime read = CosemDateTime.of(Bytes.ofHex(hex));

    assertThatThrownBy(read::toInstant).isInstanceOf(Malformed.class);
    assertThat(read.octets()).hasToString(hex);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void names_the_moment_it_was_made_of(long seed) throws Exception {
    RandomGenerator random = AnyData.random(seed);
    Instant instant =
        Instant.ofEpochSecond(
            random.nextLong(0, 4_000_000_000L), random.nextInt(100) * 10_000_000L);
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-720, 841) * 60);

    CosemDateTime written = CosemDateTime.of(instant, offset);

    assertThat(CosemDateTime.of(written.octets()).toInstant()).isEqualTo(instant);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keeps_any_twelve_octets_and_names_a_moment_or_is_malformed(long seed) throws Exception {
    Bytes octets = AnyData.bytes(AnyData.random(seed), 12);

    CosemDateTime read = CosemDateTime.from(new Data.DateTime(octets));

    assertThat(read.octets()).isEqualTo(octets);
    try {
      assertThat(read.toInstant()).isNotNull();
    } catch (Malformed _) {
      // the other thing that may come of it
    }
  }
}
