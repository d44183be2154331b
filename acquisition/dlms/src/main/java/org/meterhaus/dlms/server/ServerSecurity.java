package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SecurityControl;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.Unprotected;

/**
 * What protects one association, or only the proofs of its opening. Not thread-safe; the memory of
 * counters seen is shared with the client's other connections.
 */
final class ServerSecurity {

  /** The tag is right, but the counter was used before. */
  static final class Replayed extends Exception {
    private static final long serialVersionUID = 1L;
    final SystemTitle client;
    final long counter;
    final long expected;

    Replayed(SystemTitle client, long counter, long expected) {
      super("replayed", null, false, false);
      this.client = client;
      this.counter = counter;
      this.expected = expected;
    }
  }

  private final ServedDevice served;
  private final Ciphering ciphering;
  private final SystemTitle client;
  private ApduProtection protection;
  private @Nullable ReplayWindow globalWindow;

  /** Numbers under a dedicated key count anew, since the key is new. */
  private @Nullable ReplayWindow dedicatedWindow;

  ServerSecurity(ServedDevice served, Ciphering ciphering, SystemTitle client) {
    this.served = served;
    this.ciphering = ciphering;
    this.client = client;
    this.protection = new ApduProtection(ciphering.keys(), ciphering.title(), ciphering.counter());
  }

  SystemTitle client() {
    return client;
  }

  SystemTitle title() {
    return ciphering.title();
  }

  ApduProtection protection() {
    return protection;
  }

  /** Whether a request is protected enough. */
  boolean accepts(Protection request) {
    return request.covers(ciphering.policy().requests());
  }

  /** Takes the client's own key for this association. */
  void dedicate(SymmetricKey key) {
    protection =
        new ApduProtection(
            ciphering.keys().withDedicated(key), ciphering.title(), ciphering.counter());
    dedicatedWindow = new ReplayWindow();
  }

  Unprotected open(Apdu.Ciphered message) throws SecurityRefused, Replayed {
    Unprotected opened = protection.open(message, client);
    if (globalWindow == null) {
      // Not before a tag was found right: the device remembers so many titles only.
      globalWindow = served.window(client, ciphering.keys().unicast());
    }
    ReplayWindow window = opened.envelope().dedicated() ? dedicatedWindow : globalWindow;
    if (window == null) {
      throw new SecurityRefused("too many system titles");
    }
    if (!window.take(message.counter())) {
      throw new Replayed(
          client, message.counter(), Math.min(window.expected(), InvocationCounter.MAX));
    }
    return opened;
  }

  /** What is sent unasked, protected as the policy wants answers to be. */
  Bytes protect(Bytes apdu) throws SecurityRefused {
    Protection wanted = ciphering.policy().responses();
    if (wanted == Protection.NONE) {
      return apdu;
    }
    // A data-notification has no form of its own: it goes into a general envelope.
    Envelope envelope =
        Envelope.SERVICE_SPECIFIC.tagOf(apdu.at(0)) < 0
            ? Envelope.GENERAL
            : Envelope.SERVICE_SPECIFIC;
    return ApduCodec.encode(
        protection.protect(apdu, SecurityControl.of(ciphering.keys().suite(), wanted), envelope));
  }

  /** An answer, protected as the policy wants it and not less than its request was. */
  Bytes protect(Bytes apdu, Unprotected request) throws SecurityRefused {
    Protection asked = request.control().protection();
    Protection wanted = ciphering.policy().responses();
    Protection given =
        asked.covers(wanted)
            ? asked
            : wanted.covers(asked) ? wanted : Protection.AUTHENTICATED_ENCRYPTION;
    return protection.sealed(
        apdu, SecurityControl.of(ciphering.keys().suite(), given), request.envelope());
  }
}
