package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * One side's protection of one association with symmetric keys: every suite, every protection, in
 * glo-, ded- and both general- envelopes; and the proofs of HLS mechanism 5. Not thread-safe.
 *
 * <p>Whether an incoming counter was seen before is for the caller to tell: a client demands that
 * it grows, a server keeps a {@link ReplayWindow} a key and peer. Whether a message is protected
 * well enough is told by a {@link SecurityPolicy}.
 */
public final class ApduProtection {

  /** By how many octets protection makes an APDU longer, at most (general-glo-ciphering). */
  public static final int OVERHEAD = 1 + 1 + SystemTitle.OCTETS + 5 + 5 + 12;

  private static final int PROOF_OCTETS = 5 + AuthenticatedEncryption.TAG_OCTETS;
  private static final byte[] NOTHING_MORE = new byte[0];

  private final KeySet keys;
  private final SystemTitle ownTitle;
  private final InvocationCounter counter;
  private @Nullable AuthenticatedEncryption unicast;
  private @Nullable AuthenticatedEncryption broadcast;
  private @Nullable AuthenticatedEncryption dedicated;

  /** Suite 0 with global keys. */
  public ApduProtection(
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey,
      SystemTitle ownTitle,
      InvocationCounter counter) {
    this(KeySet.of(SecuritySuite.SUITE_0, encryptionKey, authenticationKey), ownTitle, counter);
  }

  /**
   * Any suite.
   *
   * @param counter of {@code ownTitle} under all of {@code keys}, the dedicated one too: then a
   *     dedicated key that comes again brings no nonce again
   */
  public ApduProtection(KeySet keys, SystemTitle ownTitle, InvocationCounter counter) {
    this.keys = keys;
    this.ownTitle = ownTitle;
    this.counter = counter;
  }

  /** Which envelope a message is put into. */
  public enum Envelope {
    /** The glo- message of its service: global key. */
    SERVICE_SPECIFIC,
    /** general-glo-ciphering: global key; names the originator. */
    GENERAL,
    /** The ded- message of its service: dedicated key. */
    DEDICATED,
    /** general-ded-ciphering: dedicated key; names the originator. */
    GENERAL_DEDICATED;

    /** Whether it takes messages of any kind, and names the originator. */
    public boolean general() {
      return this == GENERAL || this == GENERAL_DEDICATED;
    }

    /** Whether the key is the dedicated one. */
    public boolean dedicated() {
      return this == DEDICATED || this == GENERAL_DEDICATED;
    }

    /** Its first octet around a message, or -1 if it does not take that message. */
    public int tagOf(int plainTag) {
      return switch (this) {
        case SERVICE_SPECIFIC -> CipheredTags.globalOf(plainTag);
        case DEDICATED -> CipheredTags.dedicatedOf(plainTag);
        case GENERAL -> CipheredTags.GENERAL_GLO_CIPHERING;
        case GENERAL_DEDICATED -> CipheredTags.GENERAL_DED_CIPHERING;
      };
    }

    /**
     * The envelope that begins with {@code tag}.
     *
     * @throws IllegalArgumentException if none does
     */
    public static Envelope ofTag(int tag) {
      return switch (tag) {
        case CipheredTags.GENERAL_GLO_CIPHERING -> GENERAL;
        case CipheredTags.GENERAL_DED_CIPHERING -> GENERAL_DEDICATED;
        default -> {
          if (CipheredTags.isGlobal(tag)) {
            yield SERVICE_SPECIFIC;
          }
          if (CipheredTags.isDedicated(tag)) {
            yield DEDICATED;
          }
          throw new IllegalArgumentException("no envelope begins with 0x%02X".formatted(tag));
        }
      };
    }
  }

  public KeySet keys() {
    return keys;
  }

  public SystemTitle ownTitle() {
    return ownTitle;
  }

  /** Authenticated encryption of the suite with the unicast or dedicated key. */
  public SecurityControl fullControl() {
    return SecurityControl.of(keys.suite(), Protection.AUTHENTICATED_ENCRYPTION);
  }

  /**
   * Encrypts and authenticates a message under the next invocation counter.
   *
   * @param apdu a message that has a glo- form; any message in a general envelope
   * @throws SecurityRefused if no invocation counter is to be had
   */
  public Apdu.Ciphered protect(Bytes apdu, Envelope envelope) throws SecurityRefused {
    return protect(apdu, fullControl(), envelope);
  }

