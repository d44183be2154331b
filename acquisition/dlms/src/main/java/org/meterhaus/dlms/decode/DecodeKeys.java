package org.meterhaus.dlms.decode;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * What is known of the parties of a recorded exchange; whatever is null stays closed. Prints no
 * key.
 *
 * @param encryption global unicast or broadcast encryption key
 * @param authentication global authentication key; without it messages are opened but their tags
 *     not checked
 * @param dedicated dedicated key; without it {@code encryption} is tried in its place
 * @param master key encryption key, for keys that come wrapped with a message
 * @param title system title of the sender, for messages that do not name it
 * @param signing public key of the sender, x and y, that its signatures are checked with
 */
public record DecodeKeys(
    @Nullable SymmetricKey encryption,
    @Nullable SymmetricKey authentication,
    @Nullable SymmetricKey dedicated,
    @Nullable SymmetricKey master,
    @Nullable SystemTitle title,
    @Nullable Bytes signing) {

  /** Nothing is known. */
  public static final DecodeKeys NONE = new DecodeKeys(null, null, null, null, null, null);

  /** The two keys that most meters have, and whose messages they open. */
  public static DecodeKeys of(
      @Nullable SymmetricKey encryption,
      @Nullable SymmetricKey authentication,
      @Nullable SystemTitle title) {
    return new DecodeKeys(encryption, authentication, null, null, title, null);
  }

  /** Whether there is no key that opens messages. */
  boolean isEmpty() {
    return encryption == null && dedicated == null && master == null;
  }
}
