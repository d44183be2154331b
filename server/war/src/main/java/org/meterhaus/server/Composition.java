package org.meterhaus.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.dissemination.Settings;
import org.meterhaus.dissemination.UseCases;

/**
 * Builds everything once when the application starts and closes it when the application ends. The
 * parts are plain Java; they learn here, and only here, what they work with.
 */
@ApplicationScoped
public class Composition {

  private static final Logger LOG = System.getLogger(Composition.class.getName());

  /** No finer than PostgreSQL keeps, so that an answer now and the same answer later are equal. */
  private final InstantSource clock = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);

  private final SecureRandom random = new SecureRandom();
  private @Nullable Driver driver;
  private @Nullable Database database;
  private @Nullable UseCases useCases;

  /** Asks for this bean when the application starts, so that a bad setting stops it at once. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

  @PostConstruct
  void compose() {
    Config config = ConfigProvider.getConfig();
    try {
      var settings =
          new ServerSettings(
              config.getPropertyNames(), name -> config.getOptionalValue(name, String.class));
      registerDriver();
      Database opened = Database.open(DatabaseConfig.from(settings::find).withoutOwner());
      database = opened;
      useCases = UseCases.on(opened, Settings.defaults(), clock, random);
    } catch (RuntimeException e) {
      // the container says it too, but between pages of stack
      LOG.log(Level.ERROR, "the server cannot start: {0}", e.getMessage());
      throw e;
    }
  }

  /** What both faces ask. */
  @Produces
  UseCases useCases() {
    return started(useCases);
  }

  /** The database, for the health check. */
  @Produces
  Database database() {
    return started(database);
  }

  /** The only clock. */
  @Produces
  InstantSource clock() {
    return clock;
  }

  /** The only source of chance. */
  @Produces
  SecureRandom random() {
    return random;
  }

  @PreDestroy
  void close() {
    if (database != null) {
      database.close();
    }
    if (driver != null) {
      try {
        DriverManager.deregisterDriver(driver);
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "the JDBC driver stays registered: {0}", e.getMessage());
      }
    }
  }

  /**
   * Payara drops the drivers of an archive while it looks at it, before it starts it, and a driver
   * registers itself only once.
   */
  private void registerDriver() {
    Driver found =
        ServiceLoader.load(Driver.class, Composition.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no JDBC driver in the archive"));
    try {
      DriverManager.registerDriver(found);
    } catch (SQLException e) {
      throw new IllegalStateException("the JDBC driver does not register", e);
    }
    driver = found;
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("asked before the application has started");
    }
    return part;
  }
}