  /**
   * Protects a message as told under the next invocation counter.
   *
   * @param apdu a message that the envelope takes
   * @param control of this suite, not compressed, with some protection
   * @throws SecurityRefused if no invocation counter is to be had
   * @throws IllegalArgumentException if there is no such key, or the envelope does not take it
   */
  public Apdu.Ciphered protect(Bytes apdu, SecurityControl control, Envelope envelope)
      throws SecurityRefused {
    int tag = requireAcceptable(apdu.at(0), control, envelope);
    byte[] text = apdu.shared();
    byte[] out = new byte[text.length + AuthenticatedEncryption.tagOctets(control.protection())];
    long number = counter.next();
    cipher(control, envelope)
        .protect(control, ownTitle, number, NOTHING_MORE, text, 0, text.length, out, 0);
    Bytes title = envelope.general() ? ownTitle.octets() : Bytes.EMPTY;
    return new Apdu.Ciphered(tag, title, control.octet(), number, Bytes.owned(out));
  }

  /**
   * The octets of {@link #protect(Bytes, SecurityControl, Envelope)} as they are sent, made at
   * once.
   */
  public Bytes sealed(Bytes apdu, SecurityControl control, Envelope envelope)
      throws SecurityRefused {
    byte[] text = apdu.shared();
    int service = 5 + text.length + AuthenticatedEncryption.tagOctets(control.protection());
    int title = envelope.general() ? 1 + SystemTitle.OCTETS : 0;
    byte[] out = new byte[1 + title + OctetWriter.lengthOctets(service) + service];
    protect(text, 0, text.length, control, envelope, out, 0);
    return Bytes.owned(out);
  }

  /**
   * The same as {@link #protect(Bytes, SecurityControl, Envelope)} from array to array, as it is
   * sent: no octet is copied but by the cipher.
   *
   * @param out with room for {@code length} and {@link #OVERHEAD} octets from {@code at} on; must
   *     not overlap the text
   * @return octets written
   */
  public int protect(
      byte[] text,
      int from,
      int length,
      SecurityControl control,
      Envelope envelope,
      byte[] out,
      int at)
      throws SecurityRefused {
    int tag = requireAcceptable(text[from] & 0xFF, control, envelope);
    int service = 5 + length + AuthenticatedEncryption.tagOctets(control.protection());
    long number = counter.next();
    OctetWriter head = new OctetWriter(OVERHEAD).u8(tag);
    if (envelope.general()) {
      head.counted(ownTitle.octets());
    }
    Bytes header = head.length(service).u8(control.octet()).u32(number).finish();
    header.copyTo(out, at);
    return header.size()
        + cipher(control, envelope)
            .protect(
                control,
                ownTitle,
                number,
                NOTHING_MORE,
                text,
                from,
                length,
                out,
                at + header.size());
  }

  private int requireAcceptable(int plainTag, SecurityControl control, Envelope envelope) {
    int tag = envelope.tagOf(plainTag);
    if (tag < 0) {
      throw new IllegalArgumentException(
          "APDU 0x%02X does not go into %s".formatted(plainTag, envelope));
    }
    String wrong = unacceptable(control, envelope);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    return tag;
  }

  /**
   * The message inside one that has to be authenticated and encrypted with a global unicast key.
   *
   * @param peer system title of the originator
   * @throws SecurityRefused if it is protected in another way than agreed, names another
   *     originator, its tag does not fit, or its envelope belongs to another service
   */
  public Bytes unprotect(Apdu.Ciphered message, SystemTitle peer) throws SecurityRefused {
    SecurityControl control = new SecurityControl(message.securityControl());
    SecurityControl agreed = fullControl();
    if (!control.equals(agreed)) {
      throw new SecurityRefused(
          "security control is %s but %s was agreed".formatted(control, agreed));
    }
    return open(message, peer).apdu();
  }

