package org.meterhaus.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, migrated database for one test class, on one PostgreSQL for the whole JVM.
 *
 * <pre>{@code
 * private static TestDatabase test = TestDatabase.create(SomeRow.class);   // @BeforeAll
 * test.database().inTransaction(...)
 * test.close();                                                           // @AfterAll
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final DatabaseConfig config;
  private final Database database;

  private TestDatabase(DatabaseConfig config, Database database) {
    this.config = config;
    this.database = database;
  }

  /** Creates a database of its own, migrates it as its owner and opens it as the application. */
  public static TestDatabase create(Class<?>... entities) {
    String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    EmbeddedPostgres server = Server.RUNNING;
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + " owner meterhaus_owner");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create " + name, e);
    }
    DatabaseConfig config =
        DatabaseConfig.of(
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.getPort(), name),
            new Credentials("meterhaus_app", "app"),
            Optional.of(new Credentials("meterhaus_owner", "owner")));
    return new TestDatabase(config, Database.open(config, List.of(entities)));
  }

  public Database database() {
    return database;
  }

  /** For a second {@link Database} on the same data, or a process of its own. */
  public DatabaseConfig config() {
    return config;
  }

  @Override
  public void close() {
    database.close();
  }

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        try (var connection = server.getPostgresDatabase().getConnection();
            var statement = connection.createStatement()) {
          statement.execute("create role meterhaus_owner login password 'owner'");
          statement.execute("create role meterhaus_app login password 'app'");
        }
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("cannot create the roles", e);
      }
    }
  }
}
