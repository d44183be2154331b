package org.meterhaus.dlms.security;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * Protects and opens general-ciphering messages, by every kind of key information. Needs no
 * association. Not thread-safe.
 *
 * <p>Whether an incoming counter or transaction was seen before is for the caller to tell.
 */
public final class GeneralProtection {

  private final KeySet keys;
  private final @Nullable SymmetricKey master;
  private final SystemTitle ownTitle;
  private final InvocationCounter counter;
  private final SecureRandom random;

  /**
   * For one party.
   *
   * @param master key encryption key, null if wrapped keys are not used
   * @param counter of {@code ownTitle} under all of these keys
   * @param random makes wrapped keys and ephemeral pairs
   */
  public GeneralProtection(
      KeySet keys,
      @Nullable SymmetricKey master,
      SystemTitle ownTitle,
      InvocationCounter counter,
      SecureRandom random) {
    if (master != null && master.size() != keys.suite().keyOctets()) {
      throw new IllegalArgumentException("master key is not of the suite's length");
    }
    this.keys = keys;
    this.master = master;
    this.ownTitle = ownTitle;
    this.counter = counter;
    this.random = random;
  }

  /** For one party that wraps keys under the master key of its key set, if there is one. */
  public GeneralProtection(
      KeySet keys, SystemTitle ownTitle, InvocationCounter counter, SecureRandom random) {
    this(keys, keys.master(), ownTitle, counter, random);
  }

  /** By what key a message is protected. */
  public enum KeyChoice {
    GLOBAL_UNICAST,
    GLOBAL_BROADCAST,
    /** A new key with each message, under the master key. */
    WRAPPED,
    /** A new key with each message, from an ephemeral pair; the recipient needs no new state. */
    ONE_PASS,
    /** A new key with each transaction, from the pairs of both. */
    STATIC_UNIFIED
  }

  private record Chosen(KeyInfo info, SymmetricKey key) {}

  /** Whether there are the keys to protect a message so. */
  public boolean has(KeyChoice choice) {
    return switch (choice) {
      case GLOBAL_UNICAST -> true;
      case GLOBAL_BROADCAST -> keys.broadcast() != null;
      case WRAPPED -> master != null;
      case ONE_PASS -> keys.signing() != null && keys.peerAgreement() != null;
      case STATIC_UNIFIED -> keys.agreement() != null && keys.peerAgreement() != null;
    };
  }

  /** By what key a message was protected that says so. */
  static KeyChoice choice(GeneralCiphering message) throws SecurityRefused {
    boolean broadcast = new SecurityControl(message.securityControl()).broadcast();
    return switch (message.keyInfo()) {
      case null -> broadcast ? KeyChoice.GLOBAL_BROADCAST : KeyChoice.GLOBAL_UNICAST;
      case KeyInfo.Identified _ ->
          broadcast ? KeyChoice.GLOBAL_BROADCAST : KeyChoice.GLOBAL_UNICAST;
      case KeyInfo.Wrapped _ -> KeyChoice.WRAPPED;
      case KeyInfo.Agreed(int scheme, Bytes _) ->
          switch (scheme) {
            case KeyInfo.Agreed.ONE_PASS -> KeyChoice.ONE_PASS;
            case KeyInfo.Agreed.STATIC_UNIFIED -> KeyChoice.STATIC_UNIFIED;
            default ->
                throw new SecurityRefused("key agreement scheme " + scheme + " is not known");
          };
    };
  }

  /**
   * Protects a message under the next invocation counter.
   *
   * @param protection anything but none
   * @param header its originator has to be our own title
   * @throws SecurityRefused if there is no counter, or not the keys for this choice
   */
  public GeneralCiphering protect(
      Bytes apdu, Protection protection, GeneralHeader header, KeyChoice choice)
      throws SecurityRefused {
    if (!header.originator().equals(ownTitle.octets())) {
      throw new IllegalArgumentException("the originator is not " + ownTitle);
    }
    SecurityControl plain = SecurityControl.of(keys.suite(), protection);
    SecurityControl control =
        choice == KeyChoice.GLOBAL_BROADCAST ? plain.withBroadcastKey() : plain;
    Chosen chosen = choose(choice, header);
    byte[] text = apdu.toArray();
    byte[] out = new byte[text.length + AuthenticatedEncryption.tagOctets(protection)];
    long number = counter.next();
    new AuthenticatedEncryption(chosen.key, keys.authentication())
        .protect(
            control, ownTitle, number, header.encode().toArray(), text, 0, text.length, out, 0);
    return new GeneralCiphering(header, chosen.info, control.octet(), number, Bytes.copyOf(out));
  }

