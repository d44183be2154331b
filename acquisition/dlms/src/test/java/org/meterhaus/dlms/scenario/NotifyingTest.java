package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcParameters;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.transport.Framing;

@DisplayName("A meter that speaks unasked over an open association")
@Timeout(120)
class NotifyingTest {

  private static final Bytes TIME =
      ((Data.OctetString) CosemDateTime.of(TestMeter.START, ZoneOffset.UTC).toData()).value();
  private static final Apdu.Notification EVENT =
      new Apdu.EventNotification(TIME, TestMeter.IMPORT_VALUE, new Data.DoubleLongUnsigned(7));
  private static final Apdu.Notification DATA =
      new Apdu.DataNotification(
          1, Bytes.EMPTY, Data.Structure.of(new Data.Unsigned8(1), new Data.NullData()));
  private static final Apdu.Notification REPORT =
      new Apdu.InformationReport(
          Bytes.copyOf("20260101000000".getBytes(StandardCharsets.US_ASCII)),
          List.of(0xFA00, 0x0100),
          List.of(new Data.LongUnsigned(5), new Data.NullData()));

  private static final KeySet KEYS =
      KeySet.of(SecuritySuite.SUITE_0, TestNet.ENCRYPTION_KEY, TestNet.AUTHENTICATION_KEY);

  private static final ObisCode BELL = ObisCode.parse("0-0:96.50.0*255");

  private final List<Apdu.Notification> heard = new ArrayList<>();
  private final AtomicReference<@Nullable DlmsServer> running = new AtomicReference<>();

  static Stream<Named<Framing>> framings() {
    HdlcConfig hdlc =
        HdlcConfig.DEFAULT.withPatience(Duration.ofSeconds(20), Duration.ofMillis(5), 3);
    return Stream.of(
        Named.of("TCP wrapper", new Framing.TcpWrapper()),
        Named.of("UDP wrapper", new Framing.UdpWrapper()),
        Named.of("HDLC", new Framing.HdlcOverTcp(hdlc)),
        Named.of(
            "HDLC with frames too small for a notification",
            new Framing.HdlcOverTcp(hdlc.withParameters(HdlcParameters.DEFAULT.withMaxInfo(32)))));
  }

  /** Asked for its value, it has the server tell something first. */
  private final class Bell implements CosemObject {
    @Override
    public int classId() {
      return 1;
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public ObisCode logicalName() {
      return BELL;
    }

    @Override
    public Data get(int attribute, @Nullable Selection selection) {
      DlmsServer server = running.get();
      int reached = server == null ? 0 : tell(server, EVENT);
      return new Data.Unsigned8(reached);
    }
  }

