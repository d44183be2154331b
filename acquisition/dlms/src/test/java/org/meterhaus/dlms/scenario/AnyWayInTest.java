package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.apdu.Apdu.AccessOutcome;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
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
import org.meterhaus.dlms.security.EcCurve;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.Secret;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;

@DisplayName("A meter with a way in for each client address")
class AnyWayInTest {

  private static final SystemTitle CLIENT = SystemTitle.of("MHC", 7);
  private static final SystemTitle SERVER = SystemTitle.of("MHV", 7);
  private static final Secret PASSWORD = Secret.ofText("open sesame");
  private static final EcKeyPair CLIENT_PAIR = EcKeyPair.generate(EcCurve.P256, new SecureRandom());
  private static final EcKeyPair SERVER_PAIR = EcKeyPair.generate(EcCurve.P256, new SecureRandom());
  private static final InvocationCounter COUNTER = InvocationCounter.volatileFrom(1);
  private static final int READER = 100;

  /** One way in, with the client's half of it. */
  record Way(int sap, Authentication theirs, AssociationConfig.Custom ours) {
    Admission admission(AccessRights rights) {
      Ciphering client = ours.ciphering();
      Ciphering server =
          client == null
              ? null
              : new Ciphering(
                  SERVER, client.keys(), InvocationCounter.volatileFrom(1), client.policy());
      return new Admission(theirs, server, ours.ciphered(), rights, Conformance.EVERYTHING);
    }

    @Override
    public String toString() {
      Ciphering ciphering = ours.ciphering();
      return "mechanism %d, %s, %s%s"
          .formatted(
              theirs.mechanism(),
              ciphering == null ? "no keys" : ciphering.keys().suite(),
              ours.ciphered() && ciphering != null ? ciphering.policy().requests() : "in the clear",
              ours.dedicated() ? ", a key of its own" : "");
    }
  }

  private static KeySet keys(SecuritySuite suite) {
    String digits = "0123456789abcdef".repeat(suite.keyOctets() / 8);
    return KeySet.of(suite, SymmetricKey.ofHex(digits), SymmetricKey.ofHex(digits));
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (SecuritySuite suite : SecuritySuite.values()) {
      for (Protection protection : Protection.values()) {
        for (boolean dedicated : List.of(false, true)) {
          for (int mechanism : List.of(0, 1, 3, 4, 5, 6, 7)) {
            boolean ciphered = protection != Protection.NONE;
            if (dedicated && !ciphered) {
              continue;
            }
            Ciphering ciphering =
                new Ciphering(CLIENT, keys(suite), COUNTER, SecurityPolicy.of(protection));
            ways.add(
                new Way(
                    200 + ways.size(),
                    authentication(mechanism, SERVER_PAIR, CLIENT_PAIR),
                    new AssociationConfig.Custom(
                        authentication(mechanism, CLIENT_PAIR, SERVER_PAIR),
                        ciphering,
                        ciphered,
                        dedicated,
                        Conformance.SUPPORTED)));
          }
        }
      }
    }
    return ways;
  }

  private static Authentication authentication(int mechanism, EcKeyPair own, EcKeyPair peer) {
    return switch (mechanism) {
      case 0 -> new Authentication.None();
      case 1 -> new Authentication.Password(PASSWORD);
      case 5 -> new Authentication.Gmac();
      case 7 -> new Authentication.Ecdsa(own, peer.publicKey());
      default -> new Authentication.Digest(mechanism, PASSWORD);
    };
  }

  private static AssociationConfig.Custom open(Authentication authentication) {
    return new AssociationConfig.Custom(authentication, null, false, false, Conformance.EVERYTHING);
  }

  private static final List<Way> WAYS = ways();

  static Stream<Way> everyWay() {
    return WAYS.stream();
  }

  /** Keeps what is written, gives back what it is told: of any length. */
  private record Notebook(ObisCode logicalName, AtomicReference<Data> page) implements CosemObject {
    @Override
    public int classId() {
      return 1;
    }

    @Override
    public int version() {
      return 0;
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
      return parameter;
    }
  }

  private static final ObisCode FIRST = ObisCode.parse("0-0:96.50.0*255");
  private static final ObisCode SECOND = ObisCode.parse("0-0:96.50.1*255");

  private DlmsServer server;