  /**
   * The message inside.
   *
   * @param peer who must have sent it
   * @throws SecurityRefused if it is of another originator, for another recipient, of another
   *     suite, compressed, not protected; if its key is not to be had; or if its tag does not fit
   */
  public Bytes open(GeneralCiphering message, SystemTitle peer) throws SecurityRefused {
    GeneralHeader header = message.header();
    if (!header.originator().equals(peer.octets())) {
      throw new SecurityRefused("message of " + header.originator() + " but not of " + peer);
    }
    if (!header.recipient().isEmpty() && !header.recipient().equals(ownTitle.octets())) {
      throw new SecurityRefused("message for " + header.recipient() + " but not for us");
    }
    SecurityControl control = new SecurityControl(message.securityControl());
    if (control.compressed()) {
      throw new SecurityRefused("compressed messages are not supported");
    }
    if (control.suiteId() != keys.suite().id() || control.protection() == Protection.NONE) {
      throw new SecurityRefused(
          "security control is %s but the suite is %d".formatted(control, keys.suite().id()));
    }
    SymmetricKey key = find(message.keyInfo(), header, control);
    byte[] payload = message.payload().toArray();
    byte[] out = new byte[payload.length];
    int length =
        new AuthenticatedEncryption(key, keys.authentication())
            .unprotect(
                control,
                peer,
                message.counter(),
                header.encode().toArray(),
                payload,
                0,
                payload.length,
                out,
                0);
    return Bytes.copyOf(out, 0, length);
  }

  private Chosen choose(KeyChoice choice, GeneralHeader header) throws SecurityRefused {
    return switch (choice) {
      case GLOBAL_UNICAST -> new Chosen(new KeyInfo.Identified(false), keys.unicast());
      case GLOBAL_BROADCAST ->
          new Chosen(new KeyInfo.Identified(true), there(keys.broadcast(), "broadcast key"));
      case WRAPPED -> {
        SymmetricKey key = SymmetricKey.generate(keys.suite(), random);
        Bytes wrapped = KeyWrap.wrap(there(master, "master key"), key);
        yield new Chosen(new KeyInfo.Wrapped(wrapped), key);
      }
      case ONE_PASS -> {
        EcKeyPair signing = there(keys.signing(), "signing key");
        EcPublicKey peer = there(keys.peerAgreement(), "key agreement key of the peer");
        EcKeyPair ephemeral = EcKeyPair.generate(keys.suite().curve(), random);
        Bytes point = ephemeral.publicKey().point();
        yield new Chosen(
            new KeyInfo.Agreed(KeyInfo.Agreed.ONE_PASS, point.concat(signing.sign(point))),
            derive(ephemeral.sharedSecret(peer), header.originator(), header.recipient()));
      }
      case STATIC_UNIFIED ->
          new Chosen(
              new KeyInfo.Agreed(KeyInfo.Agreed.STATIC_UNIFIED, Bytes.EMPTY), staticKey(header));
    };
  }

  private SymmetricKey find(@Nullable KeyInfo info, GeneralHeader header, SecurityControl control)
      throws SecurityRefused {
    boolean broadcast =
        info instanceof KeyInfo.Identified(boolean named) ? named : control.broadcast();
    if (broadcast != control.broadcast()
        || (broadcast && info != null && !(info instanceof KeyInfo.Identified))) {
      throw new SecurityRefused("security control and key-info name different keys");
    }
    return switch (info) {
      case null -> broadcast ? there(keys.broadcast(), "broadcast key") : keys.unicast();
      case KeyInfo.Identified _ ->
          broadcast ? there(keys.broadcast(), "broadcast key") : keys.unicast();
      case KeyInfo.Wrapped(Bytes wrapped) ->
          KeyWrap.unwrap(keys.suite(), there(master, "master key"), wrapped);
      case KeyInfo.Agreed(int scheme, Bytes data) when scheme == KeyInfo.Agreed.ONE_PASS ->
          onePassKey(data, header);
      case KeyInfo.Agreed(int scheme, Bytes data)
          when scheme == KeyInfo.Agreed.STATIC_UNIFIED && data.isEmpty() ->
          staticKey(header);
      case KeyInfo.Agreed(int scheme, Bytes _) ->
          throw new SecurityRefused("key agreement scheme " + scheme + " is not known");
    };
  }

  private SymmetricKey onePassKey(Bytes data, GeneralHeader header) throws SecurityRefused {
    EcKeyPair own = there(keys.agreement(), "key agreement key");
    EcPublicKey signer = there(keys.peerSigning(), "signing key of the peer");
    int pointOctets = own.curve().pointOctets();
    if (data.size() != pointOctets + own.curve().signatureOctets()) {
      throw new SecurityRefused("ephemeral key and signature have " + data.size() + " octets");
    }
    Bytes point = data.slice(0, pointOctets);
    if (!signer.verifies(point, data.slice(pointOctets, data.size()))) {
      throw new SecurityRefused("signature of the ephemeral key does not fit");
    }
    EcPublicKey ephemeral = EcPublicKey.received(own.curve(), point);
    return derive(own.sharedSecret(ephemeral), header.originator(), ownTitle.octets());
  }

  /** The transaction is the nonce of party U, which tells the keys of two transactions apart. */
  private SymmetricKey staticKey(GeneralHeader header) throws SecurityRefused {
    EcKeyPair own = there(keys.agreement(), "key agreement key");
    EcPublicKey peer = there(keys.peerAgreement(), "key agreement key of the peer");
    Bytes partyU =
        new OctetWriter().bytes(header.originator()).counted(header.transactionId()).toBytes();
    return derive(own.sharedSecret(peer), partyU, header.recipient());
  }

  private SymmetricKey derive(byte[] secret, Bytes partyU, Bytes partyV) {
    return KeyDerivation.derive(keys.suite(), KeyDerivation.Use.ENCRYPTION, secret, partyU, partyV);
  }

  private static <T> T there(@Nullable T key, String name) throws SecurityRefused {
    if (key == null) {
      throw new SecurityRefused("there is no " + name);
    }
    return key;
  }
}
