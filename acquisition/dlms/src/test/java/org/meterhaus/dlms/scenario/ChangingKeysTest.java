package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyId;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.KeyWrap;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.SecuritySetup;

@DisplayName("A meter whose keys a Security Setup changes")
@Timeout(120)
class ChangingKeysTest {

  private static final ObisCode SETUP = ObisCode.parse("0-0:43.0.0*255");
  private static final AttributeRef SETUP_REFERENCE =
      new AttributeRef(InterfaceClass.ASSOCIATION_LN, ObisCode.parse("0-0:40.0.0*255"), 9);
  private static final SymmetricKey MASTER = key(0x99);
  private static final SymmetricKey UNICAST = key(0x11);
  private static final SymmetricKey NEW_UNICAST = key(0x22);
  private static final SymmetricKey AUTHENTICATION = key(0x33);
  private static final SymmetricKey NEW_AUTHENTICATION = key(0x44);

  private final KeyVault vault =
      KeyVault.inMemory(
          DeviceKeys.of(
              SecuritySuite.SUITE_0,
              new DeviceKeys.Symmetric(UNICAST, key(0x55), AUTHENTICATION, MASTER)));
  private final List<SecurityEvent> told = new CopyOnWriteArrayList<>();
  private DlmsServer server;

  private static SymmetricKey key(int octet) {
    return SymmetricKey.ofHex("%02x".formatted(octet).repeat(16));
  }

