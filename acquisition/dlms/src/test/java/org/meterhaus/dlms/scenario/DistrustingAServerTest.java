package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.transport.Framing;
import org.meterhaus.dlms.vectors.AnyApdu;
import org.meterhaus.dlms.vectors.AnyData;

@DisplayName("A client whose server cannot be trusted")
class DistrustingAServerTest {

  private static final int HEADER = 8;
  private static final int AARE = 0;
  private static final int PROOF = 1;
  private static final int FIRST_ANSWER = 2;

  private final TestMeter meter = new TestMeter(10_000);
  private DlmsServer server;

  @BeforeEach
  void serve() throws Exception {
    server = TestNet.serve(TestNet.hls(false), meter.directory());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static LinkConfig to(int port) {
    return LinkConfig.of("127.0.0.1", port, TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  private static byte[] framed(String hex) {
    byte[] apdu = Bytes.ofHex(hex).toArray();
    byte[] frame = new byte[HEADER + apdu.length];
    frame[1] = 1;
    frame[3] = TestNet.DEVICE_SAP;
    frame[5] = TestNet.CLIENT_SAP;
    frame[6] = (byte) (apdu.length >> 8);
    frame[7] = (byte) apdu.length;
    System.arraycopy(apdu, 0, frame, HEADER, apdu.length);
    return frame;
  }

  @Test
  void finds_out_that_the_connection_broke_between_two_blocks() throws Exception {
    // AARE, proof, two blocks, and then nothing
    try (var middleman =
            new Middleman(server.address(), (index, frame) -> index < 4 ? frame : null);
        DlmsClient client = DlmsClient.open(to(middleman.port()), TestNet.client())) {
      assertThatThrownBy(() -> client.get(TestMeter.PROFILE_BUFFER))
          .isInstanceOf(Unreachable.class);

      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("association is closed");
    }
    // and the meter is none the worse for it
    try (DlmsClient again = DlmsClient.open(TestNet.link(server), TestNet.client())) {
      assertThat(again.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9, 20, 40})
  void finds_out_that_an_answer_was_changed(int octet) throws Exception {
    try (var middleman =
            new Middleman(
                server.address(),
                (index, frame) -> {
                  if (index == FIRST_ANSWER) {
                    frame[Math.min(HEADER + octet, frame.length - 1)] ^= 0x01;
                  }
                  return frame;
                });
        DlmsClient client = DlmsClient.open(to(middleman.port()), TestNet.client())) {
      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE))
          .isInstanceOfAny(SecurityRefused.class, Malformed.class);
    }
  }

  @Test
  void does_not_take_an_answer_twice() throws Exception {
    AtomicReference<byte @Nullable []> recorded = new AtomicReference<>();
    try (var middleman =
            new Middleman(
                server.address(),
                (index, frame) -> {
                  if (index == FIRST_ANSWER) {
                    recorded.set(frame.clone());
                  }
                  return index > FIRST_ANSWER ? recorded.get() : frame;
                });
        DlmsClient client = DlmsClient.open(to(middleman.port()), TestNet.client())) {
      assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();

      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE))
          .isInstanceOf(SecurityRefused.class)
          .hasMessageContaining("replay");
    }
  }