  /**
   * The message inside one that may be protected in any way that this suite and these keys know.
   *
   * @param peer system title of the originator
   * @throws SecurityRefused if it is of another suite, compressed, not protected at all or with a
   *     key that is not there; names another originator; its tag does not fit; or its envelope
   *     belongs to another service
   */
  public Unprotected open(Apdu.Ciphered message, SystemTitle peer) throws SecurityRefused {
    SecurityControl control = new SecurityControl(message.securityControl());
    Envelope envelope = Envelope.ofTag(message.tag());
    String wrong = unacceptable(control, envelope);
    if (wrong != null) {
      throw new SecurityRefused(wrong);
    }
    if (envelope.general()
        && !message.systemTitle().isEmpty()
        && !message.systemTitle().equals(peer.octets())) {
      throw new SecurityRefused(
          "message of " + message.systemTitle() + " in the association of " + peer);
    }
    byte[] payload = message.payload().shared();
    int text = payload.length - AuthenticatedEncryption.tagOctets(control.protection());
    byte[] out = new byte[Math.max(0, text)];
    int length =
        cipher(control, envelope)
            .unprotect(
                control, peer, message.counter(), NOTHING_MORE, payload, 0, payload.length, out, 0);
    if (length == 0 || envelope.tagOf(out[0] & 0xFF) != message.tag()) {
      throw new SecurityRefused("protected message is not of its envelope's service");
    }
    return new Unprotected(Bytes.owned(out), control, envelope, peer, message.counter());
  }

  /**
   * Our answer to a challenge: security control, invocation counter, GMAC (clause 9.2.7.4,
   * mechanism 5).
   *
   * @throws SecurityRefused if no invocation counter is to be had
   */
  public Bytes proof(Bytes challenge) throws SecurityRefused {
    SecurityControl control = SecurityControl.of(keys.suite(), Protection.AUTHENTICATION);
    byte[] text = challenge.shared();
    byte[] textAndTag = new byte[text.length + AuthenticatedEncryption.TAG_OCTETS];
    long number = counter.next();
    cipher(control, Envelope.SERVICE_SPECIFIC)
        .protect(control, ownTitle, number, NOTHING_MORE, text, 0, text.length, textAndTag, 0);
    return Bytes.copyOf(
        ByteBuffer.allocate(PROOF_OCTETS)
            .put((byte) control.octet())
            .putInt((int) number)
            .put(textAndTag, text.length, AuthenticatedEncryption.TAG_OCTETS)
            .array());
  }

  /**
   * Whether {@code proof} is the peer's answer to our challenge. Its counter needs no check: the
   * challenge is new every time.
   */
  public boolean isProof(Bytes proof, Bytes challenge, SystemTitle peer) {
    SecurityControl control = SecurityControl.of(keys.suite(), Protection.AUTHENTICATION);
    if (proof.size() != PROOF_OCTETS || proof.at(0) != control.octet()) {
      return false;
    }
    long number = proof.buffer().getInt(1) & 0xFFFF_FFFFL;
    byte[] textAndTag = challenge.concat(proof.slice(5, PROOF_OCTETS)).toArray();
    try {
      cipher(control, Envelope.SERVICE_SPECIFIC)
          .unprotect(
              control,
              peer,
              number,
              NOTHING_MORE,
              textAndTag,
              0,
              textAndTag.length,
              new byte[textAndTag.length],
              0);
      return true;
    } catch (SecurityRefused _) {
      return false; // the tag does not fit: that is the answer
    }
  }

  /** Why a message cannot be protected like this, or null if it can. */
  private @Nullable String unacceptable(SecurityControl control, Envelope envelope) {
    if (control.compressed()) {
      return "compressed messages are not supported";
    }
    if (control.suiteId() != keys.suite().id()) {
      return "security control is %s but the suite is %d".formatted(control, keys.suite().id());
    }
    if (control.protection() == Protection.NONE) {
      return "message is in an envelope but not protected";
    }
    if (envelope.dedicated() && (keys.dedicated() == null || control.broadcast())) {
      return "no dedicated key was agreed";
    }
    if (control.broadcast() && keys.broadcast() == null) {
      return "there is no broadcast key";
    }
    return null;
  }

  private AuthenticatedEncryption cipher(SecurityControl control, Envelope envelope) {
    AuthenticatedEncryption known;
    if (envelope.dedicated() && keys.dedicated() != null) {
      known = dedicated == null ? of(keys.dedicated()) : dedicated;
      dedicated = known;
    } else if (control.broadcast() && keys.broadcast() != null) {
      known = broadcast == null ? of(keys.broadcast()) : broadcast;
      broadcast = known;
    } else {
      known = unicast == null ? of(keys.unicast()) : unicast;
      unicast = known;
    }
    return known;
  }

  private AuthenticatedEncryption of(SymmetricKey key) {
    return new AuthenticatedEncryption(key, keys.authentication());
  }
}
