package org.meterhaus.command.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.command.reference.ReferenceMeters;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.transport.Framing;
import picocli.CommandLine;

/** The command against the reference meter, over real sockets. */
@DisplayName("meterhaus read")
class ReadCommandTest {
  private static final String PASSWORD = "12345678";
  private static final String BLOCK_KEY = "000102030405060708090A0B0C0D0E0F";
  private static final String AUTH_KEY = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF";

  private static ReferenceMeters overWrapper;
  private static ReferenceMeters overHdlc;
  private static ReferenceMeters ofSuite1;

  @BeforeAll
  static void serve() throws IOException {
    overWrapper = start(new Framing.TcpWrapper(), SecuritySuite.SUITE_0);
    overHdlc = start(new Framing.HdlcOverTcp(), SecuritySuite.SUITE_0);
    ofSuite1 = start(new Framing.TcpWrapper(), SecuritySuite.SUITE_1);
  }

  private static ReferenceMeters start(Framing framing, SecuritySuite suite) throws IOException {
    return ReferenceMeters.start(
        new ReferenceMeters.Config(0, 1, ReferenceMeters.Layout.PORTS, framing, suite));
  }

  @AfterAll
  static void stop() {
    overWrapper.close();
    overHdlc.close();
    ofSuite1.close();
  }

  /** What a call printed, and how it ended. */
  private record Said(int exit, String text) {}

  private static Said read(ReferenceMeters meters, String... options) {
    InetSocketAddress address = meters.addresses().getFirst();
    List<String> args = new ArrayList<>();
    args.add(address.getAddress().getHostAddress());
    args.add(Integer.toString(address.getPort()));
    args.addAll(List.of(options));
    var out = new ByteArrayOutputStream();
    int exit =
        new CommandLine(new ReadCommand(new PrintStream(out, true, UTF_8)))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args.toArray(String[]::new));
    return new Said(exit, out.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "none, none, false",
    "low, none, false",
    "low, authenc, true",
    "md5, auth, false",
    "sha1, enc, false",
    "gmac, authenc, false",
    "gmac, authenc, true",
    "sha256, authenc, false"
  })
  void reads_the_same_values_whatever_the_association(
      String mechanism, String protection, boolean hdlc) {
    String[] wanted = {"--get", "1.0.1.8.0.255", "--profile", "1.0.99.1.0.255", "--entries", "1-4"};
    Said plain = read(overWrapper, wanted);

    List<String> options = new ArrayList<>(List.of(wanted));
    options.addAll(List.of("--auth", mechanism, "--security", protection, "--password", PASSWORD));
    options.addAll(List.of("--block-key", BLOCK_KEY, "--auth-key", AUTH_KEY));
    if (hdlc) {
      options.add("--hdlc");
    }
    Said said = read(hdlc ? overHdlc : overWrapper, options.toArray(String[]::new));

    assertThat(plain.text().lines()).hasSize(5);
    assertThat(said).isEqualTo(plain);
    assertThat(said.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "identified, false",
    "wrapped, false",
    "general, true",
    "onepass, true",
    "static, false"
  })
  void reads_the_same_values_in_messages_that_are_signed_or_have_a_key_of_their_own(
      String form, boolean signed) {
    String[] wanted = {"--get", "1.0.1.8.0.255", "--profile", "1.0.99.1.0.255", "--entries", "1-4"};
    Said plain = read(overWrapper, wanted);

    List<String> options = new ArrayList<>(List.of(wanted));
    options.addAll(List.of("--auth", "gmac", "--security", "authenc", "--suite", "1"));
    options.addAll(List.of("--block-key", BLOCK_KEY, "--auth-key", AUTH_KEY));
    options.addAll(List.of("--cipher-form", form));
    if (signed) {
      options.add("--sign");
    }

    assertThat(read(ofSuite1, options.toArray(String[]::new))).isEqualTo(plain);
  }

  @Test
  void says_that_the_meter_refused() {
    Said wrongPassword =
        read(overWrapper, "--auth", "low", "--password", "87654321", "--get", "1.0.1.8.0.255");
    Said noSuchObject = read(overWrapper, "--get", "1.0.99.99.0.255");

    assertThat(wrongPassword.exit()).isEqualTo(3);
    assertThat(noSuchObject.exit()).isEqualTo(3);
  }
}
