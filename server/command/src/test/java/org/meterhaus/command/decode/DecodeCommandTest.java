package org.meterhaus.command.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.command.Refusal;
import picocli.CommandLine;

@DisplayName("meterhaus decode")
class DecodeCommandTest {
  private static final String GET = "c001c100030100010800ff0200";
  private static final String SNRM = "7ea00a00020023219318717e";

  /** Of Green Book example keys: the GET of a clock. */
  private static final String GLO_GET =
      "c81e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b";

  private static final Map<String, String> KEYS =
      Map.of(
          "METERHAUS_DECODE_BLOCK_KEY", "000102030405060708090A0B0C0D0E0F",
          "METERHAUS_DECODE_AUTH_KEY", "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF",
          "METERHAUS_DECODE_SYSTEM_TITLE", "4d4d4d0000bc614e");

  @TempDir private Path folder;

  private record Said(int exit, String out, String err) {}

  private static Said decode(byte[] input, Map<String, String> environment, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var command =
        new DecodeCommand(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment);
    int exit =
        new CommandLine(command)
            .setExecutionExceptionHandler((failure, _, _) -> {
              assertThat(failure).isInstanceOf(Refusal.class);
              err.writeBytes(String.valueOf(failure.getMessage()).getBytes(UTF_8));
              return 2;
            })
            .execute(args);
    return new Said(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static Said decode(String... args) {
    return decode(new byte[0], Map.of(), args);
  }

  @Test
  void gives_every_octet_a_line_with_its_place_and_its_meaning() {
    Said said = decode("--dlms", GET);

    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .contains("     0      1 c0                 message: get-request")
        .contains("     5      6 0100010800ff         instance id: 1-0:1.8.0.255")
        .contains("    12      1 00                 access selection: absent");
  }

  @Test
  void takes_base64_and_files_and_standard_input_and_octets_as_they_are() throws Exception {
    byte[] octets = HexFormat.of().parseHex(GET);
    Path raw = Files.write(folder.resolve("raw"), octets);
    Path spaced = Files.writeString(folder.resolve("hex"), "C0 01 C1 00 03\n0100010800FF 02 00\n");
    String expected = decode("--dlms", GET).out();

    assertThat(decode("--dlms", Base64.getEncoder().encodeToString(octets)).out())
        .isEqualTo(expected);
    assertThat(decode("--dlms", "--file", raw.toString()).out()).isEqualTo(expected);
    assertThat(decode("--dlms", "--file", spaced.toString()).out()).isEqualTo(expected);
    assertThat(decode(octets, Map.of(), "--dlms").out()).isEqualTo(expected);
    assertThat(decode(GET.getBytes(UTF_8), Map.of(), "--dlms").out()).isEqualTo(expected);
  }

  @Test
  void opens_what_its_keys_open() {
    Said open = decode(new byte[0], KEYS, "--dlms", GLO_GET);
    Said closed = decode("--dlms", GLO_GET);

    assertThat(open.exit()).isZero();
    assertThat(open.out())
        .contains("-- plaintext of glo-get-request, tag right")
        .contains("instance id: 0-0:1.0.0.255");
    assertThat(closed.exit()).isZero();
    assertThat(closed.out()).contains("-- plaintext of glo-get-request: no key for it");
  }

  @Test
  void says_so_if_the_keys_are_others() {
    Said said = decode(new byte[0], KEYS, "--dlms", "--system-title", "4d4d4d0000000001", GLO_GET);

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("authentication tag does not fit");
  }

  @Test
  void explains_frames_and_tells_of_damaged_ones() {
    Said said = decode("--hdlc", SNRM + "7ea00a00020023219318727e");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("SNRM, poll/final").contains("no frame");
    assertThat(said.err()).contains("FCS is 1872 but must be 1871");
  }

  @Test
  void explains_the_wrapper() {
    assertThat(decode("--wrapper", "000100100001000d" + GET).out())
        .contains("source port: 16")
        .contains("message: get-request");
  }

  @Test
  void tells_the_same_as_json() throws Exception {
    JsonNode told = new ObjectMapper().readTree(decode("--dlms", "--json", GET).out());

    assertThat(told.at("/value/apdu").asText()).isEqualTo("get-request-normal");
    assertThat(told.at("/parts/3/parts/1/offset").asInt()).isEqualTo(5);
    assertThat(told.at("/parts/3/parts/1/meaning").asText()).isEqualTo("1-0:1.8.0.255");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --dlms    | c001c1000301000108 | 1 | short: need 6 have 4 at 5 (at octet 5)
          --dlms    | ff                 | 1 | apdu tag 0xff (at octet 0)
          --hdlc    | 010203             | 1 | no whole frame
          --mbus    | 6801016853         | 1 | no whole frame
          --dlms    | c0x                | 2 | neither hex nor base64: character 3 is 'x'
          --dlms    | c0c                | 2 | hex has two digits an octet, but there are 3
          --sml     | 1b1b1b1b           | 2 | unsupported: SML
          --p1      | 2f                 | 2 | unsupported: DSMR P1
          """)
  void says_what_is_wrong_and_where(String format, String input, int exit, String reason) {
    Said said = decode(format, input);

    assertThat(said.exit()).isEqualTo(exit);
    assertThat(said.err()).contains(reason);
  }

  @Test
  void wants_to_know_what_the_octets_are() {
    assertThat(decode(GET).exit()).isEqualTo(2);
    assertThat(decode("--dlms", "--hdlc", GET).exit()).isEqualTo(2);
    assertThat(decode("--dlms").err()).contains("there is nothing to decode");
    assertThat(decode("--dlms", "--file", folder.resolve("none").toString()).exit()).isEqualTo(2);
  }

  @Test
  void answers_a_line_with_a_line() throws Exception {
    String lines =
        """
        {"id":"a","file":"dlms-apdu.json","kind":"get-request-normal","hex":"%s"}
        {"id":"b","file":"hdlc.json","kind":"malformed","hex":"7ea00a00020023219318727e"}
        {"id":"c","file":"sml/units.json","kind":"message","hex":"76"}

        no json
        {"id":"d","kind":"glo-get-request","hex":"%s","systemTitle":"4d4d4d0000bc614e","keys":\
        {"encryptionKey":"000102030405060708090a0b0c0d0e0f","authenticationKey":null}}
        """
            .formatted(GET, GLO_GET);

    Said said = decode(lines.getBytes(UTF_8), Map.of(), "--batch");

    assertThat(said.exit()).isZero();
    var mapper = new ObjectMapper();
    var answers = said.out().lines().map(line -> read(mapper, line)).toList();
    assertThat(answers).hasSize(5);
    assertThat(answers.get(0).at("/value/attribute/instance").asText()).isEqualTo("1.0.1.8.0.255");
    assertThat(answers.get(1).get("ok").asBoolean()).isFalse();
    assertThat(answers.get(1).get("error").asText())
        .startsWith("fcs: FCS is 1872 but must be 1871");
    assertThat(answers.get(1).get("offset").asInt()).isEqualTo(9);
    assertThat(answers.get(2).get("error").asText()).startsWith("unsupported");
    assertThat(answers.get(3).get("ok").asBoolean()).isFalse();
    assertThat(answers.get(4).at("/value/plaintextHex").asText())
        .isEqualTo("c0010000080000010000ff0200");
    assertThat(answers.get(4).at("/value/tagVerified").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{}", "{\"id\":1,\"kind\":2}", "{\"kind\":\"fcs\"}"})
  void answers_lines_that_are_no_vectors(String line) {
    Said said = decode((line + "\n").getBytes(UTF_8), Map.of(), "--batch");

    assertThat(said.exit()).isZero();
    assertThat(said.out()).matches(line.isEmpty() ? "" : "(?s).*\"ok\":false,\"error\":\".*");
  }

  private static JsonNode read(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }
}
