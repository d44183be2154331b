package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.DeviceCertificate.Entity;
import org.meterhaus.dlms.security.DeviceCertificate.KeyUse;
import org.meterhaus.dlms.security.KeyChanges.KeyData;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.SecuritySetup;

@DisplayName("Security Setup")
class SecuritySetupTest {

  private static final ObisCode NAME = ObisCode.of(0, 0, 43, 0, 0, 255);
  private static final SystemTitle CLIENT = SystemTitle.of("MHC", 1);
  private static final SystemTitle SERVER = SystemTitle.of("MHV", 2);
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path directory;

  private final List<SecurityEvent> events = new ArrayList<>();
  private final TestAuthority authority = new TestAuthority("authority", EcCurve.P256);

  private static SymmetricKey key(SecuritySuite suite, int fill) {
    return SymmetricKey.ofHex("%02x".formatted(fill).repeat(suite.keyOctets()));
  }

  private static DeviceKeys keys(SecuritySuite suite) {
    return DeviceKeys.of(
        suite,
        new DeviceKeys.Symmetric(
            key(suite, 0x11), key(suite, 0x22), key(suite, 0x33), key(suite, 0x44)));
  }

  private SecuritySetup setup(int version, KeyVault vault) {
    return new SecuritySetup(NAME, version, CLIENT, SERVER, vault, RANDOM, () -> NOW, events::add);
  }

  private static Data list(List<KeyData> keys) {
    return new Data.Array(
        keys.stream()
            .map(key ->
                (Data)
                    Data.Structure.of(
                        new Data.Enumerated(key.id().id()), new Data.OctetString(key.data())))
            .toList());
  }

  private static void refused(SecuritySetup setup, int method, Data parameter) {
    assertThatThrownBy(() -> setup.action(method, parameter))
        .isInstanceOfSatisfying(
            AccessError.class,
            e -> assertThat(e.result()).isEqualTo(DataAccessResult.OTHER_REASON));
  }

  @ParameterizedTest
  @EnumSource(SecuritySuite.class)
  void takes_wrapped_keys_all_or_none_and_keeps_them_over_a_restart(SecuritySuite suite)
      throws Exception {
    Path file = directory.resolve("device.keys");
    FileKeyVault vault = FileKeyVault.create(file, keys(suite));
    SecuritySetup setup = setup(0, vault);
    SymmetricKey master = key(suite, 0x44);
    KeyData unicast = KeyChanges.toTransfer(KeyId.GLOBAL_UNICAST, master, key(suite, 0x55));
    KeyData authentication = KeyChanges.toTransfer(KeyId.AUTHENTICATION, master, key(suite, 0x66));
    KeyData wrong = KeyChanges.toTransfer(KeyId.MASTER, key(suite, 0x99), key(suite, 0x77));

    refused(setup, SecuritySetup.KEY_TRANSFER, list(List.of(unicast, wrong)));
    refused(setup, SecuritySetup.KEY_TRANSFER, list(List.of(unicast, unicast)));
    refused(setup, SecuritySetup.KEY_TRANSFER, list(List.of()));
    assertThat(vault.current()).isEqualTo(keys(suite));
    setup.action(SecuritySetup.KEY_TRANSFER, list(List.of(unicast, authentication)));

    DeviceKeys after = FileKeyVault.open(file).current();
    assertThat(after.symmetric())
        .isEqualTo(
            new DeviceKeys.Symmetric(
                key(suite, 0x55), key(suite, 0x22), key(suite, 0x66), key(suite, 0x44)));
    assertThat(events)
        .hasSize(5)
        .last()
        .isEqualTo(
            new SecurityEvent.KeyChanged(
                KeyId.AUTHENTICATION, SecurityEvent.KeyChanged.How.TRANSFER));
    assertThat(events.toString()).doesNotContain("5555").doesNotContain("6666");
  }

  @Test
  void only_strengthens_its_policy() throws Exception {
    KeyVault vault = KeyVault.inMemory(keys(SecuritySuite.SUITE_0));
    SecuritySetup old = setup(0, vault);
    SecuritySetup young = setup(1, vault);

    old.action(SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(1));
    assertThat(old.get(2, null)).isEqualTo(new Data.Enumerated(1));
    assertThat(young.get(2, null)).isEqualTo(new Data.Enumerated(0x24));
    refused(old, SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(0));
    refused(old, SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(2));
    refused(young, SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(0x03));
    young.action(SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(0x6C));
    assertThat(old.get(2, null)).isEqualTo(new Data.Enumerated(3));
    assertThat(vault.current().policy()).isEqualTo(SecurityPolicy.AUTHENTICATED_ENCRYPTION);
  }

  private KeyVault withAuthority() {
    return KeyVault.inMemory(
        keys(SecuritySuite.SUITE_1).withCertificates(List.of(authority.certificate())));
  }

  private Bytes clientCertificate(EcKeyPair client) {
    return authority.issue(CLIENT, client.publicKey(), KeyUse.SIGNATURE);
  }