  private DlmsServer serve(Framing framing, Conformance conformance) throws Exception {
    Ciphering meter =
        new Ciphering(
            TestNet.METER_TITLE,
            KEYS,
            InvocationCounter.volatileFrom(1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    Admission holders =
        new Admission(new Authentication.Gmac(), meter, true, AccessRights.EVERYTHING, conformance);
    List<CosemObject> objects =
        new ArrayList<>(List.copyOf(new TestMeter(100).directory().objects()));
    objects.add(new Bell());
    DlmsServer server =
        DlmsServer.start(
            TestNet.loopback(),
            framing,
            List.of(
                new LogicalDevice(
                    TestNet.DEVICE_SAP,
                    new DeviceSecurity.ByClient(_ -> List.of(holders)),
                    ObjectDirectory.of(objects))),
            ServerLimits.DEFAULT);
    running.set(server);
    return server;
  }

  private DlmsClient client(LinkConfig link) throws MeterException {
    AssociationConfig.Custom general = TestNet.client().general();
    return DlmsClient.open(
        link,
        new AssociationConfig.Custom(
            general.authentication(), general.ciphering(), true, false, Conformance.EVERYTHING),
        heard::add);
  }

  private static int tell(DlmsServer server, Apdu.Notification what) {
    return server.notifyClients(TestNet.CLIENT_SAP, TestNet.DEVICE_SAP, what).reached();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void is_heard_by_who_listens(Framing framing) throws Exception {
    try (DlmsServer server = serve(framing, Conformance.EVERYTHING);
        DlmsClient client = client(TestNet.link(server).withFraming(framing))) {
      // Asking for something makes sure that the server knows the association as open.
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
      for (Apdu.Notification each : List.of(EVENT, DATA, REPORT)) {
        assertThat(tell(server, each)).isEqualTo(1);
      }
      while (heard.size() < 3) {
        client.listen(Duration.ofMillis(50));
      }

      assertThat(heard).containsExactlyInAnyOrder(EVENT, DATA, REPORT);
      assertThat(client.get(TestMeter.IMPORT_VALUE))
          .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void is_not_mistaken_for_answering(Framing framing) throws Exception {
    AttributeRef bell = new AttributeRef(1, BELL, 2);
    try (DlmsServer server = serve(framing, Conformance.EVERYTHING);
        DlmsClient client = client(TestNet.link(server).withFraming(framing))) {
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
      for (int i = 0; i < 5; i++) {
        assertThat(client.get(bell)).isEqualTo(new Data.Unsigned8(1));
        assertThat(client.get(TestMeter.IMPORT_VALUE))
            .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
        assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
      }
      while (heard.size() < 5) {
        client.listen(Duration.ofMillis(50));
      }

      assertThat(heard).hasSize(5).containsOnly(EVENT);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void speaks_at_length_in_blocks(Framing framing) throws Exception {
    Apdu.Notification length =
        new Apdu.DataNotification(
            2, Bytes.EMPTY, new Data.OctetString(Bytes.copyOf(new byte[70_000])));
    AttributeRef bell = new AttributeRef(1, BELL, 2);
    try (DlmsServer server = serve(framing, Conformance.EVERYTHING);
        DlmsClient client = client(TestNet.link(server).withFraming(framing))) {
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
      assertThat(tell(server, length)).isEqualTo(1);
      // Answers come in between, and in blocks of their own.
      assertThat(client.get(bell)).isEqualTo(new Data.Unsigned8(1));
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
      assertThat(tell(server, length)).isEqualTo(1);
      while (heard.size() < 3) {
        client.listen(Duration.ofMillis(50));
      }

      assertThat(heard).containsExactlyInAnyOrder(length, EVENT, length);
    }
  }

  @Test
  void says_so_if_a_client_takes_nothing_of_that_length() throws Exception {
    Conformance whole = Conformance.EVERYTHING.without(Conformance.GENERAL_BLOCK_TRANSFER);
    Apdu.Notification length =
        new Apdu.DataNotification(
            2, Bytes.EMPTY, new Data.OctetString(Bytes.copyOf(new byte[70_000])));
    try (DlmsServer server = serve(new Framing.TcpWrapper(), whole);
        DlmsClient client = client(TestNet.link(server))) {
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();

      assertThat(server.notifyClients(TestNet.CLIENT_SAP, TestNet.DEVICE_SAP, length))
          .isEqualTo(new DlmsServer.Notified(0, 1));
      assertThat(server.notifyClients(TestNet.CLIENT_SAP, TestNet.DEVICE_SAP, EVENT))
          .isEqualTo(new DlmsServer.Notified(1, 0));
    }
  }

  @Test
  void keeps_silent_where_that_was_not_agreed() throws Exception {
    try (DlmsServer server = serve(new Framing.TcpWrapper(), Conformance.SUPPORTED);
        DlmsClient client = client(TestNet.link(server))) {
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
      assertThat(tell(server, EVENT)).isEqualTo(1);

      // What would have been told came before this answer.
      assertThat(client.get(TestMeter.NAME_VALUE)).isNotNull();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void reaches_nobody_after_the_release() throws Exception {
    try (DlmsServer server = serve(new Framing.TcpWrapper(), Conformance.EVERYTHING)) {
      client(TestNet.link(server)).close();

      assertThat(tell(server, EVENT)).isZero();
    }
  }

  @Test
  void is_not_believed_when_somebody_else_speaks_for_it() throws Exception {
    byte[] forged = framed(ApduCodec.encode(EVENT));
    byte[] garbled = framed(Bytes.ofHex("ca1e300000ffff" + "00".repeat(25)));
    try (DlmsServer server = serve(new Framing.TcpWrapper(), Conformance.EVERYTHING);
        Middleman middleman =
            new Middleman(server.address(), (index, frame) -> joined(forged, garbled, frame));
        DlmsClient client =
            client(
                LinkConfig.of(
                    "127.0.0.1", middleman.port(), TestNet.CLIENT_SAP, TestNet.DEVICE_SAP))) {
      assertThat(client.get(TestMeter.IMPORT_VALUE))
          .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
      assertThat(heard).isEmpty();
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] framed(Bytes apdu) {
    return joined(
        new byte[] {0, 1, 0, TestNet.DEVICE_SAP, 0, TestNet.CLIENT_SAP, 0, (byte) apdu.size()},
        apdu.toArray());
  }
}
