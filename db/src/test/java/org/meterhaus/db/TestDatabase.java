package org.meterhaus.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.meterhaus.db.embedded.EmbeddedConfig;
import org.meterhaus.db.embedded.EmbeddedPostgres;

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
    DatabaseConfig config = copyOf(Template.NAME);
    return new TestDatabase(config, Database.open(config.withoutOwner(), List.of(entities)));
  }

  /** Creates a database of its own and leaves it empty. */
  static DatabaseConfig createEmpty() {
    return copyOf("template1");
  }

  private static DatabaseConfig copyOf(String template) {
    DatabaseConfig server = Server.RUNNING.databaseConfig();
    Credentials owner = server.owner().orElseThrow();
    String name = "test_%d".formatted(COUNT.incrementAndGet());
    try (var connection = connect(server.url(), owner);
        var statement = connection.createStatement()) {
      statement.execute("create database %s template %s".formatted(name, template));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create " + name, e);
    }
    return DatabaseConfig.of(
        server.url().replaceAll("/[a-z]+$", "/" + name), server.application(), Optional.of(owner));
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

  static Connection connect(String url, Credentials role) throws SQLException {
    return DriverManager.getConnection(url, role.user(), role.password());
  }

  /** Migrated once, copied for every test. */
  private static final class Template {
    static final String NAME = migrated();

    private static String migrated() {
      DatabaseConfig config = createEmpty();
      Database.open(config).close();
      return config.url().substring(config.url().lastIndexOf('/') + 1);
    }
  }

  /** Ends with this JVM; its home is removed then. */
  private static final class Server {
    /** Nobody will read what a last checkpoint would write. */
    private static final Duration STOP_WITHIN = Duration.ofMillis(500);

    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        Path home = Files.createTempDirectory("meterhaus-test-postgres");
        Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "meterhaus-binaries");
        EmbeddedPostgres server =
            EmbeddedPostgres.start(
                new EmbeddedConfig(home, binaries, 0, Duration.ofSeconds(60), STOP_WITHIN));
        letTheOwnerCreateDatabases(home, server);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  server.close();
                  delete(home);
                }));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("cannot prepare the test server", e);
      }
    }

    private static void letTheOwnerCreateDatabases(Path home, EmbeddedPostgres server)
        throws IOException, SQLException {
      var passwords = new java.util.Properties();
      try (var in = Files.newInputStream(home.resolve("passwords"))) {
        passwords.load(in);
      }
      var superuser = new Credentials("postgres", passwords.getProperty("postgres"));
      try (var connection = connect(server.databaseConfig().url(), superuser);
          var statement = connection.createStatement()) {
        statement.execute("alter role meterhaus_owner createdb");
      }
    }

    private static void delete(Path folder) {
      try (var all = Files.walk(folder)) {
        for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      } catch (IOException _) {
        // a temporary directory: the system removes what we could not
      }
    }
  }
}
