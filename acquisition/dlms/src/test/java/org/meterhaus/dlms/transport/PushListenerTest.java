package org.meterhaus.dlms.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.push.Push;
import org.meterhaus.dlms.transport.PushListener.Arrived;
import org.meterhaus.dlms.transport.PushListener.Carrier;
import org.meterhaus.dlms.vectors.Vector;

@DisplayName("A listener for pushes")
class PushListenerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ApduServer.Limits LIMITS =
      new ApduServer.Limits(4, 4, 65_535, PATIENCE, PATIENCE, PATIENCE);

  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

  @Test
  void hands_out_what_comes_in_the_tcp_wrapper_and_from_where() throws Exception {
    Bytes apdu = Bytes.ofHex("0f00000001000203");
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.TCP_WRAPPER);
        Socket meter = connect(listener)) {
      meter.getOutputStream().write(new WrapperPdu(1, 103, apdu).frame());

      assertThat(next()).isEqualTo(new Arrived(localOf(meter), new Push(1, 103, apdu)));
    }
  }

  @Test
  void joins_blocks_in_the_wrapper() throws Exception {
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.TCP_WRAPPER);
        Socket meter = connect(listener)) {
      meter
          .getOutputStream()
          .write(new WrapperPdu(1, 103, Bytes.ofHex("e0400001000002aabb")).frame());
      meter
          .getOutputStream()
          .write(new WrapperPdu(1, 103, Bytes.ofHex("e0c00002000001cc")).frame());

      assertThat(next().push().apdu()).isEqualTo(Bytes.ofHex("aabbcc"));
    }
  }

  @Test
  void hands_out_what_comes_in_datagrams() throws Exception {
    Bytes apdu = Bytes.ofHex("0f00000001000203");
    byte[] frame = new WrapperPdu(1, 103, apdu).frame();
    byte[] nonsense = {1, 2, 3};
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.UDP_WRAPPER);
        DatagramSocket meter = new DatagramSocket()) {
      meter.send(new DatagramPacket(nonsense, nonsense.length, listener.address()));
      meter.send(new DatagramPacket(frame, frame.length, listener.address()));

      Arrived push = next();
      assertThat(push.push()).isEqualTo(new Push(1, 103, apdu));
      assertThat(((InetSocketAddress) push.peer()).getPort()).isEqualTo(meter.getLocalPort());
      assertThat(listener.closed()).containsEntry(CloseReason.MALFORMED, 1L);
    }
  }

  @Test
  void hands_out_what_comes_in_hdlc_frames_behind_damaged_ones() throws Exception {
    Vector segmented =
        Vector.kept("hdlc.json", vector -> vector.kind().equals("han-push:segmented")).getFirst();
    byte[] damaged = segmented.hex().toArray();
    damaged[20] ^= 1;
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.HDLC_OVER_TCP);
        Socket meter = connect(listener)) {
      meter.getOutputStream().write(segmented.hex().toArray());
      assertThat(next().push().apdu()).isEqualTo(apduOf(segmented));
      long discardedBefore = listener.discarded();

      meter.getOutputStream().write(damaged, 0, 166);
      meter.getOutputStream().write(segmented.hex().toArray());

      assertThat(next().push().apdu()).isEqualTo(apduOf(segmented));
      assertThat(discardedBefore).isZero();
      assertThat(listener.discarded()).isPositive();
    }
  }

  @Test
  void hands_out_what_comes_in_long_frames() throws Exception {
    Vector kaifa = Vector.kept("mbus.json", vector -> true).getFirst();
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops, Carrier.MBUS_OVER_TCP);
        Socket meter = connect(listener)) {
      meter.getOutputStream().write(kaifa.hex().toArray());

      assertThat(next()).isEqualTo(new Arrived(localOf(meter), new Push(1, 103, apduOf(kaifa))));
    }
  }

  private PushListener listen(ServerLoops loops, Carrier carrier) throws IOException {
    return PushListener.listen(loops, LinksTest.loopback(), carrier, LIMITS, arrived::add);
  }

  private Arrived next() throws InterruptedException {
    Arrived push = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (push == null) {
      throw new AssertionError("nothing arrived");
    }
    return push;
  }

  private static Socket connect(PushListener listener) throws IOException {
    return new Socket(listener.address().getAddress(), listener.address().getPort());
  }

  private static SocketAddress localOf(Socket socket) {
    return socket.getLocalSocketAddress();
  }

  private static Bytes apduOf(Vector vector) {
    var expected = vector.expect();
    String hex =
        expected.has("apduHex")
            ? expected.get("apduHex").asText()
            : expected.get("messages").get(0).get("apduHex").asText();
    return Bytes.ofHex(hex);
  }
}
