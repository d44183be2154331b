package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.transport.ServerLoops;

@DisplayName("A server with much to do")
class ServingManyTest {

  private static final AssociationConfig PUBLIC = new AssociationConfig.PublicClient();

  private static ServerLimits limits(
      int maxConnections, Duration associateWithin, Duration idleWithin, int maxPending) {
    return new ServerLimits(
        maxConnections,
        maxConnections,
        4096,
        associateWithin,
        Duration.ofSeconds(20),
        idleWithin,
        Duration.ofSeconds(20),
        maxPending,
        2,
        new DataLimits(8, 1000));
  }

  private static ServerLimits patient(int maxConnections) {
    return limits(maxConnections, Duration.ofMinutes(1), Duration.ofMinutes(1), 16);
  }

  @Test
  void reads_a_long_profile_to_two_clients_at_once() throws Exception {
    int rows = 10_000;
    List<Data> expected = IntStream.range(0, rows).mapToObj(TestMeter::row).toList();
    try (DlmsServer server = TestNet.serve(TestNet.hls(false), new TestMeter(rows).directory());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch together = new CountDownLatch(2);
      Callable<List<Data>> reader =
          () -> {
            try (DlmsClient client = DlmsClient.open(TestNet.link(server), TestNet.client())) {
              together.countDown();
              together.await();
              return client.get(TestMeter.PROFILE_BUFFER).asList();
            }
          };

      for (Future<List<Data>> read : threads.invokeAll(List.of(reader, reader))) {
        assertThat(read.get()).isEqualTo(expected);
      }
    }
  }

  /** One title over many connections: counters arrive out of order, and none is a replay. */
  @Test
  void takes_the_messages_of_one_client_over_many_connections() throws Exception {
    try (DlmsServer server = TestNet.serve(TestNet.hls(false), new TestMeter(1).directory());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> reader =
          () -> {
            try (DlmsClient client = DlmsClient.open(TestNet.link(server), TestNet.client())) {
              for (int i = 0; i < 50; i++) {
                assertThat(client.get(TestMeter.IMPORT_VALUE).asLong()).isEqualTo(1_460_000);
              }
              return 50;
            }
          };

      int read = 0;
      for (Future<Integer> each :
          threads.invokeAll(IntStream.range(0, 20).mapToObj(_ -> reader).toList())) {
        read += each.get();
      }
      assertThat(read).isEqualTo(1000);
    }
  }

