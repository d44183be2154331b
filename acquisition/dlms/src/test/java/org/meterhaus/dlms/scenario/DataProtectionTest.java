package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meterhaus.dlms.classes.values.ProtectionParameters.Type.AUTHENTICATION;
import static org.meterhaus.dlms.classes.values.ProtectionParameters.Type.AUTHENTICATION_AND_ENCRYPTION;
import static org.meterhaus.dlms.classes.values.ProtectionParameters.Type.DIGITAL_SIGNATURE;
import static org.meterhaus.dlms.classes.values.ProtectionParameters.Type.ENCRYPTION;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.classes.values.ProtectedObject;
import org.meterhaus.dlms.classes.values.ProtectedRequest;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.objects.DataProtectionClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.protection.DataProtector;
import org.meterhaus.dlms.protection.KeyInfoElement;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessRights;
import org.meterhaus.dlms.server.Admission;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.MethodAccess;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.communication.DataProtection;

@DisplayName("Data protected between a meter and a third party, over an association in the clear")
class DataProtectionTest {

  private static final ObisCode NAME = ObisCode.of(0, 0, 43, 2, 0, 255);
  private static final AttributeRef FIRST = value(1);
  private static final AttributeRef SECOND = value(2);
  private static final MethodRef SET_BY_METHOD =
      new MethodRef(InterfaceClass.DATA_PROTECTION, NAME, DataProtection.SET_PROTECTED_ATTRIBUTES);
  private static final SystemTitle PARTY = SystemTitle.of("MHT", 5);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SecuritySuite SUITE = SecuritySuite.SUITE_1;
  private static final EcKeyPair PARTY_SIGNING = EcKeyPair.generate(SUITE.curve(), RANDOM);
  private static final EcKeyPair PARTY_AGREEMENT = EcKeyPair.generate(SUITE.curve(), RANDOM);
  private static final EcKeyPair METER_SIGNING = EcKeyPair.generate(SUITE.curve(), RANDOM);
  private static final EcKeyPair METER_AGREEMENT = EcKeyPair.generate(SUITE.curve(), RANDOM);
  private static final List<ProtectedObject> BOTH =
      List.of(ProtectedObject.of(FIRST), ProtectedObject.of(SECOND));

  private final List<SecurityEvent> told = new CopyOnWriteArrayList<>();
  private final DeviceObjects device = new DeviceObjects(InstantSource.system(), ZoneOffset.UTC);
  private AccessRights rights = AccessRights.EVERYTHING;
  private DlmsServer server;
  private DlmsClient client;
  private DataProtectionClient party;
  private int transaction;

  private static AttributeRef value(int number) {
    return new AttributeRef(InterfaceClass.DATA, ObisCode.of(0, 0, 96, 60, number, 255), 2);
  }

  private static KeySet symmetric() {
    return KeySet.of(SUITE, key(0x11), key(0x22)).withMaster(key(0x33));
  }

  private static SymmetricKey key(int octet) {
    return SymmetricKey.ofHex("%02x".formatted(octet).repeat(16));
  }

  private static DataProtector ofMeter() {
    KeySet keys =
        symmetric()
            .withSigning(METER_SIGNING, PARTY_SIGNING.publicKey())
            .withAgreement(METER_AGREEMENT, PARTY_AGREEMENT.publicKey());
    return new DataProtector(
        TestNet.METER_TITLE,
        InvocationCounter.volatileFrom(1),
        RANDOM,
        title -> title.equals(PARTY) ? keys : null);
  }

  private static DataProtector ofParty(SystemTitle title) {
    KeySet keys =
        symmetric()
            .withSigning(PARTY_SIGNING, METER_SIGNING.publicKey())
            .withAgreement(PARTY_AGREEMENT, METER_AGREEMENT.publicKey());
    return new DataProtector(
        title,
        InvocationCounter.volatileFrom(1),
        RANDOM,
        other -> other.equals(TestNet.METER_TITLE) ? keys : null);
  }

  @BeforeEach
  void start() throws Exception {
    device.add(DataObject.variable(FIRST.object(), new Data.LongUnsigned(1)));
    device.add(DataObject.variable(SECOND.object(), new Data.LongUnsigned(2)));
    device.add(new DataProtection(device, NAME, ofMeter(), told::add));
    server =
        TestNet.serve(
            new DeviceSecurity.ByClient(_ ->
                List.of(
                    new Admission(
                        new Authentication.None(), null, false, rights, Conformance.EVERYTHING))),
            device);
    open();
  }

