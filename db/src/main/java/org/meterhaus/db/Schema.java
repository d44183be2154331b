package org.meterhaus.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database to the schema of this program, or says why not. The scripts are listed here by
 * name, so that nothing depends on scanning a class path (a WAR's differs from a jar's).
 */
final class Schema {
  private static final String FOLDER = "/org/meterhaus/db/migration/";

  /** In order; a test compares this list with the folder. */
  static final List<String> SCRIPTS =
      List.of(
          "V1__house.sql",
          "V2__journal_aside.sql",
          "V3__bands_and_notes.sql",
          "V4__operators.sql",
          "V5__tariffs.sql",
          "V6__device_findings.sql",
          "V7__outages_and_groups.sql",
          "V8__edits_revisions_jobs.sql",
          "V9__reach.sql",
          "V10__gasps.sql");

  /** Runs after every migration: rights of the application role. */
  static final String RIGHTS = "afterMigrate.sql";

  private static final int NEWEST = versionOf(SCRIPTS.getLast());

  private Schema() {}

  /** 5 of {@code V5__tariffs.sql}. */
  static int versionOf(String script) {
    return Integer.parseInt(script.substring(1, script.indexOf("__")));
  }

  /** Migrates as the owner where there is one, then makes sure that the schema is ours. */
  static void prepare(DatabaseConfig config) {
    config.owner().ifPresent(owner -> migrate(config, owner));
    int found = version(config);
    if (found > NEWEST) {
      throw newer(found);
    }
    if (found < NEWEST) {
      throw new DatabaseUnusable(
          "the database holds schema version %d and this program needs %d: start a process that may migrate it"
              .formatted(found, NEWEST));
    }
  }

  private static DatabaseUnusable newer(int found) {
    return new DatabaseUnusable(
        "the database holds schema version %d and this program knows up to %d: use a newer program"
            .formatted(found, NEWEST));
  }

  private static void migrate(DatabaseConfig config, Credentials owner) {
    // looked at first: a migration run by an older program must not touch anything
    int found = version(config.url(), owner);
    if (found > NEWEST) {
      throw newer(found);
    }
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(config.url(), owner.user(), owner.password())
          .resourceProvider(new Scripts())
          .javaMigrationClassProvider(List::of)
          .placeholders(Map.of("application", config.application().user()))
          .connectRetries(0)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseUnusable("the schema could not be migrated: " + e.getMessage(), e);
    }
  }

  private static int version(DatabaseConfig config) {
    return version(config.url(), config.application());
  }

  /** 0 when there is no schema yet. */
  private static int version(String url, Credentials role) {
    var login = new Properties();
    login.setProperty("user", role.user());
    login.setProperty("password", role.password());
    login.setProperty("connectTimeout", "10");
    try (Connection connection = DriverManager.getConnection(url, login);
        var statement = connection.createStatement()) {
      try (var there =
          statement.executeQuery(
              "select to_regclass('public.flyway_schema_history') is not null")) {
        there.next();
        if (!there.getBoolean(1)) {
          return 0;
        }
      }
      try (var row =
          statement.executeQuery(
              "select coalesce(max(version::int), 0) from public.flyway_schema_history"
                  + " where version is not null and success")) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new DatabaseUnusable(
          "cannot use %s as %s: %s".formatted(url, role.user(), e.getMessage()), e);
    }
  }

  /** Hands Flyway exactly the scripts that are listed. */
  private static final class Scripts implements ResourceProvider {

    @Override
    public @Nullable LoadableResource getResource(String name) {
      return SCRIPTS.contains(name) || name.equals(RIGHTS) ? new Script(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return java.util.stream.Stream.concat(SCRIPTS.stream(), java.util.stream.Stream.of(RIGHTS))
          .filter(name -> name.startsWith(prefix))
          .filter(name -> List.of(suffixes).stream().anyMatch(name::endsWith))
          .<LoadableResource>map(Script::new)
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;

    Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      InputStream in = Schema.class.getResourceAsStream(FOLDER + name);
      if (in == null) {
        throw new UncheckedIOException(new IOException("no resource " + FOLDER + name));
      }
      return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    @Override
    public String getAbsolutePath() {
      return FOLDER + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return FOLDER + name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
