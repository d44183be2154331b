package org.meterhaus.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.transaction.jta.platform.internal.NoJtaPlatform;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.jspecify.annotations.Nullable;

/**
 * The one door to PostgreSQL of a process: a bounded pool, a stateless session per transaction,
 * notifications. Resource-local everywhere, in the WAR too. Thread-safe.
 *
 * <p>Repositories are built per transaction on the session that {@link #inTransaction} hands out:
 * {@code database.inTransaction(session -> new Commands(session).find(id))}.
 */
public final class Database implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Database.class.getName());

  private static final int ATTEMPTS = 6;

  /** Nobody thinks for this long between two statements: the peer is gone. */
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK_DETECTED = "40P01";

  private final DatabaseConfig config;
  private final HikariDataSource pool;
  private final SessionFactory sessions;

  private Database(DatabaseConfig config, HikariDataSource pool, SessionFactory sessions) {
    this.config = config;
    this.pool = pool;
    this.sessions = sessions;
  }

  /** {@link #open(DatabaseConfig, List)} without entities: for repositories in plain SQL. */
  public static Database open(DatabaseConfig config) {
    return open(config, List.of());
  }

  /**
   * Migrates the schema if {@code config} names its owner, checks it, and opens the pool.
   *
   * @param entities every mapped class that the repositories of this process use
   * @throws DatabaseUnusable when the database cannot be reached or its schema is not ours
   */
  public static Database open(DatabaseConfig config, List<Class<?>> entities) {
    Schema.prepare(config);
    var pool = new HikariDataSource(poolConfig(config));
    try {
      return new Database(config, pool, sessionFactory(pool, entities));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Runs {@code work} in one transaction (READ COMMITTED) and commits. After a serialization
   * failure or a deadlock it runs again in a new transaction, a few times: so {@code work} must
   * have no effect outside its session, and must build its repositories itself.
   *
   * @return what {@code work} returned
   */
  public <T extends @Nullable Object> T inTransaction(Function<StatelessSession, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work, false);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !worthRepeating(e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** {@link #inTransaction} for work without a result. */
  public void transact(Consumer<StatelessSession> work) {
    this.<@Nullable Void>inTransaction(session -> {
      work.accept(session);
      return null;
    });
  }

  /**
   * Runs {@code work} in one read-only transaction that sees a single moment (REPEATABLE READ), so
   * that the queries of one answer agree with each other.
   */
  public <T extends @Nullable Object> T reading(Function<StatelessSession, T> work) {
    return once(work, true);
  }

  /**
   * Hears what is notified on {@code channel}, on a connection and a virtual thread of its own. The
   * payload goes to {@code heard}, one at a time; after the connection was lost and found again it
   * gets an empty payload once, as something may have been missed. A notification is a hint to look
   * now; never rely on it alone.
   *
   * @param channel a plain identifier such as {@code meterhaus_outbox}
   * @param heard must return quickly; what it throws is logged
   */
  public Subscription listen(String channel, Consumer<String> heard) {
    return Subscription.start(config, channel, heard);
  }

  /** Sends a notification when (and only if) the transaction of {@code session} commits. */
  public static void notify(StatelessSession session, String channel, String payload) {
    session
        .createNativeQuery("select pg_notify(:channel, :payload)", Object.class)
        .setParameter("channel", channel)
        .setParameter("payload", payload)
        .getSingleResultOrNull();
  }

  /** Closes every connection; work under way fails. */
  @Override
  public void close() {
    sessions.close();
    pool.close();
  }

  private <T extends @Nullable Object> T once(
      Function<StatelessSession, T> work, boolean readOnly) {
    try (StatelessSession session = sessions.openStatelessSession()) {
      Transaction transaction = session.beginTransaction();
      try {
        if (readOnly) {
          session
              .createNativeMutationQuery(
                  "set transaction isolation level repeatable read, read only")
              .executeUpdate();
        }
        T result = work.apply(session);
        transaction.commit();
        return result;
      } catch (Throwable e) {
        rollBack(transaction, e);
        throw e;
      }
    }
  }

  private static void rollBack(Transaction transaction, Throwable cause) {
    try {
      if (transaction.isActive() || transaction.getStatus().canRollback()) {
        transaction.rollback();
      }
    } catch (RuntimeException e) {
      // the connection is gone, and with it the transaction; what matters is why
      cause.addSuppressed(e);
    }
  }

  private static boolean worthRepeating(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = Objects.requireNonNullElse(sql.getSQLState(), "");
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK_DETECTED);
      }
    }
    return false;
  }

  /** Doubles, with jitter, so that two rivals do not meet again. */
  private static void pause(int attempt) {
    long nanos = FIRST_PAUSE.toNanos() << (attempt - 1);
    LOG.log(System.Logger.Level.DEBUG, "transaction lost a conflict, attempt {0}", attempt);
    LockSupport.parkNanos(nanos + ThreadLocalRandom.current().nextLong(nanos));
  }

  private static HikariConfig poolConfig(DatabaseConfig config) {
    var hikari = new HikariConfig();
    hikari.setPoolName("meterhaus-db");
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.application().user());
    hikari.setPassword(config.application().password());
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setMinimumIdle(1);
    hikari.setAutoCommit(false);
    hikari.setConnectionTimeout(config.connectWithin().toMillis());
    hikari.addDataSourceProperty("ApplicationName", "meterhaus");
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
    hikari.addDataSourceProperty(
        "options",
        "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d -c TimeZone=UTC"
            .formatted(
                config.statementTimeout().toMillis(),
                config.lockTimeout().toMillis(),
                IDLE_IN_TRANSACTION.toMillis()));
    return hikari;
  }

  /** Programmatic bootstrap: no persistence.xml, no scanning, no container, no JTA. */
  private static SessionFactory sessionFactory(HikariDataSource pool, List<Class<?>> entities) {
    var loading =
        new BootstrapServiceRegistryBuilder()
            .applyClassLoader(Database.class.getClassLoader())
            .build();
    var services =
        new StandardServiceRegistryBuilder(loading)
            .applySetting(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
            .applySetting(
                AvailableSettings.CONNECTION_HANDLING,
                PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION)
            .applySetting(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true)
            .applySetting(AvailableSettings.TRANSACTION_COORDINATOR_STRATEGY, "jdbc")
            .applySetting(AvailableSettings.JTA_PLATFORM, NoJtaPlatform.INSTANCE)
            .applySetting(AvailableSettings.HBM2DDL_AUTO, entities.isEmpty() ? "none" : "validate")
            .applySetting(AvailableSettings.JAKARTA_VALIDATION_MODE, "none")
            .applySetting(AvailableSettings.JDBC_TIME_ZONE, "UTC")
            .applySetting(AvailableSettings.USE_SECOND_LEVEL_CACHE, false)
            .applySetting(AvailableSettings.STATEMENT_BATCH_SIZE, 100)
            .build();
    try {
      var sources = new MetadataSources(services);
      entities.forEach(sources::addAnnotatedClass);
      return sources.buildMetadata().buildSessionFactory();
    } catch (RuntimeException e) {
      StandardServiceRegistryBuilder.destroy(services);
      throw e;
    }
  }
}
