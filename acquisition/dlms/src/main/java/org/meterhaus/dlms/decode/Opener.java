package org.meterhaus.dlms.decode;

import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.GeneralCiphering;
import org.meterhaus.dlms.security.GeneralProtection;
import org.meterhaus.dlms.security.GeneralSigning;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyInfo;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityControl;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * Opens protected messages of others with their keys. Says nothing of replays: a recording is one.
 */
final class Opener {

  private static final int TAG_OCTETS = 12;
  private static final int AUTHENTICATED = 0x10;
  private static final int ENCRYPTED = 0x20;
  private static final SystemTitle NOBODY = SystemTitle.ofHex("0000000000000000");

  private final DecodeKeys keys;

  Opener(DecodeKeys keys) {
    this.keys = keys;
  }

  /**
   * The message inside a glo-, ded-, general-glo-, general-ded- or general-ciphering message.
   *
   * @param message all of it
   * @param facts its fields, as explained
   * @param sender system title of who sent it, if the messages around it tell
   * @return null if there is no key for it
   * @throws SecurityRefused if the sender's title is not known, its tag does not fit, or it is of a
   *     suite the keys are not of
   */
  @Nullable Opened open(Bytes message, Map<?, ?> facts, @Nullable SystemTitle sender)
      throws MeterException {
    if (keys.isEmpty()) {
      return null;
    }
    SecurityControl control = new SecurityControl(number(facts, "securityControl"));
    return message.at(0) == GeneralCiphering.TAG
        ? openGeneral(GeneralCiphering.decode(message), control)
        : openSimple(message.at(0), facts, control, sender);
  }

  /**
   * What stands behind a security control octet and an invocation counter, without an envelope.
   *
   * @throws Malformed also if its tag does not fit, with the place of the tag
   */
  @Nullable Opened openContent(Bytes content) throws MeterException {
    if (content.size() < 5) {
      throw new Malformed("protected content is truncated", content.size());
    }
    SecurityControl control = new SecurityControl(content.at(0));
    long counter = content.buffer().getInt(1) & 0xFFFF_FFFFL;
    Bytes payload = content.slice(5, content.size());
    try {
      return open(control, counter, payload, keys.encryption(), title(null, null));
    } catch (SecurityRefused e) {
      throw placed(e, content);
    }
  }

  /** The same with the place of the tag, if it is the tag that does not fit. */
  static MeterException placed(SecurityRefused refused, Bytes message) {
    String reason = String.valueOf(refused.getMessage());
    return reason.contains(" tag ") ? new Malformed(reason, message.size() - TAG_OCTETS) : refused;
  }

  /**
   * Encrypted octets whose tag is not to be checked.
   *
   * @throws SecurityRefused as {@link #open}
   */
  Bytes decrypted(int securityControl, long counter, Bytes ciphertext, SymmetricKey key)
      throws MeterException {
    SecurityControl control = new SecurityControl((securityControl & ~AUTHENTICATED) | ENCRYPTED);
    return through(control, counter, ciphertext, key, filler(key), title(null, null));
  }

  private @Nullable Opened openSimple(
      int tag, Map<?, ?> facts, SecurityControl control, @Nullable SystemTitle sender)
      throws MeterException {
    boolean dedicated = ApduProtection.Envelope.ofTag(tag).dedicated();
    SymmetricKey key = dedicated && keys.dedicated() != null ? keys.dedicated() : keys.encryption();
    Object named = facts.get("systemTitle");
    SystemTitle title = title(named instanceof String hex ? Bytes.ofHex(hex) : null, sender);
    long counter = Long.parseLong(String.valueOf(facts.get("invocationCounter")), 16);
    Bytes payload = Bytes.ofHex(String.valueOf(facts.get("ciphertextHex")));
    return open(control, counter, payload, key, title);
  }

  private @Nullable Opened open(
      SecurityControl control,
      long counter,
      Bytes payload,
      @Nullable SymmetricKey key,
      SystemTitle title)
      throws MeterException {
    SymmetricKey authentication = keys.authentication();
    if (control.compressed()) {
      throw new SecurityRefused("compressed messages are not supported");
    }
    boolean checked = control.authenticated() && authentication != null;
    if (control.authenticated() && !checked) {
      if (payload.size() < TAG_OCTETS) {
        throw new Malformed("a tag has %d octets".formatted(TAG_OCTETS));
      }
      Bytes text = payload.slice(0, payload.size() - TAG_OCTETS);
      if (!control.encrypted()) {
        return new Opened(text, null);
      }
      return key == null ? null : new Opened(decrypt(control, counter, text, key, title), null);
    }
    if (key == null) {
      return null;
    }
    SymmetricKey other = authentication == null ? filler(key) : authentication;
    return new Opened(through(control, counter, payload, key, other, title), checked ? true : null);
  }

