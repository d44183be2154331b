package org.meterhaus.dissemination.customer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in PHC string format: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash},
 * base64 without padding. Immutable.
 *
 * <p>New hashes take 19 MiB, two passes, one lane: the second choice of RFC 9106 scaled to what
 * OWASP asks for at least, so that a few sign-ins at once fit a small machine.
 */
public final class PasswordHash {

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_OCTETS = 16;
  private static final int HASH_OCTETS = 32;

  /**
   * More than we ever wrote, less than what would hurt: a stored string must not decide how much
   * memory a sign-in takes.
   */
  private static final int MAX_MEMORY_KIB = 65_536;

  private static final int MAX_PASSES = 10;
  private static final int MAX_LANES = 4;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  private final int memoryKib;
  private final int passes;
  private final int lanes;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
    if (memoryKib < 8 * lanes || memoryKib > MAX_MEMORY_KIB) {
      throw new IllegalArgumentException(
          "m must be 8p..%d but was %d".formatted(MAX_MEMORY_KIB, memoryKib));
    }
    if (passes < 1 || passes > MAX_PASSES) {
      throw new IllegalArgumentException(
          "t must be 1..%d but was %d".formatted(MAX_PASSES, passes));
    }
    if (lanes < 1 || lanes > MAX_LANES) {
      throw new IllegalArgumentException("p must be 1..%d but was %d".formatted(MAX_LANES, lanes));
    }
    this.memoryKib = memoryKib;
    this.passes = passes;
    this.lanes = lanes;
    this.salt = salt;
    this.hash = hash;
  }

  /** Hashes a password with a salt of its own. Takes tens of milliseconds, on purpose. */
  public static PasswordHash of(String password, SecureRandom random) {
    byte[] salt = new byte[SALT_OCTETS];
    random.nextBytes(salt);
    return new PasswordHash(
        MEMORY_KIB,
        PASSES,
        LANES,
        salt,
        derive(password, MEMORY_KIB, PASSES, LANES, salt, HASH_OCTETS));
  }

  /**
   * @throws IllegalArgumentException if it is not a PHC string of argon2id, version 19, or asks for
   *     more effort than we allow; the message never has the string
   */
  public static PasswordHash parse(String phc) {
    Matcher matcher = PHC.matcher(phc);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a PHC string of argon2id version 19");
    }
    var base64 = Base64.getDecoder();
    return new PasswordHash(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        base64.decode(matcher.group(4)),
        base64.decode(matcher.group(5)));
  }

  /**
   * Whether this is the hash of that password. The time taken does not depend on where they differ.
   */
  public boolean matches(String password) {
    return MessageDigest.isEqual(
        hash, derive(password, memoryKib, passes, lanes, salt, hash.length));
  }

  /** The PHC string; what is stored. */
  public String phc() {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  private static byte[] derive(
      String password, int memoryKib, int passes, int lanes, byte[] salt, int octets) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[octets];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "PasswordHash[m=%d,t=%d,p=%d]".formatted(memoryKib, passes, lanes);
  }
}
