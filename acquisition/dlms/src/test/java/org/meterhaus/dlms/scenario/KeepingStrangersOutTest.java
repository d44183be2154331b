package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DlmsServer;

@DisplayName("A meter that wants HLS")
class KeepingStrangersOutTest {

  private static final SystemTitle ATTACKER = SystemTitle.of("BAD", 1);
  private static final Apdu SWITCH_OFF =
      new Apdu.ActionRequest(0xC1, TestMeter.DISCONNECT, new Data.Integer8(0));
  private static final Apdu READ_IMPORT =
      new Apdu.GetRequest(0xC1, new AttributeSelection(TestMeter.IMPORT_VALUE, null));
  private static final MethodRef REPLY_TO_HLS =
      new MethodRef(InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0.0.40.0.0.255"), 1);

  private final TestMeter meter = new TestMeter(96);
  private DlmsServer server;

  @BeforeEach
  void serve() throws Exception {
    server = TestNet.serve(TestNet.hls(true), meter.directory());
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(meter.relaySwitches).as("what matters in the end").hasValue(0);
  }

  private RawClient raw() throws MeterException {
    return new RawClient(server.address(), TestNet.DEVICE_SAP);
  }

  private static ApduProtection keys(SystemTitle title, SymmetricKey authenticationKey, long from) {
    return new ApduProtection(
        TestNet.ENCRYPTION_KEY, authenticationKey, title, InvocationCounter.volatileFrom(from));
  }

  private static Bytes seal(ApduProtection protection, Apdu apdu) throws MeterException {
    return ApduCodec.encode(protection.protect(ApduCodec.encode(apdu), Envelope.SERVICE_SPECIFIC));
  }

  private void assertRefused(SymmetricKey encryptionKey, SymmetricKey authenticationKey) {
    assertThatThrownBy(() ->
            DlmsClient.open(TestNet.link(server), TestNet.client(encryptionKey, authenticationKey)))
        .isInstanceOfSatisfying(
            AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(13));
  }

  @Test
  void refuses_a_client_with_another_encryption_key() {
    assertRefused(TestNet.OTHER_KEY, TestNet.AUTHENTICATION_KEY);
  }

  @Test
  void refuses_a_client_with_another_authentication_key() {
    assertRefused(TestNet.ENCRYPTION_KEY, TestNet.OTHER_KEY);
  }

  @Test
  void refuses_a_client_that_takes_its_own_title() {
    var impostor =
        new AssociationConfig.HlsGmac(
            TestNet.METER_TITLE,
            TestNet.ENCRYPTION_KEY,
            TestNet.AUTHENTICATION_KEY,
            InvocationCounter.volatileFrom(1));

    assertThatThrownBy(() -> DlmsClient.open(TestNet.link(server), impostor))
        .isInstanceOfSatisfying(
            AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isIn(3, 13));
  }

  @Test
  void lets_a_public_client_discover_but_not_read_or_switch() throws Exception {
    try (DlmsClient guest =
        DlmsClient.open(TestNet.link(server), new AssociationConfig.PublicClient())) {
      assertThat(guest.get(TestMeter.NAME_VALUE).asText()).isEqualTo("MHV0000000000001");
      assertThat(guest.get(TestMeter.CLOCK_TIME)).isInstanceOf(Data.OctetString.class);
      assertThat(
              guest
                  .get(
                      new AttributeRef(
                          InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0.0.40.0.0.255"), 2))
                  .asList())
          .hasSize(3);

      assertThatThrownBy(() -> guest.get(TestMeter.IMPORT_VALUE)).isInstanceOf(Refused.class);
      assertThatThrownBy(() -> guest.set(TestMeter.CLOCK_TIME, new Data.NullData()))
          .isInstanceOf(Refused.class);
      assertThatThrownBy(() -> guest.action(TestMeter.DISCONNECT, new Data.Integer8(0)))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void refuses_a_public_client_where_discovery_is_off() throws Exception {
    try (DlmsServer closed = TestNet.serve(TestNet.hls(false), meter.directory())) {
      assertThatThrownBy(
              () -> DlmsClient.open(TestNet.link(closed), new AssociationConfig.PublicClient()))
          .isInstanceOfSatisfying(
              AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(14));
    }
  }

  @Test
  void serves_nothing_before_an_association() throws Exception {
    try (RawClient stranger = raw()) {
      assertThat(stranger.ask(READ_IMPORT)).isEqualTo(new Apdu.ExceptionResponse(1, 1));
      assertThat(stranger.ask(SWITCH_OFF)).isEqualTo(new Apdu.ExceptionResponse(1, 1));
      Bytes sealed = seal(keys(ATTACKER, TestNet.AUTHENTICATION_KEY, 1), SWITCH_OFF);
      assertThat(stranger.ask(sealed)).isEqualTo(new Apdu.ExceptionResponse(1, 1));
    }
  }

  /** Peer quirk G16: Gurux's server switches the relay for a client that skips passes 3 and 4. */
  @Test
  void serves_nothing_to_a_client_that_skips_its_proof() throws Exception {
    ApduProtection keys = keys(ATTACKER, TestNet.AUTHENTICATION_KEY, 1);
    try (RawClient stranger = raw()) {
      Apdu answer = stranger.ask(RawClient.hlsAarq(ATTACKER, keys));
      assertThat(answer).isInstanceOf(Apdu.Aare.class);
      assertThat(((Apdu.Aare) answer).diagnostic()).isEqualTo(14);

      assertThat(stranger.ask(seal(keys, READ_IMPORT))).isEqualTo(new Apdu.ExceptionResponse(1, 1));
      assertThat(stranger.ask(seal(keys, SWITCH_OFF))).isEqualTo(new Apdu.ExceptionResponse(1, 1));
      assertThat(stranger.ask(SWITCH_OFF)).isEqualTo(new Apdu.ExceptionResponse(1, 1));
    }
  }

  @Test
  void closes_the_connection_of_a_client_with_the_wrong_proof() throws Exception {
    ApduProtection keys = keys(ATTACKER, TestNet.AUTHENTICATION_KEY, 1);
    try (RawClient stranger = raw()) {
      stranger.ask(RawClient.hlsAarq(ATTACKER, keys));
      // its own challenge, in place of the meter's
      Data proof = new Data.OctetString(keys.proof(RawClient.CHALLENGE));

      Apdu answer = stranger.ask(seal(keys, new Apdu.ActionRequest(0xC1, REPLY_TO_HLS, proof)));

      Bytes opened = keys.unprotect((Apdu.Ciphered) answer, TestNet.METER_TITLE);
      assertThat(opened).hasToString("c701c10300"); // read-write-denied
      assertThatThrownBy(() -> stranger.ask(seal(keys, SWITCH_OFF)))
          .isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void takes_a_proof_only_sealed() throws Exception {
    ApduProtection keys = keys(ATTACKER, TestNet.AUTHENTICATION_KEY, 1);
    try (RawClient stranger = raw()) {
      Apdu.Aare aare = (Apdu.Aare) stranger.ask(RawClient.hlsAarq(ATTACKER, keys));
      Data proof = new Data.OctetString(keys.proof(challenge(aare)));

      assertThat(stranger.ask(new Apdu.ActionRequest(0xC1, REPLY_TO_HLS, proof)))
          .isEqualTo(new Apdu.ExceptionResponse(1, 1));
    }
  }

  @Test
  void refuses_what_was_recorded_from_the_same_association() throws Exception {
    ApduProtection keys = keys(SystemTitle.of("MHH", 2), TestNet.AUTHENTICATION_KEY, 1);
    try (RawClient friend = associated(SystemTitle.of("MHH", 2), keys)) {
      Bytes request = seal(keys, READ_IMPORT); // counter 4, after AARQ, proof and action
      assertThat(friend.ask(request)).isInstanceOf(Apdu.Ciphered.class);

      assertThat(friend.ask(request)).isEqualTo(new Apdu.ExceptionResponse(1, 6, 5));
      assertThat(friend.ask(seal(keys, READ_IMPORT))).isInstanceOf(Apdu.Ciphered.class);
    }
  }

  @Test
  void refuses_what_was_recorded_from_an_earlier_association() throws Exception {
    SystemTitle title = SystemTitle.of("MHH", 3);
    ApduProtection keys = keys(title, TestNet.AUTHENTICATION_KEY, 1);
    Apdu.Aarq aarq = RawClient.hlsAarq(title, keys);
    Bytes request;
    try (RawClient friend = associated(aarq, keys)) {
      request = seal(keys, READ_IMPORT);
      assertThat(friend.ask(request)).isInstanceOf(Apdu.Ciphered.class);
    }

    try (RawClient attacker = raw()) {
      assertThat(attacker.ask(aarq))
          .isInstanceOfSatisfying(
              Apdu.Aare.class,
              aare -> {
                assertThat(aare.result()).isEqualTo(1);
                assertThat(aare.diagnostic()).isEqualTo(13);
              });
    }
    try (RawClient friend = associated(RawClient.hlsAarq(title, keys), keys)) {
      assertThat(friend.ask(request)).isEqualTo(new Apdu.ExceptionResponse(1, 6, 8));
    }
  }

  @Test
  void serves_a_friend_nothing_that_is_not_sealed() throws Exception {
    SystemTitle title = SystemTitle.of("MHH", 4);
    ApduProtection keys = keys(title, TestNet.AUTHENTICATION_KEY, 1);
    ApduProtection others = keys(title, TestNet.OTHER_KEY, 100);
    try (RawClient friend = associated(title, keys)) {
      assertThat(friend.ask(SWITCH_OFF)).isEqualTo(new Apdu.ExceptionResponse(1, 1));
      assertThat(friend.ask(seal(others, SWITCH_OFF))).isEqualTo(new Apdu.ExceptionResponse(1, 5));
      assertThat(friend.ask(seal(keys, READ_IMPORT))).isInstanceOf(Apdu.Ciphered.class);
    }
  }

  /** The general envelope is answered in kind (peer quirk G10). */
  @Test
  void answers_a_general_envelope_with_one() throws Exception {
    SystemTitle title = SystemTitle.of("MHH", 5);
    ApduProtection keys = keys(title, TestNet.AUTHENTICATION_KEY, 1);
    try (RawClient friend = associated(title, keys)) {
      Apdu sealed = keys.protect(ApduCodec.encode(READ_IMPORT), Envelope.GENERAL);

      Apdu.Ciphered answer = (Apdu.Ciphered) friend.ask(sealed);

      assertThat(answer.systemTitle()).isEqualTo(TestNet.METER_TITLE.octets());
      assertThat(keys.unprotect(answer, TestNet.METER_TITLE)).hasToString("c401c1000600164720");
    }
  }

  @Test
  void serves_only_what_was_agreed() throws Exception {
    try (RawClient guest = raw()) {
      guest.ask(RawClient.publicAarq(Conformance.SET));

      Apdu readName = new Apdu.GetRequest(0xC1, new AttributeSelection(TestMeter.NAME_VALUE, null));
      assertThat(guest.ask(readName)).isEqualTo(new Apdu.ExceptionResponse(2, 2));
    }
  }

  @Test
  void answers_what_it_does_not_understand_and_goes_on() throws Exception {
    try (RawClient stranger = raw()) {
      assertThat(stranger.ask(Bytes.ofHex("c001"))).isEqualTo(new Apdu.ExceptionResponse(1, 3));
      // a read by short name
      assertThat(stranger.ask(Bytes.ofHex("05010200"))).isEqualTo(new Apdu.ExceptionResponse(2, 2));
      assertThat(stranger.ask(RawClient.publicAarq(Conformance.GET))).isInstanceOf(Apdu.Aare.class);
    }
  }

  private static Bytes challenge(Apdu.Aare aare) {
    return Objects.requireNonNull(aare.authentication(), "no challenge");
  }

  private RawClient associated(SystemTitle title, ApduProtection keys) throws MeterException {
    return associated(RawClient.hlsAarq(title, keys), keys);
  }

  private RawClient associated(Apdu.Aarq aarq, ApduProtection keys) throws MeterException {
    RawClient friend = raw();
    Apdu.Aare aare = (Apdu.Aare) friend.ask(aarq);
    Data proof = new Data.OctetString(keys.proof(challenge(aare)));
    Apdu answer = friend.ask(seal(keys, new Apdu.ActionRequest(0xC1, REPLY_TO_HLS, proof)));
    assertThat(keys.unprotect((Apdu.Ciphered) answer, TestNet.METER_TITLE).at(3)).isZero();
    return friend;
  }
}
