package org.meterhaus.dissemination.customer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.customers.AccessTokens;
import org.meterhaus.db.customers.Party;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.Outage;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.SignedIn;

/** Access tokens: whom they stand for, and their end. Thread-safe. */
public final class Tokens {

  private static final int OCTETS = 32;

  /** 256 bits in base64url without padding. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** Expired ones are kept this long, to say who they were if somebody asks. */
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(7);

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random;

  public Tokens(Database database, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  /**
   * For a face that serves customers only: the token of an operator is worth nothing there.
   *
   * @param accessToken without the word Bearer; null if the request had none
   * @throws RefusedException not-authenticated, not-ready
   */
  public Caller authenticate(@Nullable String accessToken, String correlationId) {
    return switch (identify(accessToken, correlationId)) {
      case Caller caller -> caller;
      case Operator _ -> throw new RefusedException(new Refusal.NotAuthenticated());
    };
  }

  /**
   * Whom a token stands for.
   *
   * @param accessToken without the word Bearer; null if the request had none
   * @throws RefusedException not-authenticated, not-ready
   */
  public SignedIn identify(@Nullable String accessToken, String correlationId) {
    if (accessToken == null || !FORM.matcher(accessToken).matches()) {
      throw new RefusedException(new Refusal.NotAuthenticated());
    }
    return Outage.refused(() ->
            database.inTransaction(
                session -> new AccessTokens(session).partyOf(sha256(accessToken), clock.instant())))
        .map(party -> signedIn(party, correlationId))
        .orElseThrow(() -> new RefusedException(new Refusal.NotAuthenticated()));
  }

  private static SignedIn signedIn(Party party, String correlationId) {
    return switch (party.kind()) {
      case CUSTOMER -> new Caller(party.id(), SignedIn.Authentication.BEARER_TOKEN, correlationId);
      case OPERATOR -> new Operator(party.id(), correlationId);
    };
  }

  /**
   * Signs out: the token is worthless from now on. Revoking an unknown or revoked token does
   * nothing.
   */
  public void revoke(String accessToken) {
    Outage.refused(() ->
        database.inTransaction(
            session -> new AccessTokens(session).revoke(sha256(accessToken), clock.instant())));
  }

  /**
   * @return the token, which is not known to anybody else from now on
   */
  String issue(Party party, Duration lifetime) {
    String token = random(random);
    Instant now = clock.instant();
    database.transact(session -> {
      var tokens = new AccessTokens(session);
      tokens.purge(party, now.minus(KEPT_AFTER_EXPIRY));
      tokens.add(sha256(token), party, now, now.plus(lifetime));
    });
    return token;
  }

  static String random(SecureRandom random) {
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /** Enough for a random token; a password would need more. */
  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
