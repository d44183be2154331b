package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.hdlc.HdlcConfig;
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

@DisplayName("General block transfer")
@Timeout(120)
class GeneralBlocksTest {

  private static final int ROWS = 1000;
  private static final ObisCode PAGE = ObisCode.parse("0-0:96.50.0*255");
  private static final AttributeRef TEXT = new AttributeRef(1, PAGE, 2);
  private static final MethodRef ECHO = new MethodRef(1, PAGE, 1);
  private static final KeySet KEYS =
      KeySet.of(SecuritySuite.SUITE_0, TestNet.ENCRYPTION_KEY, TestNet.AUTHENTICATION_KEY);

  /** What Conformance.EVERYTHING has but for the blocks of single services. */
  private static final Conformance ONLY_GENERAL =
      Conformance.EVERYTHING
          .without(Conformance.BLOCK_TRANSFER_WITH_GET)
          .without(Conformance.BLOCK_TRANSFER_WITH_SET)
          .without(Conformance.BLOCK_TRANSFER_WITH_ACTION);

  private final AtomicReference<Data> page = new AtomicReference<>(new Data.NullData());
  private final AtomicInteger echoes = new AtomicInteger();

  private final class Notebook implements CosemObject {
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
      return PAGE;
    }

    @Override
    public Data get(int attribute, @Nullable Selection selection) {
      return page.get();
    }

    @Override
    public void set(int attribute, Data value) {
      page.set(value);
    }

