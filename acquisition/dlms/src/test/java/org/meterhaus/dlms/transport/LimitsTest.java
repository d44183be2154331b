package org.meterhaus.dlms.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;

@DisplayName("A server closes a connection, and counts why,")
class LimitsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int PATIENCE_MILLIS = 20_000;
  private static final byte[] SNRM =
      new HdlcFrame(new HdlcAddress(1, 1, 0), HdlcAddress.ofClient(16), new HdlcControl.Snrm(true))
          .encode();

  static Stream<Arguments> framings() {
    byte[] wrapped = new WrapperPdu(16, 1, Bytes.of(1)).frame();
    return Stream.of(
        Arguments.of(Named.of("TCP wrapper", new Framing.TcpWrapper()), wrapped),
        Arguments.of(Named.of("HDLC", new Framing.HdlcOverTcp()), SNRM));
  }

  static Stream<Arguments> longFrames() {
    Bytes much = Bytes.copyOf(new byte[2000]);
    byte[] wrapped = new WrapperPdu(16, 1, much).frame();
    HdlcFrame frame =
        new HdlcFrame(
            new HdlcAddress(1, 1, 0),
            HdlcAddress.ofClient(16),
            false,
            new HdlcControl.I(0, 0, true),
            much);
    return Stream.of(
        Arguments.of(Named.of("TCP wrapper", new Framing.TcpWrapper()), wrapped),
        Arguments.of(Named.of("HDLC", new Framing.HdlcOverTcp()), frame.encode()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("longFrames")
  void that_sends_an_octet_now_and_then(Framing framing, byte[] frame) throws Exception {
    // Never idle, and yet not done in time: so many octets take far longer than allowed.
    try (Echo echo = Echo.start(framing, limits(4, 4, SHORT, LONG));
        Socket peer = connect(echo)) {
      int sent = 0;
      while (sent < 1000 && sends(peer, frame[sent])) {
        sent++;
        Thread.sleep(20);
      }

      echo.awaitClosed(CloseReason.SLOW_FRAME, 1);
      assertThat(sent).isLessThan(1000);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void that_says_nothing(Framing framing, byte[] frame) throws Exception {
    try (Echo echo = Echo.start(framing, limits(4, 4, LONG, SHORT));
        Socket peer = connect(echo)) {
      peer.getOutputStream().write(frame);

      assertEnds(peer);
      echo.awaitClosed(CloseReason.IDLE, 1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void that_is_one_too_many_from_its_address(Framing framing, byte[] frame) throws Exception {
    List<Socket> peers = new ArrayList<>();
    try (Echo echo = Echo.start(framing, limits(10, 2, LONG, LONG))) {
      for (int i = 0; i < 2; i++) {
        Socket peer = connect(echo);
        peers.add(peer);
        peer.getOutputStream().write(frame);
        assertThat(peer.getInputStream().read()).isNotNegative();
      }
      Socket oneTooMany = connect(echo);
      peers.add(oneTooMany);
      assertEnds(oneTooMany);
      echo.awaitClosed(CloseReason.TOO_MANY_FROM_PEER, 1);

      peers.getFirst().close();
      echo.awaitClosed(CloseReason.BY_PEER, 1);
      Socket again = connect(echo);
      peers.add(again);
      again.getOutputStream().write(frame);

      assertThat(again.getInputStream().read()).isNotNegative();
    } finally {
      for (Socket peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void that_is_one_too_many() throws Exception {
    try (Echo echo = Echo.start(new Framing.TcpWrapper(), limits(1, 1, LONG, LONG));
        Socket first = connect(echo)) {
      first.getOutputStream().write(new WrapperPdu(16, 1, Bytes.of(1)).frame());
      assertThat(first.getInputStream().read()).isZero();
      try (Socket second = connect(echo)) {
        assertEnds(second);
      }

      echo.awaitClosed(CloseReason.TOO_MANY_CONNECTIONS, 1);
    }
  }

  @Test
  void that_sends_what_is_no_wrapper() throws Exception {
    try (Echo echo = Echo.start(new Framing.TcpWrapper(), limits(4, 4, LONG, LONG));
        Socket peer = connect(echo)) {
      peer.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertEnds(peer);
      echo.awaitClosed(CloseReason.MALFORMED, 1);
    }
  }

  @Test
  void that_sends_much_and_never_an_hdlc_frame() throws Exception {
    try (Echo echo = Echo.start(new Framing.HdlcOverTcp(), limits(4, 4, LONG, LONG));
        Socket peer = connect(echo)) {
      try {
        peer.getOutputStream().write(new byte[256 << 10]);
      } catch (IOException _) {
        // The server had enough before the end.
      }

      echo.awaitClosed(CloseReason.MALFORMED, 1);
    }
  }

  @Test
  void that_is_only_an_address_too_many_where_there_are_no_connections() throws Exception {
    byte[] frame = new WrapperPdu(16, 1, Bytes.of(1)).frame();
    try (Echo echo = Echo.start(new Framing.UdpWrapper(), limits(10, 1, LONG, LONG));
        DatagramSocket first = new DatagramSocket();
        DatagramSocket second = new DatagramSocket()) {
      first.send(new DatagramPacket(frame, frame.length, echo.address()));
      second.send(new DatagramPacket(frame, frame.length, echo.address()));

      echo.awaitClosed(CloseReason.TOO_MANY_FROM_PEER, 1);
    }
  }

  @Test
  void that_is_only_an_address_and_has_gone_quiet() throws Exception {
    byte[] frame = new WrapperPdu(16, 1, Bytes.of(1)).frame();
    try (Echo echo = Echo.start(new Framing.UdpWrapper(), limits(10, 1, LONG, SHORT));
        DatagramSocket peer = new DatagramSocket()) {
      peer.send(new DatagramPacket(frame, frame.length, echo.address()));

      echo.awaitClosed(CloseReason.IDLE, 1);
      assertThat(echo.next()).isEqualTo("closed");
    }
  }

  @Test
  void that_asks_on_and_never_takes_an_answer() throws Exception {
    HdlcAddress server = new HdlcAddress(1, 1, 0);
    HdlcAddress client = HdlcAddress.ofClient(16);
    Bytes request = Bytes.ofHex("e6e600").concat(Bytes.copyOf(new byte[120]));
    try (Echo echo = Echo.start(new Framing.HdlcOverTcp(), limits(4, 4, LONG, LONG));
        Socket peer = connect(echo)) {
      peer.getOutputStream().write(SNRM);
      for (int i = 0; i < 6000; i++) {
        HdlcControl unpolled = new HdlcControl.I(i % 8, 0, false);
        if (!sends(peer, new HdlcFrame(server, client, false, unpolled, request).encode())) {
          break;
        }
      }

      echo.awaitClosed(CloseReason.TOO_FAST, 1);
    }
  }

  @Test
  void that_is_open_when_the_server_ends() throws Exception {
    Echo echo = Echo.start(new Framing.HdlcOverTcp(), limits(4, 4, LONG, LONG));
    try (Socket peer = connect(echo)) {
      peer.getOutputStream().write(SNRM);
      assertThat(peer.getInputStream().read()).isEqualTo(HdlcFrame.FLAG);
      echo.close();

      assertEnds(peer);
    }
    echo.awaitClosed(CloseReason.SERVER_CLOSED, 1);
  }

  private static boolean sends(Socket peer, byte... octets) {
    try {
      peer.getOutputStream().write(octets);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void assertEnds(Socket peer) throws IOException {
    int octet;
    try {
      do {
        octet = peer.getInputStream().read();
      } while (octet >= 0);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException _) {
      // Ended by a reset, if something it had sent was not read any more.
    }
  }

  private static Socket connect(Echo echo) throws IOException {
    Socket socket = new Socket(echo.address().getAddress(), echo.address().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static ApduServer.Limits limits(
      int connections, int perPeer, Duration frameWithin, Duration idleWithin) {
    return new ApduServer.Limits(connections, perPeer, 65_535, frameWithin, idleWithin, LONG);
  }
}
