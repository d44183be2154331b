package org.meterhaus.dlms.client;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityControl;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.Unprotected;

/** What protects the messages of one association, or only its proofs. Not thread-safe. */
final class ClientSecurity {

  private final Ciphering ciphering;
  private ApduProtection protection;
  private @Nullable SystemTitle server;
  private long lastGlobalCounter = -1;
  private long lastDedicatedCounter = -1;
  private boolean dedicated;

  ClientSecurity(Ciphering ciphering) {
    this.ciphering = ciphering;
    this.protection = new ApduProtection(ciphering.keys(), ciphering.title(), ciphering.counter());
  }

  SystemTitle title() {
    return ciphering.title();
  }

  /** Whom we talk to; nothing can be opened before. */
  void server(SystemTitle title) {
    server = title;
  }

  @Nullable SystemTitle server() {
    return server;
  }

  /** Makes the dedicated key; services are protected with it once {@link #useDedicated} says so. */
  Bytes dedicate(SecureRandom random) {
    byte[] octets = new byte[ciphering.keys().suite().keyOctets()];
    random.nextBytes(octets);
    Bytes key = Bytes.copyOf(octets);
    protection =
        new ApduProtection(
            ciphering.keys().withDedicated(SymmetricKey.of(key)),
            ciphering.title(),
            ciphering.counter());
    return key;
  }

  void useDedicated() {
    dedicated = protection.keys().dedicated() != null;
  }

  /**
   * A request as it goes out.
   *
   * @param general whether the server takes general envelopes, where there is no other
   */
  Bytes protect(Bytes plain, boolean general) throws SecurityRefused {
    Protection wanted = ciphering.policy().requests();
    if (wanted == Protection.NONE) {
      return plain;
    }
    Envelope specific = dedicated ? Envelope.DEDICATED : Envelope.SERVICE_SPECIFIC;
    Envelope envelope = specific;
    if (specific.tagOf(plain.at(0)) < 0) {
      if (!general) {
        throw new SecurityRefused("server takes no general envelope, and there is no other");
      }
      envelope = dedicated ? Envelope.GENERAL_DEDICATED : Envelope.GENERAL;
    }
    return protection.sealed(plain, SecurityControl.of(ciphering.keys().suite(), wanted), envelope);
  }

  /** What an answer holds, whose protection and counter have to be as they should. */
  Bytes open(Apdu.Ciphered message) throws SecurityRefused {
    SystemTitle peer = server;
    if (peer == null) {
      throw new SecurityRefused("a protected message before the server told its system title");
    }
    Unprotected opened = protection.open(message, peer);
    requireProtection(opened.control().protection());
    boolean own = opened.envelope().dedicated();
    long last = own ? lastDedicatedCounter : lastGlobalCounter;
    if (message.counter() <= last) {
      throw new SecurityRefused(
          "server's invocation counter is %d after %d: a replay"
              .formatted(message.counter(), last));
    }
    if (own) {
      lastDedicatedCounter = message.counter();
    } else {
      lastGlobalCounter = message.counter();
    }
    return opened.apdu();
  }

  /** Takes an answer that came without protection only if none was agreed. */
  void requireProtection(Protection given) throws SecurityRefused {
    Protection wanted = ciphering.policy().responses();
    if (!given.covers(wanted)) {
      throw new SecurityRefused(
          "an answer with protection %s where %s was agreed".formatted(given, wanted));
    }
  }

  /** Whether answers may come without protection. */
  boolean answersNaked() {
    return ciphering.policy().responses() == Protection.NONE;
  }

  ApduProtection protection() {
    return protection;
  }
}