    @Override
    public Data action(int method, Data parameter) {
      echoes.incrementAndGet();
      return parameter;
    }
  }

  static Stream<Named<Framing>> framings() {
    HdlcConfig hdlc =
        HdlcConfig.DEFAULT.withPatience(Duration.ofSeconds(20), Duration.ofMillis(5), 3);
    return Stream.of(
        Named.of("TCP wrapper", new Framing.TcpWrapper()),
        Named.of("UDP wrapper", new Framing.UdpWrapper()),
        Named.of("HDLC", new Framing.HdlcOverTcp(hdlc)));
  }

  private DlmsServer serve(Framing framing) throws Exception {
    Ciphering meter =
        new Ciphering(
            TestNet.METER_TITLE,
            KEYS,
            InvocationCounter.volatileFrom(1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    List<Admission> ways =
        List.of(
            new Admission(
                new Authentication.Gmac(),
                meter,
                true,
                AccessRights.EVERYTHING,
                Conformance.EVERYTHING),
            new Admission(
                new Authentication.None(),
                null,
                false,
                AccessRights.EVERYTHING,
                Conformance.EVERYTHING));
    List<CosemObject> objects =
        new ArrayList<>(List.copyOf(new TestMeter(ROWS).directory().objects()));
    objects.add(new Notebook());
    return DlmsServer.start(
        TestNet.loopback(),
        framing,
        List.of(
            new LogicalDevice(
                TestNet.DEVICE_SAP,
                new DeviceSecurity.ByClient(_ -> ways),
                ObjectDirectory.of(objects))),
        ServerLimits.DEFAULT.withMaxApduBytes(600));
  }

  private static DlmsClient open(LinkConfig link, boolean ciphered) throws MeterException {
    AssociationConfig.Custom general = TestNet.client().general();
    return DlmsClient.open(
        link.withMaxApduBytes(512),
        ciphered
            ? new AssociationConfig.Custom(
                general.authentication(), general.ciphering(), true, false, ONLY_GENERAL)
            : new AssociationConfig.Custom(
                new Authentication.None(), null, false, false, ONLY_GENERAL));
  }

  private static Data text(int octets, int seed) {
    byte[] all = new byte[octets];
    new Random(seed).nextBytes(all);
    return new Data.OctetString(Bytes.copyOf(all));
  }

  private static List<Data> rows() {
    return IntStream.range(0, ROWS).mapToObj(TestMeter::row).toList();
  }

  private void exercise(DlmsClient client) throws MeterException {
    assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).isEqualTo(rows());
    for (int octets : new int[] {450, 520, 600, 1200, 20_000}) {
      Data value = text(octets, octets);
      client.set(TEXT, value);
      assertThat(page.get()).isEqualTo(value);
      assertThat(client.get(TEXT)).isEqualTo(value);
      assertThat(client.action(ECHO, value)).isEqualTo(value);
    }
    assertThat(client.get(List.of(TEXT, TestMeter.IMPORT_VALUE)))
        .containsExactly(
            new GetResult.Value(page.get()),
            new GetResult.Value(new Data.DoubleLongUnsigned(1_460_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void carries_long_requests_and_answers(Framing framing) throws Exception {
    for (boolean ciphered : new boolean[] {false, true}) {
      try (DlmsServer server = serve(framing);
          DlmsClient client = open(TestNet.link(server).withFraming(framing), ciphered)) {
        assertThat(client.conformance()).isEqualTo(ONLY_GENERAL);
        exercise(client);
      }
    }
    assertThat(echoes).hasValue(10);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void recovers_what_gets_lost(long seed) throws Exception {
    Framing framing = new Framing.UdpWrapper();
    try (DlmsServer server = serve(framing);
        LossyDatagrams lossy =
            new LossyDatagrams(
                server.address(),
                LossyDatagrams.percent(6, seed, 2),
                LossyDatagrams.percent(6, seed + 100, 2));
        DlmsClient client =
            open(
                LinkConfig.of("127.0.0.1", lossy.port(), TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
                    .withFraming(framing)
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(4)),
                true)) {
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).isEqualTo(rows());
      Data value = text(20_000, 1);
      client.set(TEXT, value);
      assertThat(page.get()).isEqualTo(value);
      assertThat(client.get(TEXT)).isEqualTo(value);
      assertThat(client.action(ECHO, value)).isEqualTo(value);

      assertThat(lossy.lost.get()).isPositive();
      assertThat(echoes).as("a method is done once whatever gets lost").hasValue(1);
    }
  }

  @Test
  void asks_again_for_blocks_of_a_get_that_get_lost() throws Exception {
    Framing framing = new Framing.UdpWrapper();
    AtomicInteger number = new AtomicInteger();
    try (DlmsServer server =
            DlmsServer.start(
                TestNet.loopback(),
                framing,
                List.of(
                    new LogicalDevice(
                        TestNet.DEVICE_SAP, TestNet.hls(false), new TestMeter(ROWS).directory())),
                ServerLimits.DEFAULT);
        LossyDatagrams lossy =
            new LossyDatagrams(
                server.address(),
                LossyDatagrams.percent(0, 1, 0),
                _ -> number.incrementAndGet() % 7 == 0);
        DlmsClient client =
            DlmsClient.open(
                LinkConfig.of("127.0.0.1", lossy.port(), TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
                    .withFraming(framing)
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2))
                    .withMaxApduBytes(4096),
                TestNet.client())) {
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).isEqualTo(rows());
      assertThat(lossy.lost.get()).isPositive();
    }
  }

  @Test
  void does_not_repeat_a_method_whose_answer_gets_lost() throws Exception {
    Framing framing = new Framing.UdpWrapper();
    AtomicInteger number = new AtomicInteger();
    try (DlmsServer server = serve(framing);
        LossyDatagrams lossy =
            new LossyDatagrams(
                server.address(),
                LossyDatagrams.percent(0, 1, 0),
                _ -> number.incrementAndGet() > 1);
        DlmsClient client =
            open(
                LinkConfig.of("127.0.0.1", lossy.port(), TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
                    .withFraming(framing)
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(800)),
                false)) {
      assertThatThrownBy(() -> client.action(ECHO, new Data.Unsigned8(1)))
          .isInstanceOf(TimedOut.class);
      assertThat(echoes).hasValue(1);
    }
  }

  /** A raw client that has agreed on general block transfer. */
  private RawClient raw(DlmsServer server) throws Exception {
    RawClient client = new RawClient(server.address(), TestNet.DEVICE_SAP);
    client.ask(
        new Apdu.Aarq(
            Apdu.CONTEXT_LN,
            null,
            0,
            null,
            ApduCodec.encode(new Apdu.InitiateRequest(6, ONLY_GENERAL, 128))));
    return client;
  }

  private static Apdu.GeneralBlockTransfer block(boolean last, int number, int ack, Bytes octets) {
    return new Apdu.GeneralBlockTransfer(last, false, 2, number, ack, octets);
  }

  @Test
  void sends_a_window_as_wide_as_the_client_takes_and_the_lost_ones_again() throws Exception {
    try (DlmsServer server = serve(new Framing.TcpWrapper());
        RawClient client = raw(server)) {
      page.set(text(600, 1));
      Apdu first = client.ask(new Apdu.GetRequest(0xC1, new AttributeSelection(TEXT, null)));
      assertThat(first)
          .isInstanceOfSatisfying(
              Apdu.GeneralBlockTransfer.class,
              block -> {
                assertThat(block.number()).isEqualTo(1);
                assertThat(block.streaming()).isFalse();
                assertThat(block.last()).isFalse();
              });

      Apdu second = client.ask(block(true, 1, 1, Bytes.EMPTY));
      Apdu third = client.receive();
      Apdu again = client.ask(block(true, 2, 1, Bytes.EMPTY));
      assertThat(client.receive()).isInstanceOf(Apdu.GeneralBlockTransfer.class);

      assertThat(((Apdu.GeneralBlockTransfer) second).streaming()).isTrue();
      assertThat(((Apdu.GeneralBlockTransfer) third).streaming()).isFalse();
      assertThat(((Apdu.GeneralBlockTransfer) third).number()).isEqualTo(3);
      // An acknowledgement has a number too, which is acknowledged.
      assertThat(((Apdu.GeneralBlockTransfer) second).acknowledged()).isEqualTo(1);
      assertThat(again)
          .isInstanceOfSatisfying(
              Apdu.GeneralBlockTransfer.class,
              block -> {
                assertThat(block.number()).isEqualTo(2);
                assertThat(block.acknowledged()).isEqualTo(2);
                assertThat(block.octets()).isEqualTo(((Apdu.GeneralBlockTransfer) second).octets());
              });
    }
  }

  @Test
  void does_a_method_once_though_its_blocks_come_again() throws Exception {
    Bytes request = ApduCodec.encode(new Apdu.ActionRequest(0xC1, ECHO, text(20, 1)));
    try (DlmsServer server = serve(new Framing.TcpWrapper());
        RawClient client = raw(server)) {
      Apdu answer = client.ask(block(true, 1, 0, request));
      Apdu again = client.ask(block(true, 1, 0, request));

      assertThat(((Apdu.GeneralBlockTransfer) answer).acknowledged()).isEqualTo(1);
      assertThat(again).isEqualTo(answer);
      assertThat(echoes).hasValue(1);
    }
  }

  @Test
  void takes_neither_nested_blocks_nor_associations_nor_blocks_of_nothing() throws Exception {
    Apdu unknown = new Apdu.ExceptionResponse(2, 2);
    Apdu refused = new Apdu.ExceptionResponse(1, 3);
    try (DlmsServer server = serve(new Framing.TcpWrapper());
        RawClient client = raw(server)) {
      Bytes nested = ApduCodec.encode(block(true, 1, 0, Bytes.of(1)));
      Bytes release = Bytes.of(Tags.RLRQ, 0);

      assertThat(client.ask(block(true, 7, 0, Bytes.of(1)))).isEqualTo(refused);
      assertThat(client.ask(block(true, 0, 9, Bytes.EMPTY))).isEqualTo(refused);
      assertThat(client.ask(block(true, 1, 0, nested))).isEqualTo(unknown);
      assertThat(client.ask(block(true, 1, 0, release))).isEqualTo(unknown);
      assertThat(client.ask(new Apdu.GetRequest(0xC2, new AttributeSelection(TEXT, null))))
          .isInstanceOf(Apdu.GetResponse.class);
    }
  }

  @Test
  void collects_no_more_than_its_limit() throws Exception {
    Bytes half = ((Data.OctetString) text(500, 1)).value();
    try (DlmsServer server = serve(new Framing.TcpWrapper());
        RawClient client = raw(server)) {
      Apdu answer = client.ask(block(false, 1, 0, half));
      int number = 1;
      while (answer instanceof Apdu.GeneralBlockTransfer && number < 3000) {
        number++;
        answer = client.ask(block(false, number, 0, half));
      }

      assertThat(answer).isEqualTo(new Apdu.ExceptionResponse(1, 3));
      assertThat((long) number * 500).isBetween(1L << 20, (1L << 20) + 1000);
    }
  }
}
