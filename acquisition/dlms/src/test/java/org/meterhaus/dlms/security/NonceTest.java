package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;

@DisplayName("A nonce")
class NonceTest {

  private static final SystemTitle TITLE = SystemTitle.of("MHV", 1);
  private static final Bytes APDU = Bytes.ofHex("c001c1000100002a0000ff0200");
  private static final List<Protection> PROTECTIONS =
      List.of(
          Protection.AUTHENTICATION, Protection.ENCRYPTION, Protection.AUTHENTICATED_ENCRYPTION);
  private static final List<Envelope> ENVELOPES = List.of(Envelope.values());
  private static final List<KeyChoice> CHOICES =
      List.of(KeyChoice.GLOBAL_UNICAST, KeyChoice.GLOBAL_BROADCAST, KeyChoice.WRAPPED);

  @TempDir Path directory;

  private static SymmetricKey key(int fill) {
    return SymmetricKey.ofHex("%02x".formatted(fill).repeat(16));
  }

  /** The counter of one message, of whatever kind. */
  private static long use(InvocationCounter counter, Random random) throws Exception {
    KeySet keys =
        KeySet.of(SecuritySuite.SUITE_0, key(1), key(2))
            .withBroadcast(key(3))
            .withDedicated(key(4));
    Protection protection = PROTECTIONS.get(random.nextInt(PROTECTIONS.size()));
    SecurityControl control = SecurityControl.of(SecuritySuite.SUITE_0, protection);
    var symmetric = new ApduProtection(keys, TITLE, counter);
    return switch (random.nextInt(4)) {
      case 0 -> symmetric.proof(APDU).buffer().getInt(1) & 0xFFFF_FFFFL;
      case 1 -> {
        GeneralHeader header = GeneralHeader.of(Bytes.of(1), TITLE, SystemTitle.of("MHC", 2));
        KeyChoice choice = CHOICES.get(random.nextInt(CHOICES.size()));
        yield new GeneralProtection(keys, key(5), TITLE, counter, new SecureRandom())
            .protect(APDU, protection, header, choice)
            .counter();
      }
      default -> {
        Envelope envelope = ENVELOPES.get(random.nextInt(ENVELOPES.size()));
        yield symmetric.protect(APDU, control, envelope).counter();
      }
    };
  }

  /** Lives of a device, each ended by a power cut (the file as it is then) or orderly. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void never_comes_again_whatever_is_sent_and_whenever_power_is_cut(long seed) throws Exception {
    Random random = new Random(seed);
    Set<Long> used = new HashSet<>();
    Path file = directory.resolve("life-0");
    FileInvocationCounter.create(file, 5).close();
    for (int life = 1; life <= 20; life++) {
      Path next = directory.resolve("life-" + life);
      try (FileInvocationCounter counter =
          FileInvocationCounter.open(file, 1 + random.nextInt(7))) {
        int messages = random.nextInt(30);
        for (int i = 0; i < messages; i++) {
          assertThat(used.add(use(counter, random))).as("seed %d, life %d", seed, life).isTrue();
        }
        if (random.nextBoolean()) {
          Files.copy(file, next, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      if (!Files.exists(next)) {
        Files.copy(file, next);
      }
      file = next;
    }
    assertThat(used).hasSizeGreaterThan(100);
  }
}
