package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Tags;

/**
 * One side's protection of one association: suite 0, authenticated encryption with the global
 * unicast key, and the proofs of HLS mechanism 5. Not thread-safe.
 *
 * <p>Whether an incoming counter was seen before is for the caller to tell: a client demands that
 * it grows, a server keeps a {@link ReplayWindow} a peer.
 */
public final class ApduProtection {

  /** By how many octets protection makes an APDU longer, at most (general-glo-ciphering). */
  public static final int OVERHEAD = 1 + 1 + SystemTitle.OCTETS + 5 + 5 + 12;

  private static final int PROOF_OCTETS = 5 + AuthenticatedEncryption.TAG_OCTETS;

  private final AuthenticatedEncryption encryption;
  private final SystemTitle ownTitle;
  private final InvocationCounter counter;

  public ApduProtection(
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey,
      SystemTitle ownTitle,
      InvocationCounter counter) {
    this.encryption = new AuthenticatedEncryption(encryptionKey, authenticationKey);
    this.ownTitle = ownTitle;
    this.counter = counter;
  }

  /** Which envelope a message is put into. */
  public enum Envelope {
    /** The glo- message of its service. */
    SERVICE_SPECIFIC,
    /** general-glo-ciphering, which names the originator. */
    GENERAL
  }

  /**
   * Encrypts and authenticates a message under the next invocation counter.
   *
   * @param apdu a message that has a glo- form; any message in a general envelope
   * @throws SecurityRefused if no invocation counter is to be had
   */
  public Apdu.Ciphered protect(Bytes apdu, Envelope envelope) throws SecurityRefused {
    boolean general = envelope == Envelope.GENERAL;
    int tag = general ? Tags.GENERAL_GLO_CIPHERING : Tags.globalOf(apdu.at(0));
    if (tag < 0) {
      throw new IllegalArgumentException("APDU 0x%02X has no glo- form".formatted(apdu.at(0)));
    }
    long number = counter.next();
    SecurityControl control = SecurityControl.AUTHENTICATED_ENCRYPTION;
    Bytes payload = encryption.protect(control, ownTitle, number, apdu);
    Bytes title = general ? ownTitle.octets() : Bytes.EMPTY;
    return new Apdu.Ciphered(tag, title, control.octet(), number, payload);
  }

  /**
   * The message inside a protected one.
   *
   * @param peer system title of the originator
   * @throws SecurityRefused if it is protected in another way than agreed, names another
   *     originator, its tag does not fit, or its envelope belongs to another service
   */
  public Bytes unprotect(Apdu.Ciphered message, SystemTitle peer) throws SecurityRefused {
    SecurityControl control = new SecurityControl(message.securityControl());
    if (!control.equals(SecurityControl.AUTHENTICATED_ENCRYPTION)) {
      throw new SecurityRefused("security control is %s but 0x30 was agreed".formatted(control));
    }
    boolean general = message.tag() == Tags.GENERAL_GLO_CIPHERING;
    if (general
        && !message.systemTitle().isEmpty()
        && !message.systemTitle().equals(peer.octets())) {
      throw new SecurityRefused(
          "message of " + message.systemTitle() + " in the association of " + peer);
    }
    Bytes text = encryption.unprotect(control, peer, message.counter(), message.payload());
    if (text.isEmpty() || (!general && Tags.globalOf(text.at(0)) != message.tag())) {
      throw new SecurityRefused("protected message is not of its envelope's service");
    }
    return text;
  }

  /**
   * Our answer to a challenge: security control, invocation counter, GMAC (clause 9.2.7.4,
   * mechanism 5).
   *
   * @throws SecurityRefused if no invocation counter is to be had
   */
  public Bytes proof(Bytes challenge) throws SecurityRefused {
    long number = counter.next();
    SecurityControl control = SecurityControl.AUTHENTICATION;
    Bytes tag = encryption.tag(control, ownTitle, number, challenge);
    byte[] header = ByteBuffer.allocate(5).put((byte) control.octet()).putInt((int) number).array();
    return Bytes.copyOf(header).concat(tag);
  }

  /**
   * Whether {@code proof} is the peer's answer to our challenge. Its counter needs no check: the
   * challenge is new every time.
   */
  public boolean isProof(Bytes proof, Bytes challenge, SystemTitle peer) {
    if (proof.size() != PROOF_OCTETS || proof.at(0) != SecurityControl.AUTHENTICATION.octet()) {
      return false;
    }
    long number = proof.buffer().getInt(1) & 0xFFFF_FFFFL;
    Bytes textAndTag = challenge.concat(proof.slice(5, PROOF_OCTETS));
    try {
      encryption.unprotect(SecurityControl.AUTHENTICATION, peer, number, textAndTag);
      return true;
    } catch (SecurityRefused _) {
      return false; // the tag does not fit: that is the answer
    }
  }
}