  /** From nothing but a trusted authority to pairs in use. */
  private void certify(SecuritySetup setup, KeyVault vault, KeyUse use) throws Exception {
    setup.action(SecuritySetup.GENERATE_KEY_PAIR, new Data.Enumerated(use.code()));
    Bytes request =
        setup
            .action(SecuritySetup.GENERATE_CERTIFICATE_REQUEST, new Data.Enumerated(use.code()))
            .asOctets();
    DeviceKeys keys = vault.current();
    EcKeyPair pair = use == KeyUse.SIGNATURE ? keys.newSigning() : keys.newAgreement();
    assertThat(pair).isNotNull();
    if (pair != null) {
      String key = Bytes.copyOf(pair.publicKey().jca().getEncoded()).toString();
      assertThat(request.toString()).as("holds its public key").contains(key);
      setup.action(
          SecuritySetup.IMPORT_CERTIFICATE,
          new Data.OctetString(authority.issue(SERVER, pair.publicKey(), use)));
    }
  }

  @Test
  void makes_a_pair_that_is_used_once_its_certificate_is_there() throws Exception {
    KeyVault vault = withAuthority();
    SecuritySetup setup = setup(1, vault);

    setup.action(SecuritySetup.GENERATE_KEY_PAIR, new Data.Enumerated(0));
    assertThat(vault.current().signing()).isNull();
    certify(setup, vault, KeyUse.SIGNATURE);
    certify(setup, vault, KeyUse.KEY_AGREEMENT);

    assertThat(vault.current().signing()).isNotNull();
    assertThat(vault.current().agreement()).isNotNull();
    assertThat(vault.current().newSigning()).isNull();
    assertThat(setup.get(6, null).asList()).hasSize(3);
    refused(setup, SecuritySetup.GENERATE_KEY_PAIR, new Data.Enumerated(2));
    refused(
        setup(1, KeyVault.inMemory(keys(SecuritySuite.SUITE_0))),
        SecuritySetup.GENERATE_KEY_PAIR,
        new Data.Enumerated(0));
  }

  @Test
  void agrees_on_a_key_with_a_client_that_has_a_certificate() throws Exception {
    KeyVault vault = withAuthority();
    SecuritySetup setup = setup(1, vault);
    EcKeyPair client = EcKeyPair.generate(EcCurve.P256, RANDOM);
    EcKeyPair ephemeral = EcKeyPair.generate(EcCurve.P256, RANDOM);
    Data offer = list(List.of(KeyChanges.offer(KeyId.GLOBAL_UNICAST, ephemeral, client)));

    refused(setup, SecuritySetup.KEY_AGREEMENT, offer);
    certify(setup, vault, KeyUse.SIGNATURE);
    refused(setup, SecuritySetup.KEY_AGREEMENT, offer);
    setup.action(SecuritySetup.IMPORT_CERTIFICATE, new Data.OctetString(clientCertificate(client)));
    Data other = list(List.of(KeyChanges.offer(KeyId.GLOBAL_UNICAST, ephemeral, ephemeral)));
    refused(setup, SecuritySetup.KEY_AGREEMENT, other);
    assertThat(vault.current().symmetric()).isEqualTo(keys(SecuritySuite.SUITE_1).symmetric());
    List<Data> answer = setup.action(SecuritySetup.KEY_AGREEMENT, offer).asList();

    List<Data> fields = answer.getFirst().asList();
    EcKeyPair server = vault.current().signing();
    assertThat(server).isNotNull();
    if (server != null) {
      SymmetricKey ours =
          KeyChanges.agreed(
              SecuritySuite.SUITE_1,
              ephemeral,
              new KeyData(KeyId.of(fields.get(0).asLong()), fields.get(1).asOctets()),
              server.publicKey(),
              CLIENT,
              SERVER);
      assertThat(vault.current().symmetric().unicast()).isEqualTo(ours);
      assertThat(ours).isNotEqualTo(key(SecuritySuite.SUITE_1, 0x11));
    }
    assertThat(vault.current().keySet(CLIENT).peerSigning()).isEqualTo(client.publicKey());
    assertThat(vault.current().keySet(SERVER).peerSigning()).isNull();
  }

