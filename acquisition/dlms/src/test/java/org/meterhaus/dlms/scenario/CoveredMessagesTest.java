package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.CipheringForm;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;

@DisplayName("An association whose messages are signed, or ciphered with keys of their own")
class CoveredMessagesTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int GENERAL_CIPHERING = 0xDD;
  private static final int GENERAL_SIGNING = 0xDF;
  private static final Bytes READ =
      ApduCodec.encode(
          new Apdu.GetRequest(0xC1, new AttributeSelection(TestMeter.IMPORT_VALUE, null)));

  /** The pairs of one suite's parties, made once. */
  private record Pairs(
      EcKeyPair clientSigning,
      EcKeyPair clientAgreement,
      EcKeyPair serverSigning,
      EcKeyPair serverAgreement) {
    static Pairs of(SecuritySuite suite) {
      return new Pairs(
          EcKeyPair.generate(suite.curve(), RANDOM),
          EcKeyPair.generate(suite.curve(), RANDOM),
          EcKeyPair.generate(suite.curve(), RANDOM),
          EcKeyPair.generate(suite.curve(), RANDOM));
    }
  }

  private static final Pairs OF_SUITE_1 = Pairs.of(SecuritySuite.SUITE_1);
  private static final Pairs OF_SUITE_2 = Pairs.of(SecuritySuite.SUITE_2);

  private static @Nullable Pairs pairs(SecuritySuite suite) {
    return switch (suite) {
      case SUITE_0 -> null;
      case SUITE_1 -> OF_SUITE_1;
      case SUITE_2 -> OF_SUITE_2;
    };
  }

  private static KeySet symmetric(SecuritySuite suite) {
    return KeySet.of(suite, key(suite, 0x11), key(suite, 0x22)).withMaster(key(suite, 0x33));
  }

  private static SymmetricKey key(SecuritySuite suite, int octet) {
    return SymmetricKey.ofHex("%02x".formatted(octet).repeat(suite.keyOctets()));
  }

  private static KeySet clientKeys(SecuritySuite suite) {
    Pairs pairs = pairs(suite);
    return pairs == null
        ? symmetric(suite)
        : symmetric(suite)
            .withSigning(pairs.clientSigning(), pairs.serverSigning().publicKey())
            .withAgreement(pairs.clientAgreement(), pairs.serverAgreement().publicKey());
  }

  private static KeySet serverKeys(SecuritySuite suite) {
    Pairs pairs = pairs(suite);
    return pairs == null
        ? symmetric(suite)
        : symmetric(suite)
            .withSigning(pairs.serverSigning(), pairs.clientSigning().publicKey())
            .withAgreement(pairs.serverAgreement(), pairs.clientAgreement().publicKey());
  }

  /** How both talk. */
  record Way(SecuritySuite suite, CipheringForm form, Protection protection, boolean signed) {
    SecurityPolicy policy() {
      return new SecurityPolicy(protection, protection, signed, signed);
    }

    /** First octet of a message. */
    int tag() {
      return signed ? GENERAL_SIGNING : GENERAL_CIPHERING;
    }
  }

  static Stream<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (SecuritySuite suite : SecuritySuite.values()) {
      for (CipheringForm form : CipheringForm.values()) {
        boolean agreed = form == CipheringForm.ONE_PASS_KEY || form == CipheringForm.STATIC_KEY;
        for (boolean signed : new boolean[] {false, true}) {
          if ((agreed || signed) && !suite.hasCurve()) {
            continue;
          }
          if (signed || form.key() != null) {
            ways.add(new Way(suite, form, Protection.AUTHENTICATED_ENCRYPTION, signed));
          }
        }
        if (form.key() != null && (suite.hasCurve() || !agreed)) {
          ways.add(new Way(suite, form, Protection.AUTHENTICATION, false));
          ways.add(new Way(suite, form, Protection.ENCRYPTION, false));
        }
      }
      if (suite.hasCurve()) {
        ways.add(new Way(suite, CipheringForm.SERVICE_SPECIFIC, Protection.NONE, true));
      }
    }
    return ways.stream();
  }

  private static final InvocationCounter CLIENT_COUNTER = InvocationCounter.volatileFrom(1);

  private final List<SecurityEvent> told = new CopyOnWriteArrayList<>();
  private final TestMeter meter = new TestMeter(100);
  private @Nullable DlmsServer server;

  @BeforeEach
  void forget() {
    told.clear();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static Admission admission(KeySet keys, SecurityPolicy policy) {
    return new Admission(
        new Authentication.Gmac(),
        new Ciphering(TestNet.METER_TITLE, keys, InvocationCounter.volatileFrom(1), policy),
        true,
        AccessRights.EVERYTHING,
        Conformance.EVERYTHING);
  }

  private DlmsServer serve(KeySet keys, SecurityPolicy policy) throws Exception {
    Admission admission = admission(keys, policy);
    DlmsServer started =
        DlmsServer.start(
            TestNet.loopback(),
            List.of(
                new LogicalDevice(
                    TestNet.DEVICE_SAP,
                    new DeviceSecurity.ByClient(_ -> List.of(admission)),
                    meter.directory(),
                    LockOut.Rules.DEFAULT,
                    told::add)),
            ServerLimits.DEFAULT);
    server = started;
    return started;
  }

  private static AssociationConfig.Custom config(
      KeySet keys, SecurityPolicy policy, CipheringForm form, boolean dedicated, boolean blocks) {
    Conformance conformance =
        blocks
            ? Conformance.EVERYTHING
            : Conformance.EVERYTHING.without(Conformance.GENERAL_BLOCK_TRANSFER);
    return new AssociationConfig.Custom(
        new Authentication.Gmac(),
        new Ciphering(TestNet.CLIENT_TITLE, keys, CLIENT_COUNTER, policy, form),
        true,
        dedicated,
        conformance);
  }

  private static AssociationConfig.Custom config(Way way, boolean blocks) {
    return config(clientKeys(way.suite()), way.policy(), way.form(), false, blocks);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void serves_as_any_other_and_answers_in_kind(Way way) throws Exception {
    List<Integer> tags = new CopyOnWriteArrayList<>();
    DlmsServer started = serve(serverKeys(way.suite()), way.policy());
    try (Middleman middle =
            new Middleman(
                started.address(),
                (index, frame) -> {
                  if (index > 0 && frame.length > 16) { // neither the AARE nor the RLRE
                    tags.add(frame[8] & 0xFF);
                  }
                  return frame;
                });
        DlmsClient client =
            DlmsClient.open(link(middle.port()).withMaxApduBytes(640), config(way, false))) {
      assertThat(client.get(TestMeter.IMPORT_VALUE))
          .isEqualTo(new Data.DoubleLongUnsigned(1_460_000));
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
      client.action(TestMeter.DISCONNECT, new Data.Integer8(0));
    }
    assertThat(meter.relaySwitches).hasValue(1);
    assertThat(tags).hasSizeGreaterThan(5).containsOnly(way.tag());
    assertThat(told).isEmpty();
  }

  private static LinkConfig link(int port) {
    return LinkConfig.of("127.0.0.1", port, TestNet.CLIENT_SAP, TestNet.DEVICE_SAP);
  }

  @ParameterizedTest
  @EnumSource(CipheringForm.class)
  void cuts_what_is_long_into_general_blocks_below_the_protection(CipheringForm form)
      throws Exception {
    Way way = new Way(SecuritySuite.SUITE_1, form, Protection.AUTHENTICATED_ENCRYPTION, true);
    DlmsServer started = serve(serverKeys(way.suite()), way.policy());
    LinkConfig small = link(started.address().getPort()).withMaxApduBytes(512);
    try (DlmsClient client = DlmsClient.open(small, config(way, true))) {
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
    }
  }

  @Test
  void says_so_where_there_is_no_room_for_all_that_goes_around_a_message() throws Exception {
    Way way =
        new Way(
            SecuritySuite.SUITE_2,
            CipheringForm.ONE_PASS_KEY,
            Protection.AUTHENTICATED_ENCRYPTION,
            true);
    DlmsServer started = serve(serverKeys(way.suite()), way.policy());
    LinkConfig small = link(started.address().getPort()).withMaxApduBytes(256);

    assertThatThrownBy(() -> DlmsClient.open(small, config(way, false)).close())
        .isInstanceOfSatisfying(
            ServiceRejected.class, rejected -> assertThat(rejected.serviceError()).isEqualTo(4));
  }

  @Test
  void signs_what_a_dedicated_key_ciphers() throws Exception {
    SecurityPolicy policy =
        new SecurityPolicy(
            Protection.AUTHENTICATED_ENCRYPTION, Protection.AUTHENTICATED_ENCRYPTION, true, true);
    DlmsServer started = serve(serverKeys(SecuritySuite.SUITE_1), policy);
    for (CipheringForm form : List.of(CipheringForm.SERVICE_SPECIFIC, CipheringForm.GENERAL)) {
      var config = config(clientKeys(SecuritySuite.SUITE_1), policy, form, true, false);
      try (DlmsClient client = DlmsClient.open(link(started.address().getPort()), config)) {
        assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
      }
    }
  }

  @Test
  void does_not_serve_who_does_not_sign_where_signatures_are_wanted() throws Exception {
    Protection both = Protection.AUTHENTICATED_ENCRYPTION;
    DlmsServer started =
        serve(serverKeys(SecuritySuite.SUITE_1), new SecurityPolicy(both, both, true, false));
    var unsigned =
        config(
            clientKeys(SecuritySuite.SUITE_1),
            SecurityPolicy.AUTHENTICATED_ENCRYPTION,
            CipheringForm.SERVICE_SPECIFIC,
            false,
            false);

    assertThatThrownBy(() -> DlmsClient.open(link(started.address().getPort()), unsigned).close())
        .isInstanceOfSatisfying(
            ServiceRejected.class, rejected -> assertThat(rejected.serviceError()).isEqualTo(1));
    assertThat(told).hasOnlyElementsOfType(SecurityEvent.ProtectionRefused.class).isNotEmpty();
  }

  @Test
  void takes_no_answer_without_a_signature_where_one_was_agreed() throws Exception {
    Protection both = Protection.AUTHENTICATED_ENCRYPTION;
    DlmsServer started =
        serve(serverKeys(SecuritySuite.SUITE_1), SecurityPolicy.AUTHENTICATED_ENCRYPTION);
    var wants =
        config(
            clientKeys(SecuritySuite.SUITE_1),
            new SecurityPolicy(both, both, false, true),
            CipheringForm.SERVICE_SPECIFIC,
            false,
            false);

    assertThatThrownBy(() -> DlmsClient.open(link(started.address().getPort()), wants).close())
        .isInstanceOf(SecurityRefused.class)
        .hasMessageContaining("signature");
  }

  @Test
  void signs_its_answers_where_the_policy_wants_it_though_the_request_was_not() throws Exception {
    Protection both = Protection.AUTHENTICATED_ENCRYPTION;
    SecurityPolicy policy = new SecurityPolicy(both, both, false, true);
    DlmsServer started = serve(serverKeys(SecuritySuite.SUITE_2), policy);
    var config =
        config(clientKeys(SecuritySuite.SUITE_2), policy, CipheringForm.WRAPPED_KEY, false, false);
    try (DlmsClient client =
        DlmsClient.open(link(started.address().getPort()).withMaxApduBytes(640), config)) {
      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).hasSize(100);
    }
  }

  /** Somebody who went through the handshake and says then what a decent client would not. */
  private RawClient associated(DlmsServer started, MessageProtection own) throws Exception {
    RawClient client = new RawClient(started.address(), TestNet.DEVICE_SAP);
    Bytes proposal = RawClient.proposal(Conformance.EVERYTHING);
    Cover cover =
        own.unasked(
            proposal.at(0),
            CipheringForm.SERVICE_SPECIFIC,
            false,
            Protection.AUTHENTICATED_ENCRYPTION,
            false);
    Apdu answer =
        client.ask(
            new Apdu.Aarq(
                Apdu.CONTEXT_LN_CIPHERED,
                TestNet.CLIENT_TITLE.octets(),
                0,
                null,
                own.protect(proposal, Objects.requireNonNull(cover), TestNet.METER_TITLE)));
    assertThat(answer)
        .isInstanceOfSatisfying(Apdu.Aare.class, aare -> assertThat(aare.result()).isZero());
    return client;
  }

  private DlmsServer serveAnybody(KeySet keys) throws Exception {
    Admission admission = admission(keys, SecurityPolicy.NONE);
    Admission anybody =
        new Admission(
            new Authentication.None(),
            admission.ciphering(),
            true,
            AccessRights.EVERYTHING,
            Conformance.EVERYTHING);
    DlmsServer started =
        DlmsServer.start(
            TestNet.loopback(),
            List.of(
                new LogicalDevice(
                    TestNet.DEVICE_SAP,
                    new DeviceSecurity.ByClient(_ -> List.of(anybody)),
                    meter.directory(),
                    LockOut.Rules.DEFAULT,
                    told::add)),
            ServerLimits.DEFAULT);
    server = started;
    return started;
  }

  private static MessageProtection party(KeySet keys) {
    return new MessageProtection(keys, TestNet.CLIENT_TITLE, CLIENT_COUNTER, RANDOM);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void takes_no_message_twice_on_whichever_connection(Way way) throws Exception {
    DlmsServer started = serveAnybody(serverKeys(way.suite()));
    MessageProtection own = party(clientKeys(way.suite()));
    Bytes message = own.protect(READ, cover(own, way), TestNet.METER_TITLE);
    try (RawClient client = associated(started, own)) {
      assertThat(client.exchange(message).at(0)).isEqualTo(way.tag());
      assertThat(client.ask(message))
          .isInstanceOfSatisfying(
              Apdu.ExceptionResponse.class,
              refused -> assertThat(refused.serviceError()).isEqualTo(6));
    }
    try (RawClient other = associated(started, own)) {
      assertThat(other.ask(message)).isInstanceOf(Apdu.ExceptionResponse.class);
      Bytes next = own.protect(READ, cover(own, way), TestNet.METER_TITLE);
      assertThat(other.exchange(next).at(0)).isEqualTo(way.tag());
    }
    assertThat(told).hasSize(2).hasOnlyElementsOfType(SecurityEvent.Replayed.class);
  }

  private static Cover cover(MessageProtection own, Way way) throws Exception {
    Cover cover = own.unasked(READ.at(0), way.form(), false, way.protection(), way.signed());
    return Objects.requireNonNull(cover);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void tells_nothing_of_what_is_wrong_with_a_message(Way way) throws Exception {
    DlmsServer started = serveAnybody(serverKeys(way.suite()));
    MessageProtection own = party(clientKeys(way.suite()));
    try (RawClient client = associated(started, own)) {
      byte[] changed = own.protect(READ, cover(own, way), TestNet.METER_TITLE).toArray();
      changed[changed.length - 1] ^= 1;
      Bytes astray = own.protect(READ, cover(own, way), TestNet.CLIENT_TITLE);

      if (way.protection() != Protection.ENCRYPTION) { // which nothing is seen of
        assertThat(client.ask(Bytes.copyOf(changed))).isEqualTo(new Apdu.ExceptionResponse(1, 5));
      }
      assertThat(client.ask(astray)).isEqualTo(new Apdu.ExceptionResponse(1, 5));
    }
    assertThat(told).hasOnlyElementsOfType(SecurityEvent.ProtectionRefused.class).isNotEmpty();
  }

  @Test
  void takes_a_signature_inside_of_the_cipher_too_and_answers_so() throws Exception {
    DlmsServer started = serveAnybody(serverKeys(SecuritySuite.SUITE_1));
    MessageProtection own = party(clientKeys(SecuritySuite.SUITE_1));
    Cover outside =
        cover(
            own,
            new Way(
                SecuritySuite.SUITE_1,
                CipheringForm.GENERAL,
                Protection.AUTHENTICATED_ENCRYPTION,
                true));
    Cover inside = new Cover(outside.layers().reversed());
    try (RawClient client = associated(started, own)) {
      Bytes answer = client.exchange(own.protect(READ, inside, TestNet.METER_TITLE));

      MessageProtection.Opened opened = own.open(answer, TestNet.METER_TITLE);
      assertThat(opened.cover()).isEqualTo(inside);
      assertThat(opened.apdu())
          .isEqualTo(
              ApduCodec.encode(
                  new Apdu.GetResponse(
                      0xC1, new Apdu.GetResult.Value(new Data.DoubleLongUnsigned(1_460_000)))));
    }
  }

  @Test
  void takes_no_message_with_more_around_it() throws Exception {
    DlmsServer started = serveAnybody(serverKeys(SecuritySuite.SUITE_1));
    MessageProtection own = party(clientKeys(SecuritySuite.SUITE_1));
    Way way =
        new Way(SecuritySuite.SUITE_1, CipheringForm.WRAPPED_KEY, Protection.AUTHENTICATION, false);
    Bytes once = own.protect(READ, cover(own, way), TestNet.METER_TITLE);
    try (RawClient client = associated(started, own)) {
      Bytes twice = own.protect(once, cover(own, way), TestNet.METER_TITLE);
      assertThat(client.ask(twice)).isEqualTo(new Apdu.ExceptionResponse(1, 5));
    }
  }

  @Test
  void does_nothing_upon_a_request_that_it_has_no_keys_to_answer_in_kind() throws Exception {
    Pairs pairs = OF_SUITE_1;
    // The client's key agreement key is not known: its messages open, ours could not be made.
    KeySet half =
        symmetric(SecuritySuite.SUITE_1)
            .withSigning(pairs.serverSigning(), pairs.clientSigning().publicKey())
            .withAgreement(pairs.serverAgreement(), null);
    DlmsServer started = serveAnybody(half);
    MessageProtection own = party(clientKeys(SecuritySuite.SUITE_1));
    Bytes disconnect =
        ApduCodec.encode(new Apdu.ActionRequest(0xC1, TestMeter.DISCONNECT, new Data.Integer8(0)));
    Way way =
        new Way(
            SecuritySuite.SUITE_1,
            CipheringForm.ONE_PASS_KEY,
            Protection.AUTHENTICATED_ENCRYPTION,
            false);
    try (RawClient client = associated(started, own)) {
      assertThat(client.ask(own.protect(disconnect, cover(own, way), TestNet.METER_TITLE)))
          .isEqualTo(new Apdu.ExceptionResponse(1, 5));
    }
    assertThat(meter.relaySwitches).hasValue(0);
  }
}