  @BeforeEach
  void start() throws Exception {
    List<CosemObject> objects =
        new ArrayList<>(List.copyOf(new TestMeter(1).directory().objects()));
    objects.add(
        new SecuritySetup(
            SETUP,
            1,
            TestNet.CLIENT_TITLE,
            TestNet.METER_TITLE,
            vault,
            new SecureRandom(),
            InstantSource.system(),
            told::add));
    var security =
        new DeviceSecurity.Vaulted(
            TestNet.METER_TITLE, vault, InvocationCounter.volatileFrom(1), SETUP, false);
    var rules =
        new LockOut.Rules(6, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 10);
    server =
        DlmsServer.start(
            TestNet.loopback(),
            List.of(
                new LogicalDevice(
                    TestNet.DEVICE_SAP, security, ObjectDirectory.of(objects), rules, told::add)),
            ServerLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DlmsClient open(
      SymmetricKey unicast, SymmetricKey authentication, long from, Protection protection)
      throws Exception {
    Ciphering ciphering =
        new Ciphering(
            TestNet.CLIENT_TITLE,
            KeySet.of(SecuritySuite.SUITE_0, unicast, authentication),
            InvocationCounter.volatileFrom(from),
            SecurityPolicy.of(protection));
    return DlmsClient.open(
        TestNet.link(server),
        new AssociationConfig.Custom(
            new Authentication.Gmac(), ciphering, true, false, Conformance.EVERYTHING));
  }

  private static Data transfer(KeyId id, SymmetricKey key) {
    return Data.Structure.of(
        new Data.Enumerated(id.id()), new Data.OctetString(KeyWrap.wrap(MASTER, key)));
  }

  private static MethodRef method(int number) {
    return new MethodRef(InterfaceClass.SECURITY_SETUP, SETUP, number);
  }

  @Test
  void goes_by_the_new_keys_from_the_next_association_on() throws Exception {
    try (DlmsClient client =
        open(UNICAST, AUTHENTICATION, 1000, Protection.AUTHENTICATED_ENCRYPTION)) {
      client.action(
          method(SecuritySetup.KEY_TRANSFER),
          new Data.Array(
              List.of(
                  transfer(KeyId.GLOBAL_UNICAST, NEW_UNICAST),
                  transfer(KeyId.AUTHENTICATION, NEW_AUTHENTICATION))));
      assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();
      assertThat(client.get(SETUP_REFERENCE)).isEqualTo(SETUP.toData());
    }

    assertThatThrownBy(
            () -> open(UNICAST, AUTHENTICATION, 2000, Protection.AUTHENTICATED_ENCRYPTION))
        .isInstanceOfSatisfying(
            AssociationRefused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(13));
    // With a new key a client may begin to count anew.
    try (DlmsClient client =
        open(NEW_UNICAST, NEW_AUTHENTICATION, 1, Protection.AUTHENTICATED_ENCRYPTION)) {
      assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();
    }
    assertThat(told)
        .containsExactly(
            new SecurityEvent.KeyChanged(
                KeyId.GLOBAL_UNICAST, SecurityEvent.KeyChanged.How.TRANSFER),
            new SecurityEvent.KeyChanged(
                KeyId.AUTHENTICATION, SecurityEvent.KeyChanged.How.TRANSFER),
            new SecurityEvent.ProofRefused("127.0.0.1/37", 5));
  }

  @Test
  void asks_for_what_its_policy_says_from_the_next_association_on() throws Exception {
    try (DlmsClient client = open(UNICAST, AUTHENTICATION, 1000, Protection.AUTHENTICATION)) {
      client.action(method(SecuritySetup.SECURITY_ACTIVATE), new Data.Enumerated(0x0C));
      assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();
    }

    assertThatThrownBy(() -> open(UNICAST, AUTHENTICATION, 2000, Protection.AUTHENTICATION))
        .isInstanceOf(AssociationRefused.class);
    try (DlmsClient client =
        open(UNICAST, AUTHENTICATION, 3000, Protection.AUTHENTICATED_ENCRYPTION)) {
      assertThat(client.get(TestMeter.IMPORT_VALUE)).isNotNull();
    }
  }

  /** An AARQ that a client with these keys would send. */
  private static Apdu.Aarq aarq(SymmetricKey unicast, SymmetricKey authentication, long counter)
      throws Exception {
    return RawClient.hlsAarq(
        TestNet.CLIENT_TITLE,
        new ApduProtection(
            unicast,
            authentication,
            TestNet.CLIENT_TITLE,
            InvocationCounter.volatileFrom(counter)));
  }

  private Apdu answerTo(Apdu.Aarq aarq) throws Exception {
    try (RawClient client = new RawClient(server.address(), TestNet.DEVICE_SAP)) {
      return client.ask(aarq);
    }
  }

  @Test
  void does_not_tell_why_an_association_is_refused() throws Exception {
    Apdu.Aarq good = aarq(UNICAST, AUTHENTICATION, 5000);
    assertThat(answerTo(good))
        .isInstanceOfSatisfying(Apdu.Aare.class, aare -> assertThat(aare.result()).isZero());
    told.clear();

    Set<Apdu> answers = new HashSet<>();
    answers.add(answerTo(good)); // a replay
    answers.add(answerTo(aarq(NEW_UNICAST, AUTHENTICATION, 6000)));
    answers.add(answerTo(aarq(UNICAST, NEW_AUTHENTICATION, 6000)));
    Bytes garbled = good.userInformation().slice(0, good.userInformation().size() - 1);
    for (int i = 0; i < 4; i++) { // cut short; and from the sixth on locked out
      answers.add(
          answerTo(
              new Apdu.Aarq(
                  good.context(),
                  good.callingTitle(),
                  good.mechanism(),
                  good.authentication(),
                  garbled)));
    }
    answers.add(answerTo(aarq(UNICAST, AUTHENTICATION, 7000))); // right, but too late

    assertThat(answers).hasSize(1);
    assertThat(told)
        .startsWith(
            new SecurityEvent.Replayed(TestNet.CLIENT_TITLE, 5000),
            new SecurityEvent.ProofRefused("127.0.0.1/37", 5))
        .contains(new SecurityEvent.LockedOut("127.0.0.1/37", Duration.ofHours(1)));
  }

  @Test
  void does_not_tell_what_is_wrong_with_a_protected_request() throws Exception {
    try (RawClient client = new RawClient(server.address(), TestNet.DEVICE_SAP)) {
      ApduProtection own =
          new ApduProtection(
              UNICAST, AUTHENTICATION, TestNet.CLIENT_TITLE, InvocationCounter.volatileFrom(9000));
      client.ask(RawClient.hlsAarq(TestNet.CLIENT_TITLE, own));
      Bytes request =
          ApduCodec.encode(
              new Apdu.GetRequest(0xC1, new AttributeSelection(TestMeter.IMPORT_VALUE, null)));
      byte[] changed = ApduCodec.encode(own.protect(request, Envelope.SERVICE_SPECIFIC)).toArray();
      changed[changed.length - 1] ^= 1;
      ApduProtection other =
          new ApduProtection(
              NEW_UNICAST,
              AUTHENTICATION,
              TestNet.CLIENT_TITLE,
              InvocationCounter.volatileFrom(9500));
      byte[] compressed =
          ApduCodec.encode(own.protect(request, Envelope.SERVICE_SPECIFIC)).toArray();
      compressed[2] |= (byte) 0x80;

      Set<Apdu> answers = new HashSet<>();
      told.clear();
      answers.add(client.ask(Bytes.copyOf(changed)));
      answers.add(client.ask(ApduCodec.encode(other.protect(request, Envelope.SERVICE_SPECIFIC))));
      answers.add(client.ask(Bytes.copyOf(compressed)));

      assertThat(answers).containsExactly(new Apdu.ExceptionResponse(1, 5));
      assertThat(told).hasSize(3).hasOnlyElementsOfType(SecurityEvent.ProtectionRefused.class);
    }
  }
}
