package org.meterhaus.dlms.decode;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * The members of a vector, each of the type that is asked for.
 *
 * <p>Every method throws IllegalArgumentException if the member is of another.
 */
record Fields(Map<String, ?> members) {

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    Object value = members.get(name);
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a vector has a text " + name);
  }

  String textOr(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  Bytes octets(String name) {
    try {
      return Bytes.ofHex(text(name));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + " of a vector is hex: " + e.getMessage(), e);
    }
  }

  int number(String name, int otherwise) {
    return members.get(name) instanceof Number number ? number.intValue() : otherwise;
  }

  /** Null if there is none of this name. */
  @Nullable SymmetricKey key(String name) {
    return members.get("keys") instanceof Map<?, ?> keys && keys.get(name) instanceof String hex
        ? SymmetricKey.ofHex(hex)
        : null;
  }

  /** Null if there are none of this name. */
  @Nullable Bytes keyOctets(String name) {
    return members.get("keys") instanceof Map<?, ?> keys && keys.get(name) instanceof String hex
        ? Bytes.ofHex(hex)
        : null;
  }

  DecodeKeys keys() {
    String title = textOr("systemTitle", textOr("originatorSystemTitle", ""));
    return new DecodeKeys(
        key("encryptionKey"),
        key("authenticationKey"),
        key("dedicatedKey"),
        master(),
        title.length() == 2 * SystemTitle.OCTETS ? SystemTitle.ofHex(title) : null,
        keyOctets("signingPublic"));
  }

  /** Vectors of key wrap know keys of lengths that no suite has; those open no message. */
  private @Nullable SymmetricKey master() {
    Bytes wrapping = keyOctets("kek");
    boolean fit = wrapping != null && (wrapping.size() == 16 || wrapping.size() == 32);
    return fit ? key("kek") : key("masterKey");
  }
}
