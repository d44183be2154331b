package org.meterhaus.dlms.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.data.Data;

/** Compares values with what a vector says of them. */
public final class DataJson {

  private DataJson() {}

  /** Fails unless {@code data} is what {@code expected} tells, to the last element. */
  public static void assertSame(Data data, JsonNode expected) {
    assertThat(data.typeName()).isEqualTo(expected.get("type").asText());
    switch (data) {
      case Data.NullData _, Data.DontCare _ -> assertThat(expected.has("value")).isFalse();
      case Data.Array(List<Data> elements) -> assertAll(elements, expected);
      case Data.Structure(List<Data> elements) -> assertAll(elements, expected);
      case Data.CompactArray(_, List<Data> elements) -> assertAll(elements, expected);
      case Data.OctetString(Bytes value) -> assertHex(value, expected);
      case Data.DateTime(Bytes octets) -> assertHex(octets, expected);
      case Data.Date(Bytes octets) -> assertHex(octets, expected);
      case Data.Time(Bytes octets) -> assertHex(octets, expected);
      case Data.Bcd(int value) -> assertHex(Bytes.of(value & 0xFF), expected);
      case Data.Bool(boolean value) ->
          assertThat(value).isEqualTo(expected.get("value").asBoolean());
      case Data.BitString bits -> assertThat(text(bits)).isEqualTo(expected.get("bits").asText());
      case Data.VisibleString(String value) ->
          assertThat(value).isEqualTo(expected.get("value").asText());
      case Data.Utf8String(String value) ->
          assertThat(value).isEqualTo(expected.get("value").asText());
      case Data.Float32(float value) ->
          assertThat(value).isEqualTo((float) expected.get("value").asDouble());
      case Data.Float64(double value) ->
          assertThat(value).isEqualTo(expected.get("value").asDouble());
      case Data.Long64Unsigned(long value) ->
          assertThat(Long.toUnsignedString(value)).isEqualTo(expected.get("value").asText());
      case Data.Long64(long value) -> assertNumber(value, expected);
      case Data.DoubleLong(int value) -> assertNumber(value, expected);
      case Data.DoubleLongUnsigned(long value) -> assertNumber(value, expected);
      case Data.Integer8(int value) -> assertNumber(value, expected);
      case Data.Long16(int value) -> assertNumber(value, expected);
      case Data.Unsigned8(int value) -> assertNumber(value, expected);
      case Data.LongUnsigned(int value) -> assertNumber(value, expected);
      case Data.Enumerated(int value) -> assertNumber(value, expected);
      case Data.DeltaInteger8(int value) -> assertNumber(value, expected);
      case Data.DeltaLong16(int value) -> assertNumber(value, expected);
      case Data.DeltaDoubleLong(int value) -> assertNumber(value, expected);
      case Data.DeltaUnsigned8(int value) -> assertNumber(value, expected);
      case Data.DeltaLongUnsigned(int value) -> assertNumber(value, expected);
      case Data.DeltaDoubleLongUnsigned(long value) -> assertNumber(value, expected);
    }
  }

  private static void assertNumber(long value, JsonNode expected) {
    assertThat(expected.get("value").isNumber()).isTrue();
    assertThat(value).isEqualTo(expected.get("value").asLong());
  }

  private static void assertHex(Bytes value, JsonNode expected) {
    assertThat(value).hasToString(expected.get("hex").asText());
  }

  private static void assertAll(List<Data> elements, JsonNode expected) {
    JsonNode expectations = expected.get("elements");
    assertThat(elements).hasSize(expectations.size());
    for (int i = 0; i < elements.size(); i++) {
      assertSame(elements.get(i), expectations.get(i));
    }
  }

  private static String text(Data.BitString bits) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bits.bits(); i++) {
      text.append(bits.bit(i) ? '1' : '0');
    }
    return text.toString();
  }
}
