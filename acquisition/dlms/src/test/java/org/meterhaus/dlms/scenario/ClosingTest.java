package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityAudit;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.transport.CloseReason;
import org.meterhaus.dlms.transport.Framing;

/** What ends a connection by itself, and that it is told; the rest of it is in LimitsTest. */
@DisplayName("A connection ends, and is counted as such,")
class ClosingTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int PATIENCE_MILLIS = 20_000;
  private static final Bytes LARGE = Bytes.copyOf(new byte[60_000]);
  private static final Bytes GET =
      ApduCodec.encode(
          new Apdu.GetRequest(0xC1, new AttributeSelection(TestMeter.NAME_VALUE, null)));

  private static ServerLimits limits(int maxPending, int maxAssociations, Duration sendWithin) {
    return new ServerLimits(
        4,
        4,
        65_535,
        LONG,
        LONG,
        LONG,
        sendWithin,
        maxPending,
        maxAssociations,
        DataLimits.DEFAULT);
  }

  private static LogicalDevice device(int sap) {
    return new LogicalDevice(
        sap,
        new DeviceSecurity.Open(),
        ObjectDirectory.of(DataObject.constant(TestMeter.NAME, new Data.OctetString(LARGE))));
  }

  private static DlmsServer serve(ServerLimits limits, LogicalDevice... devices)
      throws IOException {
    return DlmsServer.start(TestNet.loopback(), List.of(devices), limits);
  }

  private static Socket connected(DlmsServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort()));
    return socket;
  }

  private static byte[] frame(int device, Bytes apdu) {
    byte[] frame = new byte[8 + apdu.size()];
    frame[1] = 1;
    frame[3] = 16;
    frame[5] = (byte) device;
    frame[6] = (byte) (apdu.size() >>> 8);
    frame[7] = (byte) apdu.size();
    System.arraycopy(apdu.toArray(), 0, frame, 8, apdu.size());
    return frame;
  }

  private static Bytes publicAarq() {
    return ApduCodec.encode(RawClient.publicAarq(Conformance.SUPPORTED));
  }

  /** Waits for an answer. */
  private static Bytes answer(Socket socket) throws IOException {
    byte[] header = socket.getInputStream().readNBytes(8);
    assertThat(header).as("an answer").hasSize(8);
    int length = (header[6] & 0xFF) << 8 | (header[7] & 0xFF);
    return Bytes.copyOf(socket.getInputStream().readNBytes(length));
  }

  private static void associate(Socket socket, int device) throws IOException {
    socket.getOutputStream().write(frame(device, publicAarq()));
    assertThat(answer(socket).at(0)).isEqualTo(0x61);
  }

  private static void awaitClosed(DlmsServer server, CloseReason reason) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (server.closed().getOrDefault(reason, 0L) != 1) {
      assertThat(System.nanoTime()).as(() -> reason + ": " + server.closed()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void when_it_asks_for_a_device_that_is_not_here() throws Exception {
    try (DlmsServer server = serve(limits(16, 2, LONG), device(1));
        Socket client = connected(server)) {
      client.getOutputStream().write(frame(9, publicAarq()));

      awaitClosed(server, CloseReason.NOBODY_THERE);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void when_it_wants_one_association_too_many() throws Exception {
    try (DlmsServer server = serve(limits(16, 2, LONG), device(1), device(2), device(3));
        Socket client = connected(server)) {
      associate(client, 1);
      associate(client, 2);
      client.getOutputStream().write(frame(3, publicAarq()));

      awaitClosed(server, CloseReason.NOBODY_THERE);
    }
  }

  @Test
  void when_it_does_not_take_its_answers() throws Exception {
    try (DlmsServer server = serve(limits(1000, 2, Duration.ofMillis(200)), device(1));
        Socket client = connected(server)) {
      associate(client, 1);
      // More than all buffers between us hold.
      for (int i = 0; i < 400; i++) {
        client.getOutputStream().write(frame(1, GET));
      }

      awaitClosed(server, CloseReason.NOT_READING);
    }
  }

  private static LogicalDevice guarded(SecurityAudit audit) {
    var admission =
        new Admission(
            new Authentication.Password(Secret.ofText("open sesame")),
            null,
            false,
            AccessRights.EVERYTHING,
            Conformance.SUPPORTED);
    return new LogicalDevice(
        1,
        new DeviceSecurity.ByClient(_ -> List.of(admission)),
        new TestMeter(1).directory(),
        LockOut.Rules.DEFAULT,
        audit);
  }

  private static Bytes wrongPassword() {
    return ApduCodec.encode(
        new Apdu.Aarq(
            Apdu.CONTEXT_LN,
            null,
            1,
            Bytes.ofHex("00"),
            RawClient.proposal(Conformance.SUPPORTED)));
  }

  @Test
  void when_its_association_is_refused_which_it_is_told_first() throws Exception {
    try (DlmsServer server = serve(limits(16, 2, LONG), guarded(_ -> {}));
        Socket client = connected(server)) {
      client.getOutputStream().write(frame(1, wrongPassword()));

      assertThat(ApduCodec.decode(answer(client), DataLimits.DEFAULT))
          .isInstanceOfSatisfying(
              Apdu.Aare.class, aare -> assertThat(aare.diagnostic()).isEqualTo(13));
      awaitClosed(server, CloseReason.REFUSED);
    }
  }

  @Test
  void when_the_server_fails() throws Exception {
    SecurityAudit broken =
        _ -> {
          throw new IllegalStateException("a bug, for the test");
        };
    try (DlmsServer server = serve(limits(16, 2, LONG), guarded(broken));
        Socket client = connected(server)) {
      client.getOutputStream().write(frame(1, wrongPassword()));

      awaitClosed(server, CloseReason.FAILED);
    }
  }

  @Test
  void but_not_when_it_wants_one_hdlc_station_too_many_which_is_told_that_it_is_not_connected()
      throws Exception {
    LogicalDevice[] devices = new LogicalDevice[40];
    for (int i = 0; i < devices.length; i++) {
      devices[i] = device(i + 1);
    }
    try (DlmsServer server =
            DlmsServer.start(
                TestNet.loopback(),
                new Framing.HdlcOverTcp(),
                List.of(devices),
                limits(16, 100, LONG));
        Socket client = connected(server)) {
      for (int sap = 1; sap <= 33; sap++) {
        var snrm =
            new HdlcFrame(
                new HdlcAddress(1, sap, 0), HdlcAddress.ofClient(16), new HdlcControl.Snrm(true));
        client.getOutputStream().write(snrm.encode());

        HdlcControl answer = nextFrame(client).control();
        assertThat(answer).isInstanceOf(sap <= 32 ? HdlcControl.Ua.class : HdlcControl.Dm.class);
      }
    }
  }

  private static HdlcFrame nextFrame(Socket client) throws Exception {
    var in = client.getInputStream();
    int flag = in.read();
    int high = in.read();
    int low = in.read();
    assertThat(flag).isEqualTo(HdlcFrame.FLAG);
    byte[] rest = in.readNBytes(((high & 0x07) << 8 | low) - 2 + 1);
    byte[] frame = new byte[rest.length + 1]; // without the closing flag
    frame[0] = (byte) high;
    frame[1] = (byte) low;
    System.arraycopy(rest, 0, frame, 2, rest.length - 1);
    return HdlcFrame.decode(Bytes.copyOf(frame));
  }
}
