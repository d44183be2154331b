package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.MessageProtection.Freshness;
import org.meterhaus.dlms.security.MessageProtection.Opened;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.TransactionOrder;

/**
 * What protects one association, or only the proofs of its opening. Not thread-safe; the memory of
 * counters seen is shared with the client's other connections.
 */
final class ServerSecurity {

  private static final Bytes LONGEST_TRANSACTION = Bytes.ofHex("00".repeat(8));

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
  private final SecureRandom random;
  private MessageProtection protection;
  private @Nullable ReplayWindow globalWindow;

  /** Numbers under a dedicated key count anew, since the key is new. */
  private @Nullable ReplayWindow dedicatedWindow;

  ServerSecurity(
      ServedDevice served, Ciphering ciphering, SystemTitle client, SecureRandom random) {
    this.served = served;
    this.ciphering = ciphering;
    this.client = client;
    this.random = random;
    this.protection = protection(ciphering.keys());
  }

  private MessageProtection protection(KeySet keys) {
    return new MessageProtection(keys, ciphering.title(), ciphering.counter(), random);
  }

  SystemTitle client() {
    return client;
  }

  SystemTitle title() {
    return ciphering.title();
  }

  /** What makes and checks the proofs of mechanism 5. */
  ApduProtection protection() {
    return protection.symmetric();
  }

  /** Whether a request is protected enough: null = not at all. */
  boolean accepts(@Nullable Cover request) {
    return isCiphered(request == null ? Protection.NONE : request.protection())
        && (!ciphering.policy().signedRequests() || (request != null && request.signed()));
  }

  /** Whether a request is protected enough with symmetric keys; nothing else goes on an AARQ. */
  boolean isCiphered(Protection request) {
    return request.covers(ciphering.policy().requests());
  }

  /** Takes the client's own key for this association. */
  void dedicate(SymmetricKey key) {
    protection = protection(ciphering.keys().withDedicated(key));
    dedicatedWindow = new ReplayWindow();
  }

  /**
   * A protected message of the client, opened.
   *
   * @throws SecurityRefused also if there are no keys to answer in kind
   */
  Opened open(Bytes message) throws Malformed, SecurityRefused, Replayed {
    Opened opened = protection.open(message, client);
    if (!protection.makes(opened.cover())) {
      throw new SecurityRefused("no keys to answer in kind");
    }
    switch (opened.freshness()) {
      case Freshness.Counter(boolean dedicated, long number) -> take(dedicated, number);
      case Freshness.Transaction(Object trust, Bytes id, long counter) -> take(trust, id, counter);
    }
    return opened;
  }

  private void take(boolean dedicated, long number) throws SecurityRefused, Replayed {
    if (globalWindow == null) {
      // Not before a tag was found right: the device remembers so many titles only.
      globalWindow = served.window(client, ciphering.keys().unicast());
    }
    ReplayWindow window = dedicated ? dedicatedWindow : globalWindow;
    if (window == null) {
      throw new SecurityRefused("too many system titles");
    }
    if (!window.take(number)) {
      throw new Replayed(client, number, Math.min(window.expected(), InvocationCounter.MAX));
    }
  }

  private void take(Object trust, Bytes id, long counter) throws SecurityRefused, Replayed {
    TransactionOrder order = served.transactions(client, trust);
    if (order == null) {
      throw new SecurityRefused("too many system titles");
    }
    if (!order.take(id, counter)) {
      throw new Replayed(client, counter, Math.min(order.expected(), InvocationCounter.MAX));
    }
  }

  /** What is sent unasked, protected as the policy wants answers to be. */
  Bytes protect(Bytes apdu) throws SecurityRefused {
    SecurityPolicy policy = ciphering.policy();
    // A data-notification has no form of its own: it goes into a general envelope.
    Cover cover =
        protection.unasked(
            apdu.at(0), ciphering.form(), false, policy.responses(), policy.signedResponses());
    return cover == null ? apdu : protection.protect(apdu, cover, client);
  }

  /** An answer, protected as the policy wants it and not less than its request was. */
  Bytes protect(Bytes apdu, Cover request) throws SecurityRefused {
    return protection.protect(apdu, protection.answering(request, ciphering.policy()), client);
  }

  /** An InitiateResponse, protected like its request; nobody signs it. */
  Bytes protectInitiate(Bytes apdu, Cover request) throws SecurityRefused {
    Cover cover = protection.answering(request, ciphering.policy().responses());
    return protection.protect(apdu, cover, client);
  }

  /** By how many octets protection makes an answer longer, at most: null = to a naked request. */
  int overhead(@Nullable Cover request) {
    SecuritySuite suite = ciphering.keys().suite();
    boolean signs = ciphering.policy().signedResponses() && (request == null || !request.signed());
    int signature = signs ? new Cover.Layer.Signed(LONGEST_TRANSACTION).overhead(suite) : 0;
    if (request == null) {
      return signature + ApduProtection.OVERHEAD;
    }
    int added = request.protection() == Protection.NONE ? ApduProtection.OVERHEAD : 0;
    return signature + added + Math.max(ApduProtection.OVERHEAD, request.overhead(suite));
  }
}
