package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcParameters;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.transport.ApduLink;
import org.meterhaus.dlms.transport.CloseReason;
import org.meterhaus.dlms.transport.Framing;

@DisplayName("A meter that is read in whatever framing")
class EveryFramingTest {

  private static final int ROWS = 3360;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestMeter meter = new TestMeter(ROWS);

  static Stream<Named<Framing>> framings() {
    HdlcConfig hdlc = HdlcConfig.DEFAULT.withPatience(PATIENCE, Duration.ofMillis(20), 3);
    return Stream.of(
        Named.of("TCP wrapper", new Framing.TcpWrapper()),
        Named.of("UDP wrapper", new Framing.UdpWrapper()),
        Named.of("HDLC", new Framing.HdlcOverTcp(hdlc)),
        Named.of(
            "HDLC with the parameters of the smallest meters",
            new Framing.HdlcOverTcp(
                hdlc.withPhysicalAddress(2, 17).withParameters(HdlcParameters.DEFAULT))),
        Named.of(
            "HDLC in windows",
            new Framing.HdlcOverTcp(
                hdlc.withPhysicalAddress(4, 5481)
                    .withParameters(HdlcParameters.DEFAULT.withMaxInfo(512).withWindow(7)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void is_read_written_and_switched(Framing framing) throws Exception {
    try (DlmsServer server = serve(framing, ServerLimits.DEFAULT);
        DlmsClient client = DlmsClient.open(link(server, framing), TestNet.client())) {
      assertThat(client.get(TestMeter.IMPORT_VALUE))
          .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
      assertThat(client.get(TestMeter.PROFILE_BUFFER, new Selection.EntryRange(97, 192)).asList())
          .isEqualTo(IntStream.range(96, 192).mapToObj(TestMeter::row).toList());
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(ROWS);
      client.action(TestMeter.DISCONNECT, new Data.Integer8(0));
      assertThat(meter.relaySwitches.get()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void refuses_a_client_without_keys_with_a_word(Framing framing) throws Exception {
    try (DlmsServer server = serve(framing, ServerLimits.DEFAULT)) {
      LinkConfig link = link(server, framing);

      assertThatThrownBy(() -> DlmsClient.open(link, new AssociationConfig.PublicClient()))
          .isInstanceOf(AssociationRefused.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void does_not_wait_for_ever_for_an_association(Framing framing) throws Exception {
    ServerLimits limits =
        new ServerLimits(
            4,
            4,
            4096,
            Duration.ofMillis(200),
            PATIENCE,
            PATIENCE,
            PATIENCE,
            16,
            16,
            ServerLimits.DEFAULT.dataLimits());
    try (DlmsServer server = serve(framing, limits);
        AutoCloseable _ = connected(server, framing)) {
      awaitClosed(server, CloseReason.NOT_ASSOCIATED);
    }
  }

  @Test
  void loses_its_association_with_the_hdlc_connection() throws Exception {
    Framing framing = new Framing.HdlcOverTcp();
    try (DlmsServer server = serve(framing, ServerLimits.DEFAULT)) {
      for (int i = 0; i < 3; i++) {
        try (DlmsClient client = DlmsClient.open(link(server, framing), TestNet.client())) {
          assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
        }
      }
    }
  }

  @Test
  void is_not_asked_with_addresses_that_do_not_fit() {
    LinkConfig wrapper = LinkConfig.of("127.0.0.1", 4059, 200, 1);
    LinkConfig device = LinkConfig.of("127.0.0.1", 4059, 16, 200);

    assertThatThrownBy(() -> wrapper.withFraming(new Framing.HdlcOverTcp()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0..127 but was 200");
    assertThatThrownBy(() -> device.withFraming(new Framing.HdlcOverTcp()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            device
                .withFraming(new Framing.HdlcOverTcp(HdlcConfig.DEFAULT.withPhysicalAddress(4, 17)))
                .serverSap())
        .isEqualTo(200);
  }

  private DlmsServer serve(Framing framing, ServerLimits limits) throws IOException {
    LogicalDevice device =
        new LogicalDevice(TestNet.DEVICE_SAP, TestNet.hls(false), meter.directory());
    return DlmsServer.start(TestNet.loopback(), framing, List.of(device), limits);
  }

  private static LinkConfig link(DlmsServer server, Framing framing) {
    return TestNet.link(server).withFraming(framing);
  }

  /** A connection that is there, and no more: over UDP that takes a datagram. */
  private static AutoCloseable connected(DlmsServer server, Framing framing) throws Exception {
    if (framing instanceof Framing.UdpWrapper) {
      ApduLink link = ApduLink.open(framing, server.address(), PATIENCE, 16, 1, 1000);
      link.send(Bytes.of(0x62, 0x00));
      return link;
    }
    return new Socket(server.address().getAddress(), server.address().getPort());
  }

  private static void awaitClosed(DlmsServer server, CloseReason reason)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (server.closed().getOrDefault(reason, 0L) != 1) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("expected " + reason + " but got " + server.closed());
      }
      Thread.sleep(5);
    }
  }
}
