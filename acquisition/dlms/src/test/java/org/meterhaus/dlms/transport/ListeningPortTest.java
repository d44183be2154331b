package org.meterhaus.dlms.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A listening port")
class ListeningPortTest {

  private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();

  @Test
  void is_free_again_once_it_is_closed() throws Exception {
    try (ServerLoops loops = ServerLoops.start(1)) {
      ListeningPort again = null;
      // Whoever asks the system for any port may be given this one between two rounds; hardly ever
      // twice, where a port that is not let go of fails each time.
      for (int attempt = 1; again == null; attempt++) {
        try {
          again = reopened(loops, 200);
        } catch (IOException e) {
          assertThat(attempt).as(e.getMessage()).isLessThan(4);
        }
      }

      assertAccepts(again);
    }
  }

  private ListeningPort reopened(ServerLoops loops, int times) throws IOException {
    InetSocketAddress address = LinksTest.loopback();
    for (int i = 0; i < times; i++) {
      ListeningPort port = ListeningPort.open(loops.next(), address, accepted::add);
      address = port.address();
      port.close();
    }
    return ListeningPort.open(loops.next(), address, accepted::add);
  }

  @Test
  void goes_on_when_one_who_was_let_in_could_not_be_taken() throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    try (ServerLoops loops = ServerLoops.start(1)) {
      ListeningPort port =
          ListeningPort.open(
              loops.next(),
              LinksTest.loopback(),
              socket -> {
                if (failed.compareAndSet(false, true)) {
                  throw new IllegalStateException("a bug, for the test");
                }
                accepted.add(socket);
              });
      InetSocketAddress address = port.address();
      try (Socket first = new Socket(address.getAddress(), address.getPort())) {
        first.setSoTimeout(20_000);
        assertThat(first.getInputStream().read()).isEqualTo(-1);

        assertAccepts(port);
      }
    }
  }

  @Test
  void cannot_be_opened_where_another_is() throws Exception {
    try (ServerLoops loops = ServerLoops.start(1)) {
      ListeningPort port = ListeningPort.open(loops.next(), LinksTest.loopback(), accepted::add);
      InetSocketAddress taken = port.address();

      assertThatThrownBy(() -> ListeningPort.open(loops.next(), taken, accepted::add))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(taken.toString());
    }
  }

  @Test
  void ends_with_its_loop_and_can_be_closed_after_it() throws Exception {
    ServerLoops loops = ServerLoops.start(1);
    ListeningPort port = ListeningPort.open(loops.next(), LinksTest.loopback(), accepted::add);
    InetSocketAddress address = port.address();
    loops.close();
    port.close();

    assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
        .isInstanceOf(IOException.class);
  }

  private void assertAccepts(ListeningPort port) throws IOException, InterruptedException {
    InetSocketAddress address = port.address();
    try (Socket peer = new Socket(address.getAddress(), address.getPort());
        SocketChannel socket = accepted.poll(20, TimeUnit.SECONDS)) {
      assertThat(socket).isNotNull();
      assertThat(socket.getRemoteAddress()).isEqualTo(peer.getLocalSocketAddress());
    }
  }
}
