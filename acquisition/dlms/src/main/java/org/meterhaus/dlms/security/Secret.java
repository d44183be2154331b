package org.meterhaus.dlms.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.meterhaus.dlms.Bytes;

/**
 * A password of mechanism 1 or the secret of an HLS mechanism; never prints itself, compares in a
 * time that does not depend on what is right about the other one.
 */
public final class Secret {

  /** The longest there may be. */
  public static final int MAX_OCTETS = 256;

  private final byte[] octets;

  private Secret(byte[] owned) {
    if (owned.length == 0 || owned.length > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "a secret has 1.." + MAX_OCTETS + " octets but got " + owned.length);
    }
    this.octets = owned;
  }

  public static Secret of(Bytes octets) {
    return new Secret(octets.toArray());
  }

  /** From text, in UTF-8. */
  public static Secret ofText(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether this is what was given. */
  public boolean is(Bytes given) {
    return MessageDigest.isEqual(given.toArray(), octets);
  }

  /** The octets, for the one message that carries them: the AARQ of mechanism 1. */
  public Bytes password() {
    return Bytes.copyOf(octets);
  }

  void update(MessageDigest digest) {
    digest.update(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(octets, that.octets);
  }

  /** The same for every secret, so that it tells nothing. */
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
