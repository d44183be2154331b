package org.meterhaus.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Credentials;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.embedded.EmbeddedConfig;
import org.meterhaus.db.embedded.EmbeddedPostgres;
import org.meterhaus.server.boot.PayaraRuntime;
import org.meterhaus.server.boot.ServerOptions;
import org.meterhaus.server.boot.ServerProcess;

/**
 * A year of quarter hours of one meter as monthly maximum, minimum and average: over REST from the
 * whole server, and as SQL over the figures of days and over a row a reading. {@code
 * scripts/readbench} runs it; not a part of the build.
 *
 * <p>Budget: p99 of REST under 20 ms with 10,000 channels of a year, and the SQL 20 times faster
 * than over rows, even if these lie sorted by meter as no table does to which readings arrive.
 */
@DisplayName("Reading a year by months")
class ReadBench {
  private static final int CHANNELS = Integer.getInteger("readbench.channels", 10_000);
  private static final int ROW_CHANNELS = Math.min(CHANNELS, 200);
  private static final int REQUESTS = Integer.getInteger("readbench.requests", 3_000);
  private static final int WARM_UP = 2_000;
  private static final int SQL_REQUESTS = 200;
  private static final LocalDate FIRST = LocalDate.of(2025, 11, 1);
  private static final LocalDate AFTER = FIRST.plusYears(1);
  private static final String PATH =
      "api/v1/usage-points/u-%d/aggregates?interval="
          + FIRST
          + "/"
          + AFTER
          + "&bucket=P1M&fn=max,min,avg";

  private static final String OVER_DAYS =
      """
      select date_trunc('month', day::timestamp), max(max_wh), min(min_wh),
             round(sum(sum_wh)::numeric / sum(present), 3)
      from day_block where channel_id = ? and day >= ? and day < ?
      group by 1 order by 1
      """;

  private static final String OVER_ROWS =
      """
      select date_trunc('month', start at time zone 'Europe/Berlin'), max(wh), min(wh), round(avg(wh), 3)
      from reading_row
      where channel_id = ? and start >= ?::date::timestamp at time zone 'Europe/Berlin'
        and start < ?::date::timestamp at time zone 'Europe/Berlin'
      group by 1 order by 1
      """;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  private final List<String> report = new ArrayList<>();

