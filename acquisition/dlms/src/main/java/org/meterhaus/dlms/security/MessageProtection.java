package org.meterhaus.dlms.security;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.security.Cover.Layer;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;

/**
 * One side's protection of one association in every form there is: {@link ApduProtection}, {@link
 * GeneralCiphering}, {@link GeneralSigning}, and a signature together with one of the others. Not
 * thread-safe.
 *
 * <p>Whether a message was seen before, and whether it is protected well enough, is for the caller
 * to tell.
 */
public final class MessageProtection {

  private static final int TRANSACTION_OCTETS = 8;

  private final KeySet keys;
  private final SystemTitle ownTitle;
  private final InvocationCounter counter;
  private final SecureRandom random;
  private final ApduProtection symmetric;
  private @Nullable GeneralProtection general;

  /**
   * For one side.
   *
   * @param counter of {@code ownTitle} under all of {@code keys}
   * @param random makes keys for messages that have one of their own
   */
  public MessageProtection(
      KeySet keys, SystemTitle ownTitle, InvocationCounter counter, SecureRandom random) {
    this.keys = keys;
    this.ownTitle = ownTitle;
    this.counter = counter;
    this.random = random;
    this.symmetric = new ApduProtection(keys, ownTitle, counter);
  }

  /**
   * A protected message, opened.
   *
   * @param apdu what was inside
   * @param cover what was around it
   * @param freshness what tells it from one that was seen before
   */
  public record Opened(Bytes apdu, Cover cover, Freshness freshness) {}

  /** What is different in each message of one sender. */
  public sealed interface Freshness {

    /**
     * An invocation counter under a key that stays.
     *
     * @param dedicated whether that key is the dedicated one
     * @param number 0..2^32-1
     */
    record Counter(boolean dedicated, long number) implements Freshness {}

    /**
     * A transaction, where there is no such key.
     *
     * @param trust the key that stays: the master key, or the public key of the sender
     * @param id of the transaction
     * @param counter invocation counter, 0 if there is none
     */
    record Transaction(Object trust, Bytes id, long counter) implements Freshness {}
  }

  /** Whether a message that begins so is protected in one of these ways. */
  public static boolean covers(int tag) {
    return switch (tag) {
      case CipheredTags.GENERAL_GLO_CIPHERING,
          CipheredTags.GENERAL_DED_CIPHERING,
          CipheredTags.GENERAL_CIPHERING,
          CipheredTags.GENERAL_SIGNING ->
          true;
      default -> CipheredTags.isGlobal(tag) || CipheredTags.isDedicated(tag);
    };
  }

  /** With symmetric keys that both have; also the proofs of HLS mechanism 5. */
  public ApduProtection symmetric() {
    return symmetric;
  }

  public KeySet keys() {
    return keys;
  }

  /** Whether there are the keys to protect a message so. */
  public boolean makes(Cover cover) {
    for (Layer layer : cover.layers()) {
      boolean keyed =
          switch (layer) {
            case Layer.Sealed _ -> true;
            case Layer.Signed _ -> keys.signing() != null;
            case Layer.Keyed(SecurityControl _, KeyChoice choice, Bytes _) ->
                choice == KeyChoice.GLOBAL_BROADCAST || general().has(choice);
          };
      if (!keyed) {
        return false;
      }
    }
    return true;
  }

  /**
   * How a message goes that is sent unasked.
   *
   * @param plainTag its first octet
   * @param wanted protection with symmetric keys
   * @param signed whether it is signed, outside of that
   * @return null if it is not protected at all
   * @throws SecurityRefused if no number is left for its transaction
   */
  public @Nullable Cover unasked(
      int plainTag, CipheringForm form, boolean dedicated, Protection wanted, boolean signed)
      throws SecurityRefused {
    KeyChoice choice = form.key();
    boolean ciphered = wanted != Protection.NONE;
    Bytes transaction = signed || (ciphered && choice != null) ? transaction() : Bytes.EMPTY;
    SecurityControl control = SecurityControl.of(keys.suite(), wanted);
    Layer cipher =
        choice == null
            ? new Layer.Sealed(control, form.envelope(plainTag, dedicated))
            : new Layer.Keyed(control, choice, transaction);
    if (!signed) {
      return ciphered ? Cover.of(cipher) : null;
    }
    Layer signature = new Layer.Signed(transaction);
    return new Cover(ciphered ? List.of(signature, cipher) : List.of(signature));
  }

  /** How terms of an association go: as they were proposed, and ciphered as the policy wants. */
  public Cover answering(Cover proposal, Protection least) {
    return proposal.strengthened(keys.suite(), least);
  }

  /**
   * How an answer goes: as its request came, and as the policy wants it at least.
   *
   * @throws SecurityRefused if no number is left for its transaction
   */
  public Cover answering(Cover request, SecurityPolicy policy) throws SecurityRefused {
    Cover strong = answering(request, policy.responses());
    return policy.signedResponses() && !strong.signed() ? strong.signedWith(transaction()) : strong;
  }