  private void open() throws MeterException {
    client = DlmsClient.open(TestNet.link(server), new AssociationConfig.PublicClient());
    party = new DataProtectionClient(client, NAME, ofParty(PARTY));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** What protects data for the meter, or asks the meter to protect data for the party. */
  private List<ProtectionParameters> parameters(
      boolean toMeter, KeyChoice key, ProtectionParameters.Type... types) {
    return parameters(toMeter, new Way(key, types));
  }

  private List<ProtectionParameters> parameters(boolean toMeter, Way way) {
    List<ProtectionParameters> all = new ArrayList<>();
    for (ProtectionParameters.Type type : way.types()) {
      all.add(
          new ProtectionParameters(
              type,
              new ProtectionOptions(
                  Bytes.of(++transaction),
                  Bytes.EMPTY,
                  toMeter ? TestNet.METER_TITLE.octets() : PARTY.octets(),
                  Bytes.EMPTY,
                  KeyInfoElement.asking(way.key()))));
    }
    return all;
  }

  /** By which key and in which layers. */
  record Way(KeyChoice key, List<ProtectionParameters.Type> types) {
    Way(KeyChoice key, ProtectionParameters.Type... types) {
      this(key, List.of(types));
    }
  }

  static Stream<Way> ways() {
    List<Way> ways = new ArrayList<>();
    for (KeyChoice key : KeyChoice.values()) {
      if (key != KeyChoice.GLOBAL_BROADCAST) {
        ways.add(new Way(key, AUTHENTICATION_AND_ENCRYPTION));
        ways.add(new Way(key, ENCRYPTION, DIGITAL_SIGNATURE));
        ways.add(new Way(key, DIGITAL_SIGNATURE, AUTHENTICATION));
      }
    }
    ways.add(new Way(KeyChoice.GLOBAL_UNICAST, DIGITAL_SIGNATURE));
    ways.add(new Way(KeyChoice.GLOBAL_UNICAST));
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void is_read_and_written_and_taken_by_methods(Way way) throws Exception {
    List<Data> values = List.of(new Data.LongUnsigned(17), new Data.LongUnsigned(18));

    party.setProtected(BOTH, values, parameters(true, way));

    assertThat(client.get(SECOND)).isEqualTo(values.get(1));
    assertThat(party.getProtected(BOTH, parameters(false, way))).isEqualTo(values);
    party.writeObjects(BOTH.reversed());
    party.writeBuffer(values, parameters(true, way));
    party.writeParametersGet(parameters(false, way));
    assertThat(party.readBuffer()).isEqualTo(values);
    assertThat(client.get(FIRST)).isEqualTo(values.get(1));
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void is_what_a_method_takes_and_returns(Way way) throws Exception {
    MethodRef echo = new MethodRef(Echo.CLASS, Echo.NAME, 1);
    device.add(new Echo());
    Data text = new Data.OctetString(Bytes.of(1, 2, 3));

    assertThat(party.invokeProtected(echo, text, parameters(true, way))).isEqualTo(text);
  }

  /** Gives back what it is told. */
  private static final class Echo implements CosemObject {
    private static final int CLASS = 9000;
    private static final ObisCode NAME = ObisCode.of(0, 0, 96, 61, 0, 255);

    @Override
    public int classId() {
      return CLASS;
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public ObisCode logicalName() {
      return NAME;
    }

    @Override
    public Data get(int attribute, @Nullable Selection part) {
      return NAME.toData();
    }

    @Override
    public Data action(int method, Data parameter) {
      return parameter;
    }
  }

  @Test
  void is_not_taken_twice() throws Exception {
    var protectedOnce =
        ofParty(PARTY)
            .protect(
                DataCodec.encode(Data.Structure.of(new Data.LongUnsigned(5))),
                parameters(true, KeyChoice.WRAPPED, AUTHENTICATION));
    var request =
        new ProtectedRequest.Set(
            List.of(ProtectedObject.of(FIRST)), protectedOnce.parameters(), protectedOnce.octets());
    party.invoke(2, request);

    assertThatThrownBy(() -> party.invoke(2, request)).isInstanceOf(Refused.class);
    assertThat(told).hasSize(1).hasOnlyElementsOfType(SecurityEvent.Replayed.class);
  }

  @Test
  void is_refused_if_altered_or_of_a_stranger_or_for_another() throws Exception {
    List<ProtectionParameters> parameters =
        parameters(true, KeyChoice.ONE_PASS, AUTHENTICATION_AND_ENCRYPTION);
    Bytes data = DataCodec.encode(Data.Structure.of(new Data.LongUnsigned(5)));
    var right = ofParty(PARTY).protect(data, parameters);
    byte[] octets = right.octets().toArray();
    octets[octets.length - 1] ^= 1;
    var stranger = ofParty(SystemTitle.of("MHT", 6)).protect(data, parameters);
    List<ProtectedObject> one = List.of(ProtectedObject.of(FIRST));

    for (ProtectedRequest.Set wrong :
        List.of(
            new ProtectedRequest.Set(one, right.parameters(), Bytes.copyOf(octets)),
            new ProtectedRequest.Set(one, stranger.parameters(), stranger.octets()),
            new ProtectedRequest.Set(
                one, parameters(false, KeyChoice.WRAPPED, ENCRYPTION), right.octets()))) {
      assertThatThrownBy(() -> party.invoke(2, wrong)).isInstanceOf(Refused.class);
    }
    assertThat(told).hasSize(3).hasOnlyElementsOfType(SecurityEvent.ProtectionRefused.class);
    assertThat(client.get(FIRST)).isEqualTo(new Data.LongUnsigned(1));
  }

  @Test
  void is_protected_as_is_required_or_not_at_all() throws Exception {
    party.writeRequired(0x14 | 0x80); // authenticated and signed requests, signed answers
    List<Data> two = List.of(new Data.LongUnsigned(7), new Data.LongUnsigned(8));

    assertThatThrownBy(() ->
            party.setProtected(
                BOTH, two, parameters(true, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() ->
            party.getProtected(BOTH, parameters(false, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> party.readBuffer()).isInstanceOf(Refused.class);
    party.setProtected(
        BOTH, two, parameters(true, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION, DIGITAL_SIGNATURE));
    assertThat(
            party.getProtected(
                BOTH, parameters(false, KeyChoice.GLOBAL_UNICAST, DIGITAL_SIGNATURE)))
        .isEqualTo(two);
  }

  @Test
  void does_not_let_a_client_do_what_it_may_not_do_itself() throws Exception {
    client.close();
    rights = onlyMethods();
    open();

    assertThatThrownBy(() ->
            party.setProtected(
                BOTH,
                List.of(new Data.LongUnsigned(7), new Data.LongUnsigned(8)),
                parameters(true, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION)))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() ->
            party.invokeProtected(
                SET_BY_METHOD,
                new Data.NullData(),
                parameters(true, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION)))
        .isInstanceOf(Refused.class);
    assertThat(
            party.getProtected(BOTH, parameters(false, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION)))
        .hasSize(2);
    assertThat(device.read(FIRST)).isEqualTo(new Data.LongUnsigned(1));
  }

  /** Reads everything, writes nothing, invokes the methods of Data protection. */
  private static AccessRights onlyMethods() {
    return new AccessRights() {
      @Override
      public AttributeAccess.Mode attribute(int classId, ObisCode object, int attribute) {
        return AttributeAccess.Mode.READ_ONLY;
      }

      @Override
      public MethodAccess method(int classId, ObisCode object, int method) {
        return classId == InterfaceClass.DATA_PROTECTION
            ? MethodAccess.ACCESS
            : MethodAccess.NO_ACCESS;
      }

      @Override
      public boolean visible(int classId, ObisCode object) {
        return true;
      }
    };
  }

  @Test
  void is_not_believed_if_it_comes_in_another_way_than_was_asked_for() throws Exception {
    var asked = parameters(false, KeyChoice.GLOBAL_UNICAST, AUTHENTICATION);
    Data answer =
        party.invoke(
            1,
            new ProtectedRequest.Get(
                BOTH, parameters(false, KeyChoice.GLOBAL_UNICAST, ENCRYPTION)));

    assertThatThrownBy(() -> party.opened(answer, asked)).isInstanceOf(SecurityRefused.class);
  }
}
