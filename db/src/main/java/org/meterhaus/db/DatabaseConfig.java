package org.meterhaus.db;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one process talks to PostgreSQL.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param application the role that all work runs as
 * @param owner the role that owns the schema and migrates it when the database is opened; empty:
 *     this process only checks that the schema is the one it knows
 * @param poolSize most connections at once, 1..100
 * @param connectWithin longest wait for a free connection, 250 ms or more
 * @param statementTimeout longest run of one statement, more than zero
 * @param lockTimeout longest wait for one lock, more than zero
 */
public record DatabaseConfig(
    String url,
    Credentials application,
    Optional<Credentials> owner,
    int poolSize,
    Duration connectWithin,
    Duration statementTimeout,
    Duration lockTimeout) {

  private static final int POOL_SIZE = 8;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(20);

  public DatabaseConfig {
    require(
        url.startsWith("jdbc:postgresql:"),
        "meterhaus.db.url must start with jdbc:postgresql: but was " + url);
    require(
        poolSize >= 1 && poolSize <= 100,
        "meterhaus.db.pool-size must be 1..100 but was " + poolSize);
    require(
        connectWithin.toMillis() >= 250,
        "meterhaus.db.connect-within must be PT0.25S or more but was " + connectWithin);
    require(
        statementTimeout.toMillis() > 0,
        "meterhaus.db.statement-timeout must be more than zero but was " + statementTimeout);
    require(
        lockTimeout.toMillis() > 0,
        "meterhaus.db.lock-timeout must be more than zero but was " + lockTimeout);
  }

  /**
   * The defaults, for a process that migrates as {@code owner} and works as {@code application}.
   */
  public static DatabaseConfig of(
      String url, Credentials application, Optional<Credentials> owner) {
    return new DatabaseConfig(
        url, application, owner, POOL_SIZE, CONNECT_WITHIN, STATEMENT_TIMEOUT, LOCK_TIMEOUT);
  }

  /**
   * Reads {@code meterhaus.db.url}, {@code .user}, {@code .password}, {@code .owner.user}, {@code
   * .owner.password}, {@code .migrate}, {@code .pool-size}, {@code .connect-within}, {@code
   * .statement-timeout} and {@code .lock-timeout} (durations in ISO 8601). URL and user must be
   * there. Without {@code owner.user} the one role does both; {@code migrate=false} leaves the
   * schema alone.
   *
   * @param setting the value of a name, or empty
   * @throws IllegalArgumentException when something is missing or out of range, naming it
   */
  public static DatabaseConfig from(Function<String, Optional<String>> setting) {
    var application =
        new Credentials(
            required(setting, "meterhaus.db.user"),
            setting.apply("meterhaus.db.password").orElse(""));
    var owner =
        setting
            .apply("meterhaus.db.owner.user")
            .map(user ->
                new Credentials(user, setting.apply("meterhaus.db.owner.password").orElse("")))
            .orElse(application);
    boolean migrate = truth("meterhaus.db.migrate", setting.apply("meterhaus.db.migrate"));
    return new DatabaseConfig(
        required(setting, "meterhaus.db.url"),
        application,
        migrate ? Optional.of(owner) : Optional.empty(),
        setting
            .apply("meterhaus.db.pool-size")
            .map(text -> number("meterhaus.db.pool-size", text))
            .orElse(POOL_SIZE),
        duration(setting, "meterhaus.db.connect-within", CONNECT_WITHIN),
        duration(setting, "meterhaus.db.statement-timeout", STATEMENT_TIMEOUT),
        duration(setting, "meterhaus.db.lock-timeout", LOCK_TIMEOUT));
  }

  /** The same database for a process that must not touch the schema. */
  public DatabaseConfig withoutOwner() {
    return new DatabaseConfig(
        url, application, Optional.empty(), poolSize, connectWithin, statementTimeout, lockTimeout);
  }

  private static String required(Function<String, Optional<String>> setting, String name) {
    return setting
        .apply(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " is not set"));
  }

  private static boolean truth(String name, Optional<String> text) {
    return switch (text.orElse("true")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              name + " must be true or false but was " + text.orElse(""));
    };
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number but was " + text, e);
    }
  }

  private static Duration duration(
      Function<String, Optional<String>> setting, String name, Duration otherwise) {
    Optional<String> text = setting.apply(name);
    try {
      return text.map(Duration::parse).orElse(otherwise);
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(
          name + " must be a duration such as PT30S but was " + text.orElse(""), e);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