  @Test
  void does_not_take_an_open_answer_where_a_sealed_one_was_agreed() throws Exception {
    try (var middleman =
            new Middleman(
                server.address(),
                (index, frame) -> index == FIRST_ANSWER ? framed("c401c1000600000001") : frame);
        DlmsClient client = DlmsClient.open(to(middleman.port()), TestNet.client())) {
      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE))
          .isInstanceOf(SecurityRefused.class)
          .hasMessageContaining("protection NONE");
    }
  }

  @Test
  void does_not_speak_to_a_server_that_does_not_prove_itself() throws Exception {
    try (var middleman =
        new Middleman(
            server.address(), (index, frame) -> index == PROOF ? framed("c701c10000") : frame)) {
      assertThatThrownBy(() -> DlmsClient.open(to(middleman.port()), TestNet.client()))
          .isInstanceOf(SecurityRefused.class);
    }
  }

  @Test
  void is_not_talked_out_of_ciphering() throws Exception {
    String plainAccept =
        "6129a109060760857405080101a203020100a305a103020100"
            + "be10040e0800065f1f040000501f01f40007";
    try (var middleman =
        new Middleman(
            server.address(), (index, frame) -> index == AARE ? framed(plainAccept) : frame)) {
      assertThatThrownBy(() -> DlmsClient.open(to(middleman.port()), TestNet.client()))
          .isInstanceOf(SecurityRefused.class)
          .hasMessageContaining("asked for context 3");
    }
  }

  /** What an open meter answers to the first GET, and what the client makes of it. */
  private Throwable answered(String... answers) throws Exception {
    try (DlmsServer open = TestNet.serve(new DeviceSecurity.Open(), meter.directory());
        var middleman =
            new Middleman(
                open.address(),
                (index, frame) ->
                    index == AARE
                        ? frame
                        : framed(answers[Math.min(index - 1, answers.length - 1)]));
        DlmsClient client =
            DlmsClient.open(
                new LinkConfig(
                    "127.0.0.1",
                    middleman.port(),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    TestNet.CLIENT_SAP,
                    TestNet.DEVICE_SAP,
                    1024,
                    200,
                    new DataLimits(4, 100),
                    new Framing.TcpWrapper()),
                new AssociationConfig.PublicClient())) {
      try {
        Data data = client.get(TestMeter.IMPORT_VALUE);
        throw new AssertionError("made " + data + " of it");
      } catch (MeterException e) {
        return e;
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void makes_a_value_or_an_error_of_any_answer(long seed) throws Exception {
    RandomGenerator random = AnyData.random(seed);
    try (DlmsServer open = TestNet.serve(new DeviceSecurity.Open(), meter.directory())) {
      for (int i = 0; i < 10; i++) {
        String noise = ApduCodec.encode(AnyApdu.any(random)).toString();
        int at = random.nextInt(3);
        try (var middleman =
                new Middleman(
                    open.address(), (index, frame) -> index == at ? framed(noise) : frame);
            // After a notification, which is no answer, it waits on.
            DlmsClient client =
                DlmsClient.open(
                    impatient(middleman.port()), new AssociationConfig.PublicClient())) {
          assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();
          assertThat(client.get(List.of(TestMeter.IMPORT_VALUE))).hasSize(1);
        } catch (MeterException _) {
          // the other thing that may come of it
        }
      }
    }
  }

  @Test
  void takes_blocks_only_in_their_order() throws Exception {
    assertThat(answered("c402c1000000000200020102"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("expected block 1 but got 2");
    assertThat(answered("c402c1000000000100020102", "c402c1010000000300020102"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("expected block 2 but got 3");
  }

  @Test
  void is_not_kept_for_ever_by_blocks_without_octets() throws Exception {
    assertThat(answered("c402c100000000010000"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("empty block 1");
  }

  @Test
  void takes_no_value_larger_than_its_limit() throws Exception {
    String octets = "00".repeat(120);
    assertThat(answered("c402c100000000010078" + octets, "c402c100000000020078" + octets))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("more than 200 octets");
  }

  @Test
  void is_told_that_a_transfer_was_aborted() throws Exception {
    assertThat(answered("c402c1000000000100020102", "c402c101000000020102"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("temporary-failure");
  }

  @Test
  void takes_no_answer_to_another_request() throws Exception {
    assertThat(answered("c401c5000600000001"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("invoke id");
    assertThat(answered("c501c100")).isInstanceOf(Malformed.class);
    assertThat(answered("c401c100" + "0101".repeat(5) + "00")).isInstanceOf(Malformed.class);
  }

  @Test
  void is_told_of_an_exception_response() throws Exception {
    assertThat(answered("d80202"))
        .isInstanceOfSatisfying(
            ServiceRejected.class,
            rejected -> {
              assertThat(rejected.stateError()).isEqualTo(2);
              assertThat(rejected.serviceError()).isEqualTo(2);
            });
  }

  /** A server that only listens, and does this with its only client. */
  private interface Script {
    void run(Socket client) throws IOException, InterruptedException;
  }

  private static void against(Script script, PortTest test) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket client = listening.accept()) {
                  script.run(client);
                } catch (IOException | InterruptedException _) {
                  // the client is gone, as it should be
                }
              });
      test.run(listening.getLocalPort());
      thread.interrupt();
      thread.join();
    }
  }

  private interface PortTest {
    void run(int port) throws Exception;
  }

  private static LinkConfig impatient(int port) {
    return LinkConfig.of("127.0.0.1", port, TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
        .withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(300));
  }

  @Test
  void does_not_wait_for_ever_for_a_silent_server() throws Exception {
    against(
        _ -> new CountDownLatch(1).await(),
        port ->
            assertThatThrownBy(
                    () -> DlmsClient.open(impatient(port), new AssociationConfig.PublicClient()))
                .isInstanceOf(TimedOut.class)
                .hasMessageContaining("PT0.3S"));
  }

  @Test
  void does_not_wait_for_ever_for_a_server_that_dribbles() throws Exception {
    against(
        client -> {
          OutputStream out = client.getOutputStream();
          byte[] frame = Arrays.copyOf(framed("00".repeat(1000)), 400);
          for (byte octet : frame) {
            out.write(octet);
            Thread.sleep(20); // slower than the deadline in all, faster for each octet
          }
        },
        port ->
            assertThatThrownBy(
                    () -> DlmsClient.open(impatient(port), new AssociationConfig.PublicClient()))
                .isInstanceOf(TimedOut.class));
  }

  @Test
  void says_that_nobody_is_there() throws Exception {
    int unused;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = free.getLocalPort();
    }

    assertThatThrownBy(() -> DlmsClient.open(to(unused), new AssociationConfig.PublicClient()))
        .isInstanceOf(Unreachable.class);
    assertThatThrownBy(() ->
            DlmsClient.open(
                LinkConfig.of("no-such-host.invalid", 4059, 16, 1),
                new AssociationConfig.PublicClient()))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("unknown host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0002000100250001ff", // wrapper version 2
        "0001000200250001ff", // of another logical device
        "0001000100100001ff", // for another client
        "0001000100250000", // without an APDU
        "000100010025ffffff", // larger than agreed
        "0001000100250003c00000", // not an AARE
        "000100010025000cd80101000000000000000000", // something behind the message
      })
  void takes_nothing_that_is_no_answer(String hex) throws Exception {
    against(
        client -> {
          client.getOutputStream().write(Bytes.ofHex(hex).toArray());
          new CountDownLatch(1).await();
        },
        port ->
            assertThatThrownBy(() ->
                    DlmsClient.open(
                        to(port).withMaxApduBytes(1024), new AssociationConfig.PublicClient()))
                .isInstanceOf(Malformed.class));
  }

  /** Peer quirk G2: Gurux's RLRE says it is shorter than it is. */
  @Test
  void takes_a_release_for_one_whatever_follows() throws Exception {
    String malformed = "6311800100be0f040e0800065f1f040000501f01f40007";
    try (var middleman =
        new Middleman(
            server.address(),
            (index, frame) -> index == FIRST_ANSWER ? framed(malformed) : frame)) {
      DlmsClient client = DlmsClient.open(to(middleman.port()), TestNet.client());

      client.close();
      client.close(); // twice is once

      assertThatThrownBy(() -> client.get(List.of(TestMeter.IMPORT_VALUE)))
          .isInstanceOf(Unreachable.class);
    }
  }
}