  @BeforeEach
  void start() throws Exception {
    List<CosemObject> objects = new ArrayList<>();
    objects.addAll(List.copyOf(new TestMeter(500).directory().objects()));
    objects.add(new Notebook(FIRST, new AtomicReference<>(new Data.NullData())));
    objects.add(new Notebook(SECOND, new AtomicReference<>(new Data.NullData())));
    DeviceSecurity security =
        new DeviceSecurity.ByClient(sap -> {
          if (sap == READER) {
            return List.of(
                new Admission(
                    new Authentication.Password(PASSWORD),
                    null,
                    false,
                    AccessRights.READ_ONLY,
                    Conformance.EVERYTHING),
                Admission.publicClient(AccessRights.DISCOVERY));
          }
          return WAYS.stream()
              .filter(way -> way.sap() == sap)
              .map(way -> way.admission(AccessRights.EVERYTHING))
              .toList();
        });
    server =
        DlmsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(new LogicalDevice(1, security, ObjectDirectory.of(objects))),
            ServerLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LinkConfig link(int sap) {
    return LinkConfig.of("127.0.0.1", server.address().getPort(), sap, 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyWay")
  void lets_in_who_comes_that_way_and_serves_as_was_agreed(Way way) throws Exception {
    LinkConfig link = link(way.sap()).withMaxApduBytes(512);
    try (DlmsClient client = DlmsClient.open(link, way.ours())) {
      assertThat(client.get(TestMeter.IMPORT_VALUE))
          .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(500);
      client.action(TestMeter.DISCONNECT, new Data.Integer8(0));
      assertThat(client.get(TestMeter.RELAY_STATE)).isEqualTo(new Data.Enumerated(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 6})
  void keeps_out_who_does_not_know_the_secret(int mechanism) {
    Way way =
        WAYS.stream().filter(each -> each.theirs().mechanism() == 1).findFirst().orElseThrow();
    Secret guess = Secret.ofText("open barley");
    Authentication wrong =
        switch (mechanism) {
          case 0 -> new Authentication.None();
          case 1 -> new Authentication.Password(guess);
          default -> new Authentication.Digest(mechanism, guess);
        };

    assertThatThrownBy(() -> DlmsClient.open(link(way.sap()), open(wrong)).close())
        .isInstanceOf(AssociationRefused.class);
  }

  @Test
  void tells_a_wrong_password_from_a_client_it_does_not_know() {
    var wrong = open(new Authentication.Password(Secret.ofText("open barley")));
    var right = open(new Authentication.Password(PASSWORD));

    assertThatThrownBy(() -> DlmsClient.open(link(READER), wrong).close())
        .isInstanceOfSatisfying(
            AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(13));
    assertThatThrownBy(() -> DlmsClient.open(link(READER + 1), right).close())
        .isInstanceOfSatisfying(
            AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(1));
  }

  @Test
  void lets_a_reader_read_but_not_write_or_act() throws Exception {
    var reader = open(new Authentication.Password(PASSWORD));
    try (DlmsClient client = DlmsClient.open(link(READER), reader)) {
      assertThat(client.get(TestMeter.CLOCK_TIME)).isNotNull();
      assertThatThrownBy(() -> client.set(TestMeter.CLOCK_TIME, client.get(TestMeter.CLOCK_TIME)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.resultCode()).isEqualTo(3));
      assertThatThrownBy(() -> client.action(TestMeter.DISCONNECT, new Data.Integer8(0)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.resultCode()).isEqualTo(3));
      assertThat(modes(client)).containsOnly(0L, 1L);
    }
  }

  /** The access modes in the object_list. */
  private static List<Long> modes(DlmsClient client) throws Exception {
    List<Long> modes = new ArrayList<>();
    var list = new AttributeRef(15, ObisCode.parse("0-0:40.0.0*255"), 2);
    for (Data object : client.get(list).asList()) {
      for (Data attribute : object.asList().get(3).asList().get(0).asList()) {
        modes.add(attribute.asList().get(1).asLong());
      }
    }
    return modes;
  }

  @Test
  void shows_a_stranger_only_what_tells_which_device_it_is() throws Exception {
    try (DlmsClient client = DlmsClient.open(link(READER), open(new Authentication.None()))) {
      var list = new AttributeRef(15, ObisCode.parse("0-0:40.0.0*255"), 2);
      assertThat(client.get(list).asList()).hasSize(3);
      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE)).isInstanceOf(Refused.class);
    }
  }

  private static Data text(int octets, int seed) {
    byte[] all = new byte[octets];
    new Random(seed).nextBytes(all);
    return new Data.OctetString(Bytes.copyOf(all));
  }

  static Stream<Way> someWays() {
    return WAYS.stream().filter(way -> way.theirs().mechanism() == 5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("someWays")
  void takes_and_gives_what_is_long_in_blocks_alone_and_in_lists(Way way) throws Exception {
    AttributeRef first = new AttributeRef(1, FIRST, 2);
    AttributeRef second = new AttributeRef(1, SECOND, 2);
    MethodRef copy = new MethodRef(1, FIRST, 1);
    Data longText = text(70_000, 1);
    Data shorter = text(5_000, 2);
    LinkConfig link = link(way.sap()).withMaxApduBytes(256);
    try (DlmsClient client = DlmsClient.open(link, way.ours())) {
      client.set(first, longText);
      assertThat(client.get(first)).isEqualTo(longText);

      assertThat(client.set(List.of(first, second), List.of(shorter, longText)))
          .containsExactly(0, 0);
      assertThat(client.get(List.of(first, second)))
          .containsExactly(new GetResult.Value(shorter), new GetResult.Value(longText));

      assertThat(client.action(copy, longText)).isEqualTo(longText);
      assertThat(client.action(List.of(copy, copy), List.of(shorter, longText)))
          .containsExactly(
              new ActionOutcome(0, new GetResult.Value(shorter)),
              new ActionOutcome(0, new GetResult.Value(longText)));
    }
  }

  @Test
  void packs_many_reads_into_as_few_requests_as_fit() throws Exception {
    Way way = someWays().findFirst().orElseThrow();
    LinkConfig link = link(way.sap()).withMaxApduBytes(256);
    List<AttributeRef> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(i % 3 == 0 ? TestMeter.NAME_VALUE : TestMeter.IMPORT_VALUE);
    }
    try (DlmsClient client = DlmsClient.open(link, way.ours())) {
      List<GetResult> results = client.get(many);

      assertThat(results).hasSize(300);
      for (int i = 0; i < 300; i++) {
        assertThat(results.get(i))
            .isEqualTo(
                new GetResult.Value(
                    i % 3 == 0
                        ? Data.OctetString.ofAscii("MHV0000000000001")
                        : new Data.DoubleLongUnsigned(1_460_000)));
      }
    }
  }

  static Stream<Way> authenticatedWays() {
    return someWays().filter(way -> way.ours().ciphered());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("authenticatedWays")
  void does_several_things_at_one_access(Way way) throws Exception {
    AssociationConfig.Custom ours = way.ours();
    var everything =
        new AssociationConfig.Custom(
            ours.authentication(),
            ours.ciphering(),
            true,
            ours.dedicated(),
            Conformance.EVERYTHING);
    List<AccessSpecification> parts =
        List.of(
            new AccessSpecification.Get(new AttributeSelection(TestMeter.NAME_VALUE, null)),
            new AccessSpecification.Set(new AttributeSelection(TestMeter.IMPORT_VALUE, null)),
            new AccessSpecification.Action(TestMeter.DISCONNECT));
    Data nothing = new Data.NullData();
    List<Data> data = List.of(nothing, nothing, new Data.Integer8(0));
    try (DlmsClient client = DlmsClient.open(link(way.sap()), everything)) {
      var all = client.access(parts, data, false);
      var stopped = client.access(parts, data, true);

      assertThat(all.outcomes())
          .containsExactly(
              new AccessOutcome(1, 0), new AccessOutcome(2, 3), new AccessOutcome(3, 0));
      assertThat(all.data().getFirst()).isEqualTo(Data.OctetString.ofAscii("MHV0000000000001"));
      assertThat(stopped.outcomes())
          .containsExactly(new AccessOutcome(1, 0), new AccessOutcome(2, 3));
    }
  }

  @Test
  void shuts_out_who_keeps_guessing_and_tells_the_auditor() throws Exception {
    List<SecurityEvent> told = new CopyOnWriteArrayList<>();
    var rules =
        new LockOut.Rules(2, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10);
    var security =
        new DeviceSecurity.ByClient(sap ->
            List.of(
                new Admission(
                    new Authentication.Password(PASSWORD),
                    null,
                    false,
                    AccessRights.EVERYTHING,
                    Conformance.SUPPORTED)));
    var device = new LogicalDevice(1, security, new TestMeter(1).directory(), rules, told::add);
    var wrong = open(new Authentication.Password(Secret.ofText("open barley")));
    var right = open(new Authentication.Password(PASSWORD));
    try (DlmsServer strict =
        DlmsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(device),
            ServerLimits.DEFAULT)) {
      LinkConfig link = LinkConfig.of("127.0.0.1", strict.address().getPort(), 17, 1);
      DlmsClient.open(link, right).close();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> DlmsClient.open(link, wrong).close())
            .isInstanceOf(AssociationRefused.class);
      }

      // The right password is answered like a wrong one now; other clients do not suffer.
      assertThatThrownBy(() -> DlmsClient.open(link, right).close())
          .isInstanceOfSatisfying(
              AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(13));
      DlmsClient.open(LinkConfig.of("127.0.0.1", strict.address().getPort(), 18, 1), right).close();
      assertThat(told)
          .containsExactly(
              new SecurityEvent.ProofRefused("127.0.0.1/17", 1),
              new SecurityEvent.ProofRefused("127.0.0.1/17", 1),
              new SecurityEvent.LockedOut("127.0.0.1/17", Duration.ofHours(1)));
    }
  }
}