  @Test
  void takes_less_than_its_budget() throws Exception {
    Path home = Files.createTempDirectory("meterhaus-readbench");
    Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "meterhaus-binaries");
    try (var postgres = EmbeddedPostgres.start(EmbeddedConfig.of(home, binaries))) {
      DatabaseConfig config = postgres.databaseConfig();
      Database.open(config).close();
      load(config);
      say("| what | requests | p50 ms | p95 ms | p99 ms | max ms |");
      say("|---|---|---|---|---|---|");
      Latencies rest = overRest(config);
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      say(rest.row());
      Latencies days = overSql("SQL over the figures of days", config, OVER_DAYS, CHANNELS);
      say(days.row());
      Latencies rows =
          overSql("SQL over a row a reading, as it arrived", config, OVER_ROWS, ROW_CHANNELS);
      say(rows.row());
      cluster(config);
      Latencies sorted =
          overSql("SQL over a row a reading, sorted by meter", config, OVER_ROWS, ROW_CHANNELS);
      say(sorted.row());
      say("");
      say(
          "%d processors; load average %.1f when REST had been measured, this program and its server in it."
              .formatted(Runtime.getRuntime().availableProcessors(), load));
      double faster = sorted.percentileMs(50) / days.percentileMs(50);
      say(
          "SQL, times as fast as rows as they arrived: %.0f (p50), %.0f (p99); as rows sorted by meter: %.0f (p50), %.0f (p99)."
              .formatted(
                  rows.percentileMs(50) / days.percentileMs(50),
                  rows.percentileMs(99) / days.percentileMs(99),
                  faster,
                  sorted.percentileMs(99) / days.percentileMs(99)));
      say(
          "A whole answer over REST, times as fast as the SQL alone over rows sorted by meter: %.1f (p50), %.1f (p99)."
              .formatted(
                  sorted.percentileMs(50) / rest.percentileMs(50),
                  sorted.percentileMs(99) / rest.percentileMs(99)));

      assertThat(rest.percentileMs(99)).as("p99 over REST, ms").isLessThan(20);
      assertThat(faster).as("times as fast as over rows").isGreaterThan(20);
    } finally {
      Files.write(Path.of("target/readbench.md"), report);
      delete(home);
    }
  }

  /** The best that a table of rows can be: what is asked for lies side by side. */
  private static void cluster(DatabaseConfig config) throws SQLException {
    Credentials owner = config.owner().orElseThrow();
    try (Connection connection =
        DriverManager.getConnection(config.url(), owner.user(), owner.password())) {
      var house = new BenchHouse(connection, ROW_CHANNELS);
      house.execute("cluster reading_row using reading_row_pkey");
      house.execute("vacuum (analyze) reading_row");
    }
  }

  private void load(DatabaseConfig config) throws SQLException, IOException {
    Credentials owner = config.owner().orElseThrow();
    try (Connection connection =
        DriverManager.getConnection(config.url(), owner.user(), owner.password())) {
      var house = new BenchHouse(connection, CHANNELS);
      long begin = System.nanoTime();
      house.provision();
      house.load(FIRST, AFTER);
      long loaded = System.nanoTime();
      house.rowsOfFirst(ROW_CHANNELS);
      // what autovacuum does by itself, a while after so much was written
      house.execute("vacuum (analyze) day_block");
      house.execute("vacuum (analyze) reading_row");
      say(
          "%,d channels with a year of quarter hours each, %,d blocks (%s, index of the key %s), loaded in %d s;"
              .formatted(
                  CHANNELS,
                  number(connection, "select count(*) from day_block"),
                  size(connection, "day_block"),
                  size(connection, "day_block_pkey"),
                  Duration.ofNanos(loaded - begin).toSeconds()));
      say(
          "%,d channels of them as %,d rows of one reading (%s, index of the key %s)."
              .formatted(
                  ROW_CHANNELS,
                  number(connection, "select count(*) from reading_row"),
                  size(connection, "reading_row"),
                  size(connection, "reading_row_pkey")));
      say("");
      assertThat(answers(connection, OVER_DAYS, 1)).isEqualTo(answers(connection, OVER_ROWS, 1));
    }
  }

  /** The whole server, its own process; one request after another, each of another customer. */
  private Latencies overRest(DatabaseConfig config) throws Exception {
    var runtime =
        PayaraRuntime.unpack(
            PayaraRuntime.distribution(), Path.of(System.getProperty("meterhaus.payara.home")));
    var options =
        ServerOptions.loopback(
            0, Path.of(System.getProperty("meterhaus.war")).toAbsolutePath().normalize());
    var settings =
        Map.of(
            "METERHAUS_DB_URL", config.url(),
            "METERHAUS_DB_USER", config.application().user(),
            "METERHAUS_DB_PASSWORD", config.application().password());
    try (var server =
            ServerProcess.start(runtime, options, List.of("-Xmx512m"), settings, _ -> {});
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI root = server.awaitReady(Duration.ofMinutes(3));
      for (int i = 0; i < WARM_UP; i++) {
        ask(client, root, 1 + random.nextInt(CHANNELS));
      }
      long[] nanos = new long[REQUESTS];
      for (int i = 0; i < REQUESTS; i++) {
        int channel = 1 + random.nextInt(CHANNELS);
        long begin = System.nanoTime();
        HttpResponse<String> answer = ask(client, root, channel);
        nanos[i] = System.nanoTime() - begin;
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
      return new Latencies("REST, HTTP/1.1, a token each, audited", nanos);
    }
  }

  private static HttpResponse<String> ask(HttpClient client, URI root, int channel)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(root.resolve(PATH.formatted(channel)))
            .header("Authorization", "Bearer " + BenchHouse.token(channel))
            .build(),
        BodyHandlers.ofString());
  }

  /** On one connection as the application, prepared. */
  private Latencies overSql(String name, DatabaseConfig config, String sql, int channels)
      throws SQLException {
    Credentials application = config.application();
    try (Connection connection =
            DriverManager.getConnection(config.url(), application.user(), application.password());
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < SQL_REQUESTS / 10; i++) {
        rows(select, 1 + random.nextInt(channels));
      }
      long[] nanos = new long[SQL_REQUESTS];
      for (int i = 0; i < SQL_REQUESTS; i++) {
        int channel = 1 + random.nextInt(channels);
        long begin = System.nanoTime();
        assertThat(rows(select, channel)).hasSize(12);
        nanos[i] = System.nanoTime() - begin;
      }
      return new Latencies(name, nanos);
    }
  }

  private static List<String> answers(Connection connection, String sql, int channel)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      return rows(select, channel);
    }
  }

  private static List<String> rows(PreparedStatement select, int channel) throws SQLException {
    select.setLong(1, channel);
    select.setObject(2, FIRST);
    select.setObject(3, AFTER);
    var found = new ArrayList<String>();
    try (var row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            "%s %d %d %s"
                .formatted(row.getTimestamp(1), row.getInt(2), row.getInt(3), row.getString(4)));
      }
    }
    return found;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String size(Connection connection, String relation) throws SQLException {
    long mebibytes = number(connection, "select pg_relation_size('" + relation + "') / 1048576");
    return String.format(Locale.ROOT, "%,d MiB", mebibytes);
  }

  private void say(String line) {
    report.add(line);
    System.out.println(line);
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
