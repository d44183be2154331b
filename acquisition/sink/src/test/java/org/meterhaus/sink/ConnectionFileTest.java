package org.meterhaus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.sink.roles.MeterId;

@DisplayName("A connection file")
class ConnectionFileTest {
  private static final String KEY = "00112233445566778899aabbccddeeff";
  private static final String GOOD =
      """
      {"format": "meterhaus-connections-1", "building": "lindenhof", "sink": "sink-lindenhof",
       "meters": [{"id": "MHV0000000000101", "host": "127.0.0.1", "port": 40123, "sap": 1,
                   "systemTitle": "4D48560000000065",
                   "encryptionKey": "%s", "authenticationKey": "%s"}]}
      """
          .formatted(KEY, KEY);

  @TempDir Path directory;

  private ConnectionFile read(String text) throws Exception {
    return ConnectionFile.read(Files.writeString(directory.resolve("meters.json"), text));
  }

  @Test
  void names_the_sink_and_its_meters() throws Exception {
    ConnectionFile file = read(GOOD);

    assertThat(file.sink()).isEqualTo("sink-lindenhof");
    assertThat(file.meters())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.id()).isEqualTo(new MeterId("MHV0000000000101"));
          assertThat(m.port()).isEqualTo(40_123);
          assertThat(m.encryptionKey()).isEqualTo(SymmetricKey.ofHex(KEY));
        });
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "sap": 1           | "sap": 0           | sap of meter MHV0000000000101 must be 1..65535 but was 0
          "port": 40123      | "port": "40123"    | meters[0] must have a whole number 'port'
          "host": "127.0.0.1", | ''               | meters[0] must have a text 'host'
          "host"             | "hots"             | meters[0] has an unknown key 'hots'
          connections-1      | connections-2      | format must be meterhaus-connections-1
          MHV0000000000101   | MHV 000            | meter id must be 1..16 visible ASCII characters
          "building"         | "bulding"          | the file has an unknown key 'bulding'
          00112233445566778899aabbccddeeff | 00112233445566778899aabbccddee | a key has 16 octets (suites 0 and 1)
          00112233445566778899aabbccddeeff | 00112233445566778899aabbccddeezz | a key is written as 32 or 64 hex digits
          [{                 | [[{                | is no JSON
          """)
  void is_refused_with_the_place_and_never_the_key(String from, String to, String message) {
    String text = GOOD.replaceFirst(java.util.regex.Pattern.quote(from), to);
    assertThat(text).isNotEqualTo(GOOD);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("meters.json")
        .hasMessageContaining(message)
        .message()
        .doesNotContain(KEY.substring(0, 8));
  }
}
