package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.AssociationRefused;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.security.KeyId;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;

@DisplayName("A house meter whose keys are changed over the wire")
class KeyRotationTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:07:30Z");
  private static final Instant COMMISSIONED = Instant.parse("2026-11-01T00:00:00Z");
  private static final String ENERGY = "1.0.1.8.0.255";

  private final SecureRandom random = new SecureRandom();
  private Building.Unit unit;
  private String id;
  private Path directory;

  @BeforeEach
  void place(@TempDir Path temporary) throws IOException {
    directory = temporary;
    unit = SampleBuilding.lindenhof().unit("B-06").orElseThrow();
    id = unit.meter().id();
  }

  private KeyStore keys() throws IOException {
    return KeyStore.openOrCreate(directory, List.of(id), random);
  }

  private VirtualMeters start(KeyStore keys) throws IOException {
    return VirtualMeters.start(
        new MetersConfig(SampleBuilding.only(unit), directory, COMMISSIONED, "127.0.0.1", 0),
        keys,
        () -> NOW);
  }

  private MeterKeys fresh(MeterKeys old) {
    return new MeterKeys(
        old.title(),
        SymmetricKey.generate(SecuritySuite.SUITE_0, random),
        SymmetricKey.generate(SecuritySuite.SUITE_0, random));
  }

  private long energy(VirtualMeters meters, MeterKeys keys, long serial) throws MeterException {
    try (Reader reader = Reader.open(meters.address(id), keys, serial)) {
      return reader.register(ENERGY);
    }
  }

  @Test
  void is_read_with_the_new_keys_only_and_still_after_a_restart() throws Exception {
    KeyStore store = keys();
    MeterKeys old = store.keys(id);
    MeterKeys next = fresh(old);
    long before;
    try (VirtualMeters meters = start(store)) {
      before = energy(meters, old, 1);
      try (Reader reader = Reader.open(meters.address(id), old, 2)) {
        reader.changeKey(KeyId.GLOBAL_UNICAST, next.encryptionKey(), store.master(id));
        reader.changeKey(KeyId.AUTHENTICATION, next.authenticationKey(), store.master(id));
        // What began under the old keys goes on under them.
        assertThat(reader.register(ENERGY)).isEqualTo(before);
      }

      assertThatThrownBy(() -> energy(meters, old, 3)).isInstanceOf(AssociationRefused.class);
      assertThat(energy(meters, next, 4)).isEqualTo(before);
      assertThat(store.isCurrent(id)).isFalse();
    }

    try (VirtualMeters again = start(keys())) {
      assertThat(energy(again, next, 5)).isEqualTo(before);
      assertThatThrownBy(() -> energy(again, old, 6)).isInstanceOf(AssociationRefused.class);
    }
  }

  @Test
  void keeps_its_keys_when_the_new_one_is_not_wrapped_under_its_master_key() throws Exception {
    KeyStore store = keys();
    MeterKeys old = store.keys(id);
    try (VirtualMeters meters = start(store);
        Reader reader = Reader.open(meters.address(id), old, 1)) {
      SymmetricKey stranger = SymmetricKey.generate(SecuritySuite.SUITE_0, random);

      assertThatThrownBy(
              () -> reader.changeKey(KeyId.GLOBAL_UNICAST, fresh(old).encryptionKey(), stranger))
          .isInstanceOf(Refused.class);

      assertThat(energy(meters, old, 2)).isPositive();
      assertThat(store.isCurrent(id)).isTrue();
    }
  }

  @Test
  void keeps_them_where_nobody_else_may_read_them_and_not_without_their_counter() throws Exception {
    start(keys()).close();
    Path vault = directory.resolve(id + ".keys");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(vault)))
        .isEqualTo("rw-------");
    Files.delete(directory.resolve("meter-keys.counter"));
    Files.delete(directory.resolve("meter-keys.json"));
    assertThatThrownBy(this::keys).hasMessageContaining("invocation counter");
  }
}