  /**
   * Protects a message; each layer that ciphers takes the next invocation counter.
   *
   * @throws SecurityRefused if there is no counter, or not the keys
   */
  public Bytes protect(Bytes apdu, Cover cover, SystemTitle recipient) throws SecurityRefused {
    Bytes message = apdu;
    for (int i = cover.layers().size() - 1; i >= 0; i--) {
      message =
          switch (cover.layers().get(i)) {
            case Layer.Sealed(SecurityControl control, ApduProtection.Envelope envelope) ->
                symmetric.sealed(message, control, envelope);
            case Layer.Keyed(SecurityControl control, KeyChoice choice, Bytes transaction) -> {
              GeneralHeader header = GeneralHeader.of(transaction, ownTitle, recipient);
              yield general().protect(message, control.protection(), header, choice).encode();
            }
            case Layer.Signed(Bytes transaction) -> {
              GeneralHeader header = GeneralHeader.of(transaction, ownTitle, recipient);
              yield GeneralSigning.sign(header, message, signing()).encode();
            }
          };
    }
    return message;
  }

  /**
   * Takes off all that lies around a message.
   *
   * @param peer who must have sent it
   * @throws Malformed if it cannot be read
   * @throws SecurityRefused if a tag or signature does not fit, it is of somebody else or for
   *     somebody else, is protected with keys that are not there, or has more layers than a cipher
   *     and a signature
   */
  public Opened open(Bytes message, SystemTitle peer) throws Malformed, SecurityRefused {
    List<Layer> layers = new ArrayList<>(2);
    Freshness fresh = null;
    Bytes inside = message;
    while (!inside.isEmpty() && (layers.isEmpty() || covers(inside.at(0)))) {
      boolean signature = inside.at(0) == GeneralSigning.TAG;
      for (Layer outer : layers) {
        if ((outer instanceof Layer.Signed) == signature) {
          throw new SecurityRefused("ciphered or signed twice");
        }
      }
      Opening next = layer(inside, peer, !layers.isEmpty());
      layers.add(next.layer);
      fresh = fresh == null || !signature ? next.freshness : fresh;
      inside = next.content;
    }
    if (fresh == null) {
      throw new Malformed("no message", 0);
    }
    return new Opened(inside, new Cover(layers), fresh);
  }

  private record Opening(Layer layer, Bytes content, Freshness freshness) {}

  private Opening layer(Bytes message, SystemTitle peer, boolean inner)
      throws Malformed, SecurityRefused {
    try {
      return switch (message.at(0)) {
        case GeneralSigning.TAG -> signed(GeneralSigning.decode(message), peer);
        case GeneralCiphering.TAG -> keyed(GeneralCiphering.decode(message), peer);
        default -> sealed(message, peer);
      };
    } catch (Malformed e) {
      if (!inner) {
        throw e;
      }
      // What lay around it may have been no more than encrypted: this may well be a wrong key.
      throw new SecurityRefused("what is inside cannot be read", e);
    }
  }

  private Opening signed(GeneralSigning message, SystemTitle peer) throws SecurityRefused {
    EcPublicKey signer = keys.peerSigning();
    if (signer == null) {
      throw new SecurityRefused("there is no signing key of the peer");
    }
    GeneralHeader header = message.header();
    if (!header.recipient().isEmpty() && !header.recipient().equals(ownTitle.octets())) {
      throw new SecurityRefused("message for " + header.recipient() + " but not for us");
    }
    Bytes content = message.verified(peer, signer);
    Bytes transaction = header.transactionId();
    return new Opening(
        new Layer.Signed(transaction), content, new Freshness.Transaction(signer, transaction, 0));
  }

  private Opening keyed(GeneralCiphering message, SystemTitle peer) throws SecurityRefused {
    KeyChoice choice = GeneralProtection.choice(message);
    Bytes content = general().open(message, peer);
    Bytes transaction = message.header().transactionId();
    SecurityControl control = new SecurityControl(message.securityControl());
    // Without a tag anybody can change the id; the counter is part of what decrypts.
    Bytes sure = control.authenticated() ? transaction : Bytes.EMPTY;
    Object trust =
        switch (choice) {
          case GLOBAL_UNICAST, GLOBAL_BROADCAST -> null;
          case WRAPPED -> keys.master();
          case ONE_PASS -> keys.peerSigning();
          case STATIC_UNIFIED -> keys.peerAgreement();
        };
    return new Opening(
        new Layer.Keyed(control, choice, transaction),
        content,
        trust == null
            ? new Freshness.Counter(false, message.counter())
            : new Freshness.Transaction(trust, sure, message.counter()));
  }

  private Opening sealed(Bytes message, SystemTitle peer) throws Malformed, SecurityRefused {
    Apdu decoded;
    try {
      decoded = ApduCodec.decode(message, DataLimits.DEFAULT);
    } catch (UnsupportedApdu e) {
      throw new Malformed("not a protected message: " + e.getMessage(), 0);
    }
    if (!(decoded instanceof Apdu.Ciphered ciphered)) {
      throw new Malformed("not a protected message", 0);
    }
    Unprotected opened = symmetric.open(ciphered, peer);
    return new Opening(
        new Layer.Sealed(opened.control(), opened.envelope()),
        opened.apdu(),
        new Freshness.Counter(opened.envelope().dedicated(), opened.counter()));
  }

  /** A number that no other message of ours has, so that a recording of one is told. */
  private Bytes transaction() throws SecurityRefused {
    return new OctetWriter(TRANSACTION_OCTETS).u64(counter.next()).toBytes();
  }

  private EcKeyPair signing() throws SecurityRefused {
    EcKeyPair pair = keys.signing();
    if (pair == null) {
      throw new SecurityRefused("there is no signing key");
    }
    return pair;
  }

  private GeneralProtection general() {
    GeneralProtection known = general;
    if (known == null) {
      known = new GeneralProtection(keys, ownTitle, counter, random);
      general = known;
    }
    return known;
  }
}
