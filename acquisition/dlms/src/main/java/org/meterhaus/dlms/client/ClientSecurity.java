package org.meterhaus.dlms.client;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.CipheringForm;
import org.meterhaus.dlms.security.Cover;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.MessageProtection;
import org.meterhaus.dlms.security.MessageProtection.Freshness;
import org.meterhaus.dlms.security.MessageProtection.Opened;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.TransactionOrder;

/** What protects the messages of one association, or only its proofs. Not thread-safe. */
final class ClientSecurity {

  /** How many octets our transactions' ids have. */
  private static final Bytes ANY_TRANSACTION = Bytes.ofHex("00".repeat(8));

  private final Ciphering ciphering;
  private final SecureRandom random;
  private final Map<Object, TransactionOrder> transactions = new HashMap<>();
  private MessageProtection protection;
  private @Nullable SystemTitle server;

  /** The transaction of the last request, whose answer has it too. */
  private @Nullable Bytes pending;

  private long lastGlobalCounter = -1;
  private long lastDedicatedCounter = -1;
  private boolean dedicated;

  ClientSecurity(Ciphering ciphering, SecureRandom random) {
    this.ciphering = ciphering;
    this.random = random;
    this.protection = protection(ciphering.keys());
  }

  private MessageProtection protection(KeySet keys) {
    return new MessageProtection(keys, ciphering.title(), ciphering.counter(), random);
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
    protection = protection(ciphering.keys().withDedicated(SymmetricKey.of(key)));
    return key;
  }

  void useDedicated() {
    dedicated = protection.keys().dedicated() != null;
  }

  /**
   * An InitiateRequest as it goes out: it has a form of its own, and nobody signs it, since the
   * server has not told who it is.
   */
  Bytes protectInitiate(Bytes plain) throws SecurityRefused {
    Protection wanted = ciphering.policy().requests();
    Cover cover =
        protection.unasked(plain.at(0), CipheringForm.SERVICE_SPECIFIC, false, wanted, false);
    return cover == null ? plain : protection.protect(plain, cover, ciphering.title());
  }

  /**
   * A request as it goes out.
   *
   * @param general whether the server takes general protection
   */
  Bytes protect(Bytes plain, boolean general) throws SecurityRefused {
    SecurityPolicy policy = ciphering.policy();
    Cover cover =
        protection.unasked(
            plain.at(0), ciphering.form(), dedicated, policy.requests(), policy.signedRequests());
    if (cover == null) {
      return plain;
    }
    if (cover.general() && !general) {
      throw new SecurityRefused("server takes no general protection, and there is no other");
    }
    pending = cover.transaction();
    return protection.protect(plain, cover, peer());
  }

  /** By how many octets protection makes a request longer, at most. */
  int overhead() {
    SecuritySuite suite = ciphering.keys().suite();
    var key = ciphering.form().key();
    int cipher =
        key == null
            ? ApduProtection.OVERHEAD
            : new Cover.Layer.Keyed(protection.symmetric().fullControl(), key, ANY_TRANSACTION)
                .overhead(suite);
    return cipher
        + (ciphering.policy().signedRequests()
            ? new Cover.Layer.Signed(ANY_TRANSACTION).overhead(suite)
            : 0);
  }

  /** What an answer holds, whose protection has to be as it should, and seen for the first time. */
  Bytes open(Bytes message) throws Malformed, SecurityRefused {
    Opened opened = protection.open(message, peer());
    requireProtection(opened.cover());
    return taken(opened);
  }

  /** An InitiateResponse, which nobody signs. */
  Bytes openInitiate(Bytes message) throws Malformed, SecurityRefused {
    Opened opened = protection.open(message, peer());
    requireCiphered(opened.cover().protection());
    return taken(opened);
  }

  private Bytes taken(Opened opened) throws SecurityRefused {
    switch (opened.freshness()) {
      case Freshness.Counter(boolean own, long number) -> takeCounter(own, number);
      case Freshness.Transaction(Object trust, Bytes id, long counter) -> {
        TransactionOrder order = transactions.computeIfAbsent(trust, _ -> new TransactionOrder());
        if (!order.take(id, counter) && !Objects.equals(id, pending)) {
          throw new SecurityRefused("server's transaction " + id + ": a replay");
        }
      }
    }
    return opened.apdu();
  }

  private void takeCounter(boolean own, long number) throws SecurityRefused {
    long last = own ? lastDedicatedCounter : lastGlobalCounter;
    if (number <= last) {
      throw new SecurityRefused(
          "server's invocation counter is %d after %d: a replay".formatted(number, last));
    }
    if (own) {
      lastDedicatedCounter = number;
    } else {
      lastGlobalCounter = number;
    }
  }

  /** Takes an answer that came like this, null = without protection, only if that was agreed. */
  void requireProtection(@Nullable Cover cover) throws SecurityRefused {
    SecurityPolicy policy = ciphering.policy();
    requireCiphered(cover == null ? Protection.NONE : cover.protection());
    if (policy.signedResponses() && (cover == null || !cover.signed())) {
      throw new SecurityRefused("an answer without a signature where one was agreed");
    }
  }

  private void requireCiphered(Protection given) throws SecurityRefused {
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

  /** What makes and checks the proofs of mechanism 5. */
  ApduProtection protection() {
    return protection.symmetric();
  }

  private SystemTitle peer() throws SecurityRefused {
    SystemTitle known = server;
    if (known == null) {
      throw new SecurityRefused("a protected message before the server told its system title");
    }
    return known;
  }
}
