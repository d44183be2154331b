package org.meterhaus.dissemination.customer;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.meterhaus.db.Database;
import org.meterhaus.db.audit.AuditLog;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.customers.Customers.Login;
import org.meterhaus.db.customers.Party;
import org.meterhaus.dissemination.access.AuditTrail;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Outage;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.SignedIn;

/**
 * Checks a user name and a password. An unknown user costs the same effort as a wrong password.
 * Thread-safe.
 */
public final class SignIn {

  /** Anything but control characters and halves of surrogate pairs, which no database text has. */
  private static final Pattern USERNAME = Pattern.compile("[^\\p{Cc}\\p{Cs}]{1,128}");

  private static final int MAX_PASSWORD = 1_024;

  private final Database database;
  private final InstantSource clock;
  private final SignInConfig config;
  private final Tokens tokens;
  private final AuditTrail audit;
  private final Attempts byUsername;
  private final Attempts byAddress;
  private final Semaphore checks;

  /** Of a password that nobody knows, for users that do not exist. */
  private final PasswordHash nobody;

  public SignIn(
      Database database,
      InstantSource clock,
      SecureRandom random,
      SignInConfig config,
      Tokens tokens,
      AuditTrail audit) {
    this.database = database;
    this.clock = clock;
    this.config = config;
    this.tokens = tokens;
    this.audit = audit;
    this.byUsername = new Attempts(clock, config.burstPerUsername(), config.refillPerUsername());
    this.byAddress = new Attempts(clock, config.burstPerAddress(), config.refillPerAddress());
    this.checks = new Semaphore(config.checksAtOnce(), true);
    this.nobody = PasswordHash.of(Tokens.random(random), random);
  }

  /**
   * @param accessToken opaque, 256 random bits, base64url; shown once, kept only as a hash
   * @param expiresIn how long it is valid
   */
  public record IssuedToken(String accessToken, Duration expiresIn) {
    /** Without the token: it must not get into a log. */
    @Override
    public String toString() {
      return "IssuedToken[expiresIn=" + expiresIn + "]";
    }
  }

  /**
   * The password grant: checks and issues a token.
   *
   * @param address from where the request came, for throttling
   * @throws RefusedException invalid-credentials, rate-limited, not-ready
   */
  public IssuedToken issueToken(String username, String password, String address) {
    return Outage.refused(() -> {
      Party party = check(username, password, address);
      return new IssuedToken(tokens.issue(party, config.tokenLifetime()), config.tokenLifetime());
    });
  }

  /**
   * For protocols that send the password with each request (SOAP UsernameToken), where there is
   * nothing for operators.
   *
   * @param address from where the request came, for throttling
   * @throws RefusedException invalid-credentials, rate-limited, not-ready
   */
  public Caller authenticate(
      String username, String password, String address, String correlationId) {
    return Outage.refused(() -> {
      Party party = check(username, password, address);
      if (party.kind() != Party.Kind.CUSTOMER) {
        throw new RefusedException(new Refusal.InvalidCredentials());
      }
      return new Caller(party.id(), SignedIn.Authentication.PASSWORD, correlationId);
    });
  }

  /**
   * The attempt is used up before the check, so that many at once are not more than many one after
   * another.
   */
  private Party check(String username, String password, String address) {
    if (!USERNAME.matcher(username).matches() || password.length() > MAX_PASSWORD) {
      byAddress.take(address);
      throw new RefusedException(new Refusal.InvalidCredentials());
    }
    byAddress.take(address);
    byUsername.take(username);
    Optional<Login> login =
        database.inTransaction(session -> new Customers(session).login(username));
    PasswordHash hash = login.map(found -> PasswordHash.parse(found.passwordHash())).orElse(nobody);
    boolean matches = limited(() -> hash.matches(password)) && login.isPresent();
    // an unknown name may be a password typed into the wrong field: it is not written down
    String actor = login.map(found -> found.party().toString()).orElse("unknown");
    String outcome = matches ? "ok" : "refused:invalid-credentials";
    audit.write(new AuditLog.Entry(clock.instant(), actor, "sign-in", "login", outcome));
    if (!matches) {
      throw new RefusedException(new Refusal.InvalidCredentials());
    }
    byUsername.giveBack(username);
    byAddress.giveBack(address);
    return login.orElseThrow().party();
  }

  private boolean limited(BooleanSupplier check) {
    boolean admitted = false;
    try {
      admitted = checks.tryAcquire(config.checkWithin().toNanos(), TimeUnit.NANOSECONDS);
      if (!admitted) {
        throw new RefusedException(new Refusal.RateLimited(config.checkWithin()));
      }
      return check.getAsBoolean();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RefusedException(new Refusal.NotReady("the server is stopping"));
    } finally {
      if (admitted) {
        checks.release();
      }
    }
  }
}