  @Test
  void takes_certificates_of_trusted_authorities_only() throws Exception {
    KeyVault vault = withAuthority();
    SecuritySetup setup = setup(1, vault);
    EcKeyPair client = EcKeyPair.generate(EcCurve.P256, RANDOM);
    TestAuthority stranger = new TestAuthority("stranger", EcCurve.P256);
    TestAuthority below = new TestAuthority("below", EcCurve.P256);
    Bytes ofStranger = stranger.issue(CLIENT, client.publicKey(), KeyUse.SIGNATURE);
    Bytes ofBelow = below.issue(CLIENT, client.publicKey(), KeyUse.SIGNATURE);
    Bytes otherCurve =
        authority.issue(
            CLIENT, EcKeyPair.generate(EcCurve.P384, RANDOM).publicKey(), KeyUse.SIGNATURE);
    int method = SecuritySetup.IMPORT_CERTIFICATE;

    refused(setup, method, new Data.OctetString(ofStranger));
    refused(setup, method, new Data.OctetString(stranger.certificate().der()));
    refused(setup, method, new Data.OctetString(otherCurve));
    refused(setup, method, new Data.OctetString(Bytes.ofHex("3003020101")));
    refused(setup, method, new Data.OctetString(ofBelow));
    var late =
        new SecuritySetup(
            NAME,
            1,
            CLIENT,
            SERVER,
            vault,
            RANDOM,
            () -> Instant.parse("2036-01-01T00:00:00Z"),
            events::add);
    refused(late, method, new Data.OctetString(clientCertificate(client)));
    assertThat(vault.current().certificates()).hasSize(1);
    setup.action(method, new Data.OctetString(authority.below(below)));
    setup.action(method, new Data.OctetString(ofBelow));
    assertThat(vault.current().certificates())
        .extracting(DeviceCertificate::entity)
        .containsExactly(Entity.AUTHORITY, Entity.AUTHORITY, Entity.CLIENT);
  }

  @Test
  void gives_out_and_removes_certificates_by_owner_and_by_number() throws Exception {
    KeyVault vault = withAuthority();
    SecuritySetup setup = setup(1, vault);
    Bytes der = clientCertificate(EcKeyPair.generate(EcCurve.P256, RANDOM));
    setup.action(SecuritySetup.IMPORT_CERTIFICATE, new Data.OctetString(der));
    DeviceCertificate certificate = vault.current().certificates().getLast();
    Data byOwner =
        Data.Structure.of(
            new Data.Enumerated(0),
            Data.Structure.of(
                new Data.Enumerated(1),
                new Data.Enumerated(0),
                new Data.OctetString(CLIENT.octets())));
    Data byNumber =
        Data.Structure.of(
            new Data.Enumerated(1),
            Data.Structure.of(
                new Data.OctetString(certificate.serialNumber()),
                new Data.OctetString(certificate.issuer())));

    assertThat(setup.action(SecuritySetup.EXPORT_CERTIFICATE, byOwner).asOctets()).isEqualTo(der);
    assertThat(setup.action(SecuritySetup.EXPORT_CERTIFICATE, byNumber).asOctets()).isEqualTo(der);
    setup.action(SecuritySetup.REMOVE_CERTIFICATE, byNumber);
    refused(setup, SecuritySetup.EXPORT_CERTIFICATE, byOwner);
    assertThat(events).last().isInstanceOf(SecurityEvent.ChangeRefused.class);
  }

  @Test
  void keeps_pairs_and_certificates_over_a_restart_where_its_owner_alone_may_read()
      throws Exception {
    Path file = directory.resolve("device.keys");
    DeviceKeys first =
        keys(SecuritySuite.SUITE_1).withCertificates(List.of(authority.certificate()));
    FileKeyVault vault = FileKeyVault.create(file, first);
    SecuritySetup setup = setup(1, vault);
    certify(setup, vault, KeyUse.SIGNATURE);
    setup.action(SecuritySetup.GENERATE_KEY_PAIR, new Data.Enumerated(1));

    assertThat(FileKeyVault.open(file).current()).isEqualTo(vault.current());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(vault.current().toString()).doesNotContain("1111").doesNotContain("4444");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> FileKeyVault.open(file)).isInstanceOf(IOException.class);
  }

  @Test
  void changes_nothing_where_it_cannot_be_kept() throws Exception {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    FileKeyVault vault =
        FileKeyVault.create(gone.resolve("device.keys"), keys(SecuritySuite.SUITE_0));
    Files.delete(gone.resolve("device.keys"));
    Files.delete(gone);
    SecuritySetup setup = setup(0, vault);

    assertThatThrownBy(() -> setup.action(SecuritySetup.SECURITY_ACTIVATE, new Data.Enumerated(3)))
        .isInstanceOfSatisfying(
            AccessError.class,
            e -> assertThat(e.result()).isEqualTo(DataAccessResult.HARDWARE_FAULT));
    assertThat(vault.current().policy()).isEqualTo(SecurityPolicy.NONE);
  }

  @Test
  void tells_which_methods_a_version_has() throws Exception {
    KeyVault vault = KeyVault.inMemory(keys(SecuritySuite.SUITE_0));
    SecuritySetup old = setup(0, vault);

    assertThat(old.methods()).containsExactly(1, 2);
    assertThat(setup(1, vault).methods()).hasSize(8);
    assertThat(old.get(4, null)).isEqualTo(new Data.OctetString(CLIENT.octets()));
    assertThat(old.get(5, null)).isEqualTo(new Data.OctetString(SERVER.octets()));
    for (int method : new int[] {0, 3, 9}) {
      assertThatThrownBy(() -> old.action(method, new Data.NullData()))
          .isInstanceOf(AccessError.class);
    }
    assertThatThrownBy(() -> old.get(6, null)).isInstanceOf(AccessError.class);
  }
}