  @Test
  void lets_threads_share_one_client() throws Exception {
    try (DlmsServer server = TestNet.serve(TestNet.hls(false), new TestMeter(96).directory());
        DlmsClient client = DlmsClient.open(TestNet.link(server), TestNet.client());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> reader = () -> client.get(TestMeter.PROFILE_BUFFER).asList().size();

      for (Future<Integer> each :
          threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> reader).toList())) {
        assertThat(each.get()).isEqualTo(96);
      }
    }
  }

  @Test
  void shares_one_socket_thread_among_hundreds_of_meters() throws Exception {
    List<DlmsServer> servers = new ArrayList<>();
    int before = Thread.activeCount();
    try (ServerLoops loops = ServerLoops.start(1)) {
      for (int i = 0; i < 300; i++) {
        servers.add(
            DlmsServer.start(
                loops, TestNet.loopback(), List.of(device(1, "meter " + i)), patient(4)));
      }

      for (int i = 0; i < servers.size(); i += 37) {
        assertThat(nameAt(servers.get(i), 1)).isEqualTo("meter " + i);
      }
      assertThat(Thread.activeCount()).isLessThan(before + 20);
    } finally {
      servers.forEach(DlmsServer::close);
    }
  }

  @Test
  void keeps_hundreds_of_devices_apart_at_one_port() throws Exception {
    List<LogicalDevice> devices =
        IntStream.rangeClosed(1, 400).mapToObj(sap -> device(sap, "device " + sap)).toList();
    try (DlmsServer server = DlmsServer.start(TestNet.loopback(), devices, patient(4))) {
      for (int sap = 1; sap <= 400; sap += 57) {
        assertThat(nameAt(server, sap)).isEqualTo("device " + sap);
      }
    }
  }

  private static LogicalDevice device(int sap, String name) {
    return new LogicalDevice(
        sap,
        new DeviceSecurity.Open(),
        ObjectDirectory.of(DataObject.constant(TestMeter.NAME, Data.OctetString.ofAscii(name))));
  }

  private static String nameAt(DlmsServer server, int sap) throws Exception {
    LinkConfig link = TestNet.link(server).withServerSap(sap);
    try (DlmsClient client = DlmsClient.open(link, PUBLIC)) {
      return client.get(TestMeter.NAME_VALUE).asText();
    }
  }

  /** What the sink does: any object of any class, found when it is asked for. */
  @Test
  void passes_every_request_on_to_a_directory_that_knows_nothing_beforehand() throws Exception {
    record Echo(int classId, ObisCode logicalName) implements CosemObject {
      @Override
      public int version() {
        return 0;
      }

      @Override
      public Data get(int attribute, @Nullable Selection selection) throws AccessError {
        if (attribute == 9) {
          throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
        }
        return new Data.VisibleString(
            classId + "/" + logicalName + "/" + attribute + "/" + selection);
      }
    }

    ObjectDirectory gateway =
        new ObjectDirectory() {
          @Override
          public CosemObject find(int classId, ObisCode logicalName) {
            return new Echo(classId, logicalName);
          }

          @Override
          public Collection<CosemObject> objects() throws AccessError {
            throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
          }
        };
    try (DlmsServer server = TestNet.serve(new DeviceSecurity.Open(), gateway);
        DlmsClient client = DlmsClient.open(TestNet.link(server), PUBLIC)) {
      ObisCode any = ObisCode.parse("1.7.99.1.0.255");

      assertThat(
              client
                  .get(
                      new AttributeRef(InterfaceClass.PROFILE_GENERIC, any, 2),
                      new Selection.EntryRange(3, 4))
                  .asText())
          .isEqualTo("7/1.7.99.1.0.255/2/EntryRange[from=3, to=4, fromColumn=1, toColumn=0]");
      assertThatThrownBy(() -> client.get(new AttributeRef(77, any, 9)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("temporary-failure");
      assertThatThrownBy(() ->
              client.get(
                  new AttributeRef(
                      InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0.0.40.0.0.255"), 2)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("object-unavailable");
    }
  }

  @Test
  void goes_on_when_an_object_fails() throws Exception {
    DataObject broken =
        new DataObject(
            TestMeter.STATUS,
            () -> {
              throw new IllegalStateException("a bug, for the test");
            });
    ObjectDirectory directory =
        ObjectDirectory.of(
            broken, DataObject.constant(TestMeter.NAME, Data.OctetString.ofAscii("fine")));
    try (DlmsServer server = TestNet.serve(new DeviceSecurity.Open(), directory);
        DlmsClient client = DlmsClient.open(TestNet.link(server), PUBLIC)) {
      assertThatThrownBy(
              () -> client.get(new AttributeRef(InterfaceClass.DATA, TestMeter.STATUS, 2)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("hardware-fault");

      assertThat(client.get(TestMeter.NAME_VALUE).asText()).isEqualTo("fine");
    }
  }

  @Test
  void does_not_let_a_slow_object_hold_up_another_connection() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    DataObject slow =
        new DataObject(
            TestMeter.STATUS,
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new Data.Bool(true);
            });
    ObjectDirectory directory =
        ObjectDirectory.of(
            slow, DataObject.constant(TestMeter.NAME, Data.OctetString.ofAscii("quick")));
    try (DlmsServer server = TestNet.serve(new DeviceSecurity.Open(), directory);
        DlmsClient waiting = DlmsClient.open(TestNet.link(server), PUBLIC);
        DlmsClient other = DlmsClient.open(TestNet.link(server), PUBLIC);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Data> held =
          threads.submit(
              () -> waiting.get(new AttributeRef(InterfaceClass.DATA, TestMeter.STATUS, 2)));

      assertThat(other.get(TestMeter.NAME_VALUE).asText()).isEqualTo("quick");
      release.countDown();
      assertThat(held.get()).isEqualTo(new Data.Bool(true));
    }
  }

  @Test
  void turns_a_connection_too_many_away_and_takes_the_next_when_one_is_gone() throws Exception {
    try (DlmsServer server =
        DlmsServer.start(TestNet.loopback(), List.of(device(1, "small")), patient(1))) {
      try (DlmsClient first = DlmsClient.open(TestNet.link(server), PUBLIC)) {
        assertThatThrownBy(() -> DlmsClient.open(TestNet.link(server), PUBLIC))
            .isInstanceOf(Unreachable.class);
        assertThat(first.get(TestMeter.NAME_VALUE).asText()).isEqualTo("small");
      }

      assertThat(nameSoon(server)).isEqualTo("small");
    }
  }

  /** The server learns a little later than the client that a connection is gone. */
  private static String nameSoon(DlmsServer server) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        return nameAt(server, 1);
      } catch (Unreachable e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private static Socket connected(DlmsServer server) throws IOException {
    InetSocketAddress address = server.address();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Whether the server closes the connection, rather than answering or waiting. */
  private static void assertClosed(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int octet;
    try {
      octet = in.read();
    } catch (SocketException _) {
      octet = -1; // reset, since it left unread what we sent
    }
    assertThat(octet).isEqualTo(-1);
  }

  @Test
  void closes_a_connection_that_does_not_associate() throws Exception {
    ServerLimits limits = limits(4, Duration.ofMillis(200), Duration.ofMinutes(1), 16);
    try (DlmsServer server = DlmsServer.start(TestNet.loopback(), List.of(device(1, "x")), limits);
        Socket silent = connected(server)) {
      assertClosed(silent);
    }
  }

  @Test
  void closes_a_connection_that_has_gone_quiet() throws Exception {
    ServerLimits limits = limits(4, Duration.ofMinutes(1), Duration.ofMillis(200), 16);
    try (DlmsServer server = DlmsServer.start(TestNet.loopback(), List.of(device(1, "x")), limits);
        Socket silent = connected(server)) {
      assertClosed(silent);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0002001000010001ff", // wrapper version 2
        "0001001000010000", // without an APDU
        "0001001000011001", // an APDU larger than 4096
        "474554202f20485454502f312e310d0a", // somebody's browser
        "000100100005000ec001c1000100002a0000ff020000", // nobody at wrapper port 5
      })
  void closes_a_connection_that_does_not_speak_its_language(String hex) throws Exception {
    try (DlmsServer server =
            DlmsServer.start(TestNet.loopback(), List.of(device(1, "x")), patient(4));
        Socket stranger = connected(server)) {
      stranger.getOutputStream().write(Bytes.ofHex(hex).toArray());

      assertClosed(stranger);
    }
  }

  @Test
  void closes_a_connection_that_sends_without_waiting_for_answers() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    DataObject slow =
        new DataObject(
            TestMeter.NAME,
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new Data.NullData();
            });
    ServerLimits limits = limits(4, Duration.ofMinutes(1), Duration.ofMinutes(1), 3);
    LogicalDevice device =
        new LogicalDevice(1, new DeviceSecurity.Open(), ObjectDirectory.of(slow));
    try (DlmsServer server = DlmsServer.start(TestNet.loopback(), List.of(device), limits);
        Socket eager = connected(server)) {
      String aarq =
          "000100100001001f" + "601da109060760857405080101be10040e01000000065f1f0400007e1fffff";
      eager.getOutputStream().write(Bytes.ofHex(aarq).toArray());
      assertThat(eager.getInputStream().readNBytes(8 + 43)).hasSize(51);

      String get = "000100100001000dc001c1000100002a0000ff0200";
      for (int i = 0; i < 8; i++) {
        eager.getOutputStream().write(Bytes.ofHex(get).toArray());
      }

      assertClosed(eager);
    } finally {
      never.countDown();
    }
  }

  @Test
  void answers_nothing_more_once_it_is_closed() throws Exception {
    DlmsServer server = DlmsServer.start(TestNet.loopback(), List.of(device(1, "x")), patient(4));
    DlmsClient client = DlmsClient.open(TestNet.link(server), PUBLIC);

    server.close();

    assertThatThrownBy(() -> client.get(TestMeter.NAME_VALUE)).isInstanceOf(Unreachable.class);
    client.close();
    assertThatThrownBy(() -> DlmsClient.open(TestNet.link(server), PUBLIC))
        .isInstanceOf(Unreachable.class);
  }

  @Test
  void can_be_closed_after_the_threads_it_shared() throws Exception {
    ServerLoops loops = ServerLoops.start(1);
    List<DlmsServer> servers = new ArrayList<>();
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      DlmsServer server =
          DlmsServer.start(loops, TestNet.loopback(), List.of(device(1, "x")), patient(4));
      servers.add(server);
      clients.add(connected(server));
    }

    loops.close();
    long begin = System.nanoTime();
    servers.forEach(DlmsServer::close);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    for (Socket client : clients) {
      client.close();
    }
  }

  @Test
  void says_that_its_port_is_taken() throws Exception {
    try (DlmsServer server =
        DlmsServer.start(TestNet.loopback(), List.of(device(1, "x")), patient(4))) {
      assertThatThrownBy(
              () -> DlmsServer.start(server.address(), List.of(device(1, "y")), patient(4)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen");
    }
  }
}
