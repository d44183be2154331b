package org.meterhaus.dlms.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcParameters;

@DisplayName("A link and a server that says everything twice")
class LinksTest {

  /** Generous, so that a slow machine does not fail a test that is not about time. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final ApduServer.Limits LIMITS =
      new ApduServer.Limits(64, 64, 65_535, PATIENCE, PATIENCE, PATIENCE);

  static Stream<Named<Framing>> framings() {
    HdlcConfig hdlc = HdlcConfig.DEFAULT.withPatience(PATIENCE, Duration.ofMillis(20), 3);
    return Stream.of(
        Named.of("TCP wrapper", new Framing.TcpWrapper()),
        Named.of("UDP wrapper", new Framing.UdpWrapper()),
        Named.of("HDLC", new Framing.HdlcOverTcp(hdlc)),
        Named.of(
            "HDLC, short address, nothing negotiated",
            new Framing.HdlcOverTcp(hdlc.withParameters(HdlcParameters.DEFAULT))),
        Named.of(
            "HDLC, two octets, small fields, window 3",
            new Framing.HdlcOverTcp(
                hdlc.withPhysicalAddress(2, 17)
                    .withParameters(HdlcParameters.DEFAULT.withMaxInfo(40).withWindow(3)))),
        Named.of(
            "HDLC, four octets, window 7",
            new Framing.HdlcOverTcp(
                hdlc.withPhysicalAddress(4, 5481)
                    .withParameters(hdlc.parameters().withWindow(7)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void exchange_apdus_of_every_size(Framing framing) throws Exception {
    RandomGenerator random = generator(11);
    try (Echo echo = Echo.start(framing, LIMITS);
        ApduLink link = echo.connect(framing, 16, 1)) {
      for (int size : new int[] {1, 2, 37, 38, 125, 126, 128, 2027, 2028, 4096, 20_000, 32_000}) {
        Bytes apdu = anyBytes(random, size);

        link.send(apdu);

        assertThat(link.receive(PATIENCE)).isEqualTo(Echo.answer(16, 1, apdu));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void serve_many_clients_at_once(Framing framing) throws Exception {
    try (Echo echo = Echo.start(framing, LIMITS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int client = 16 + i;
        clients.add(() -> chat(echo, framing, client));
      }
      for (Future<Boolean> chat : threads.invokeAll(clients)) {
        assertThat(done(chat)).isTrue();
      }
    }
  }

  private static boolean chat(Echo echo, Framing framing, int client) throws MeterException {
    RandomGenerator random = generator(client);
    try (ApduLink link = echo.connect(framing, client, 1 + client % 3)) {
      for (int i = 0; i < 20; i++) {
        Bytes apdu = anyBytes(random, 1 + random.nextInt(600));
        link.send(apdu);
        if (!link.receive(PATIENCE).equals(Echo.answer(client, 1 + client % 3, apdu))) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void get_through_a_line_that_loses_and_damages() throws Exception {
    RandomGenerator random = generator(3);
    HdlcConfig config =
        HdlcConfig.DEFAULT
            .withParameters(HdlcParameters.DEFAULT.withWindow(2))
            .withPatience(Duration.ofMillis(60), Duration.ofMillis(10), 30);
    try (Echo echo = Echo.start(new Framing.HdlcOverTcp(config), LIMITS)) {
      var framing =
          new Framing.HdlcOverStream(
              config,
              () -> {
                try {
                  return new BadLine(SocketOctets.connect(echo.address(), PATIENCE), random);
                } catch (Unreachable e) {
                  throw new IOException(e);
                }
              });
      try (ApduLink link = echo.connect(framing, 16, 1)) {
        for (int i = 0; i < 30; i++) {
          Bytes apdu = anyBytes(random, 1 + random.nextInt(500));
          link.send(apdu);

          assertThat(link.receive(PATIENCE)).isEqualTo(Echo.answer(16, 1, apdu));
        }
      }
    }
  }

  @Test
  void tell_a_server_that_its_client_connects_and_disconnects() throws Exception {
    Framing framing = new Framing.HdlcOverTcp();
    try (Echo echo = Echo.start(framing, LIMITS)) {
      echo.connect(framing, 16, 1).close();

      assertThat(echo.next()).isEqualTo("reset 16 1");
      assertThat(echo.next()).isEqualTo("reset 16 1");
      assertThat(echo.next()).isEqualTo("closed");
    }
  }

  @Test
  void carry_two_logical_devices_and_the_answer_to_the_right_one() throws Exception {
    Framing framing = new Framing.HdlcOverTcp();
    try (Echo echo = Echo.start(framing, LIMITS);
        ApduLink one = echo.connect(framing, 16, 1);
        ApduLink two = echo.connect(framing, 16, 2)) {
      one.send(Bytes.of(1));
      two.send(Bytes.of(2));

      assertThat(one.receive(PATIENCE)).isEqualTo(Echo.answer(16, 1, Bytes.of(1)));
      assertThat(two.receive(PATIENCE)).isEqualTo(Echo.answer(16, 2, Bytes.of(2)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void give_up_in_time_if_nobody_answers(Framing framing) throws Exception {
    try (Echo echo = Echo.start(framing, LIMITS);
        ApduLink link = echo.connect(framing, 16, 1)) {
      link.send(Echo.SILENCE);

      assertThatThrownBy(() -> link.receive(Duration.ofMillis(150)))
          .isInstanceOf(TimedOut.class)
          .hasMessageContaining("answer within PT0.15S");
    }
  }

  @Test
  void say_that_there_is_no_physical_device_of_this_address() throws Exception {
    HdlcConfig served = HdlcConfig.DEFAULT.withPhysicalAddress(2, 17);
    HdlcConfig asked =
        HdlcConfig.DEFAULT
            .withPhysicalAddress(2, 18)
            .withPatience(Duration.ofMillis(50), Duration.ofMillis(10), 2);
    try (Echo echo = Echo.start(new Framing.HdlcOverTcp(served), LIMITS)) {
      assertThatThrownBy(() -> echo.connect(new Framing.HdlcOverTcp(asked), 16, 1))
          .isInstanceOf(TimedOut.class)
          .hasMessageContaining("SNRM");
    }
  }

  @Test
  void answer_to_any_physical_address_if_the_server_has_none() throws Exception {
    HdlcConfig asked = HdlcConfig.DEFAULT.withPhysicalAddress(4, 5481);
    try (Echo echo = Echo.start(new Framing.HdlcOverTcp(), LIMITS);
        ApduLink link = echo.connect(new Framing.HdlcOverTcp(asked), 16, 1)) {
      link.send(Bytes.of(1));

      assertThat(link.receive(PATIENCE)).isEqualTo(Echo.answer(16, 1, Bytes.of(1)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void can_be_closed_from_another_thread(Framing framing) throws Exception {
    try (Echo echo = Echo.start(framing, LIMITS);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ApduLink link = echo.connect(framing, 16, 1);
      link.send(Echo.SILENCE);
      Future<Bytes> waiting = threads.submit(() -> link.receive(Duration.ofMinutes(5)));
      // The server has it, so the client is about to wait, or waits.
      while (!echo.next().equals("silence")) {
        // What happened before that.
      }

      link.close();

      assertThatThrownBy(waiting::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Unreachable.class);
    }
  }

  /** Loses one frame in ten and damages another, in both directions. */
  private record BadLine(OctetStream line, RandomGenerator random) implements OctetStream {

    @Override
    public int read(byte[] into, Duration within) throws IOException {
      int count = line.read(into, within);
      if (count <= 0) {
        return count;
      }
      if (random.nextInt(10) == 0) {
        return 0;
      }
      damage(into, count);
      return count;
    }

    @Override
    public void write(byte[] octets) throws IOException {
      if (random.nextInt(10) == 0) {
        return;
      }
      byte[] sent = octets.clone();
      damage(sent, sent.length);
      line.write(sent);
    }

    @Override
    public void close() throws IOException {
      line.close();
    }

    private void damage(byte[] octets, int count) {
      if (random.nextInt(10) == 0) {
        octets[random.nextInt(count)] ^= (byte) (1 << random.nextInt(8));
      }
    }
  }

  private static Bytes anyBytes(RandomGenerator random, int size) {
    byte[] octets = new byte[size];
    random.nextBytes(octets);
    octets[0] = (byte) HdlcFrame.FLAG;
    return Bytes.copyOf(octets);
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.get();
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