  private Bytes decrypt(
      SecurityControl control, long counter, Bytes text, SymmetricKey key, SystemTitle title)
      throws MeterException {
    SecurityControl encrypted = new SecurityControl(control.octet() & ~AUTHENTICATED);
    return through(encrypted, counter, text, key, filler(key), title);
  }

  /** Through the same code that opens messages in associations, in an envelope that takes all. */
  private static Bytes through(
      SecurityControl control,
      long counter,
      Bytes payload,
      SymmetricKey key,
      SymmetricKey authentication,
      SystemTitle title)
      throws MeterException {
    KeySet set = keySet(control, key, authentication).withBroadcast(key);
    var protection = new ApduProtection(set, NOBODY, InvocationCounter.volatileFrom(1));
    int general = ApduProtection.Envelope.GENERAL.tagOf(0);
    var message = new Apdu.Ciphered(general, Bytes.EMPTY, control.octet(), counter, payload);
    return protection.open(message, title).apdu();
  }

  private @Nullable Opened openGeneral(GeneralCiphering message, SecurityControl control)
      throws MeterException {
    SymmetricKey key = keys.encryption() == null ? keys.master() : keys.encryption();
    SymmetricKey authentication = keys.authentication();
    boolean keyed =
        switch (message.keyInfo()) {
          case KeyInfo.Agreed _ -> false;
          case KeyInfo.Wrapped _ -> keys.master() != null;
          case KeyInfo.Identified _ -> keys.encryption() != null;
          case null -> keys.encryption() != null;
        };
    if (!keyed || key == null || authentication == null) {
      return null;
    }
    Bytes recipient = message.header().recipient();
    var protection =
        new GeneralProtection(
            keySet(control, key, authentication).withBroadcast(key),
            keys.master(),
            recipient.size() == SystemTitle.OCTETS ? new SystemTitle(recipient) : NOBODY,
            InvocationCounter.volatileFrom(1),
            new SecureRandom());
    SystemTitle originator = title(message.header().originator(), null);
    return new Opened(protection.open(message, originator), control.authenticated() ? true : null);
  }

  /** Whether the signature is the sender's; null if its public key is not known. */
  @Nullable Boolean isSigned(GeneralSigning message) throws MeterException {
    Bytes point = keys.signing();
    if (point == null || message.header().originator().size() != SystemTitle.OCTETS) {
      return null;
    }
    try {
      EcPublicKey key = publicKey(point);
      message.verified(new SystemTitle(message.header().originator()), key);
      return true;
    } catch (SecurityRefused _) {
      return false;
    }
  }

  private static EcPublicKey publicKey(Bytes point) throws SecurityRefused {
    SecuritySuite suite =
        point.size() == SecuritySuite.SUITE_1.curve().pointOctets()
            ? SecuritySuite.SUITE_1
            : SecuritySuite.SUITE_2;
    return EcPublicKey.received(suite.curve(), point);
  }

  private static KeySet keySet(
      SecurityControl control, SymmetricKey encryption, SymmetricKey authentication)
      throws SecurityRefused {
    try {
      return KeySet.of(SecuritySuite.of(control.suiteId()), encryption, authentication);
    } catch (IllegalArgumentException e) {
      throw new SecurityRefused(String.valueOf(e.getMessage()), e);
    }
  }

  /** In place of an authentication key that is not needed. */
  private static SymmetricKey filler(SymmetricKey key) {
    return SymmetricKey.ofHex("00".repeat(key.size()));
  }

  private SystemTitle title(@Nullable Bytes named, @Nullable SystemTitle sender)
      throws SecurityRefused {
    if (named != null && named.size() == SystemTitle.OCTETS) {
      return new SystemTitle(named);
    }
    SystemTitle known = keys.title() == null ? sender : keys.title();
    if (known == null) {
      throw new SecurityRefused("the sender's system title is not known");
    }
    return known;
  }

  private static int number(Map<?, ?> facts, String name) {
    return Integer.parseInt(String.valueOf(facts.get(name)), 16);
  }
}
