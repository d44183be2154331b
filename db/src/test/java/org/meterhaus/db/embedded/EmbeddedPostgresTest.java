package org.meterhaus.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.db.Credentials;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.DatabaseUnusable;

@DisplayName("The embedded PostgreSQL")
class EmbeddedPostgresTest {
  private static final Path BINARIES =
      Path.of(System.getProperty("java.io.tmpdir"), "meterhaus-binaries");

  /** One home for all tests: each leaves it as a real run would, for the next to go on with. */
  @TempDir private static Path folder;

  private static EmbeddedConfig config;

  @BeforeAll
  static void choosePlace() {
    config = EmbeddedConfig.of(folder.resolve("postgres"), BINARIES);
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    DatabaseConfig database = server.databaseConfig();
    Credentials owner = database.owner().orElseThrow();
    return DriverManager.getConnection(database.url(), owner.user(), owner.password());
  }

  private static String answer(EmbeddedPostgres server, String query) throws SQLException {
    try (var connection = connect(server);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void is_as_durable_and_as_closed_as_a_real_one() throws Exception {
    try (var server = EmbeddedPostgres.start(config)) {
      assertThat(answer(server, "show fsync")).isEqualTo("on");
      assertThat(answer(server, "show full_page_writes")).isEqualTo("on");
      assertThat(answer(server, "show synchronous_commit")).isEqualTo("on");
      assertThat(answer(server, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(answer(server, "show server_version_num")).startsWith("18");
      String url = server.databaseConfig().url();
      for (String password : new String[] {"", "postgres", "wrong"}) {
        for (String user : new String[] {"postgres", "meterhaus", "meterhaus_owner"}) {
          assertThatThrownBy(() -> DriverManager.getConnection(url, user, password).close())
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("password");
        }
      }
      Path passwords = config.home().resolve("passwords");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwords)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(config.home().resolve("data/pg_hba.conf")))
          .isEqualTo("host all all 127.0.0.1/32 scram-sha-256\n");
    }
  }

  @Test
  void keeps_its_data_between_runs_and_leaves_no_process() throws Exception {
    ProcessHandle first;
    try (var server = EmbeddedPostgres.start(config)) {
      first = ProcessHandle.of(server.pid()).orElseThrow();
      run(server, "create table kept_between as select 42 as answer");
    }
    assertThat(first.isAlive()).isFalse();

    try (var server = EmbeddedPostgres.start(config)) {
      assertThat(answer(server, "select answer from kept_between")).isEqualTo("42");
    }
  }

  @Test
  void comes_back_on_the_same_port_with_what_was_committed_after_a_kill() throws Exception {
    try (var server = EmbeddedPostgres.start(config)) {
      run(server, "create table kept as select 42 as answer");
      long before = server.pid();

      ProcessHandle.of(before).orElseThrow().destroyForcibly();

      assertThat(answerSoon(server, "select answer from kept")).isEqualTo("42");
      assertThat(server.pid()).isNotEqualTo(before);
    }
  }

  @Test
  void refuses_a_second_one_on_the_same_data() throws Exception {
    try (var server = EmbeddedPostgres.start(config)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(config))
          .isInstanceOf(DatabaseUnusable.class)
          .hasMessageContaining("is in use by another running meterhaus");
      assertThat(answer(server, "select 1")).isEqualTo("1");
    }
  }

  /** The JVM that started it is killed: the guard, which hears that, stops the server. */
  @Test
  void ends_when_the_process_that_started_it_is_killed() throws Exception {
    Process parent = elsewhere();
    ProcessHandle server = serverOf(parent);

    parent.destroyForcibly();

    server.onExit().get(30, TimeUnit.SECONDS);
    try (var again = EmbeddedPostgres.start(config)) {
      assertThat(answer(again, "select 1")).isEqualTo("1");
    }
  }

  /** The JVM and the guard are killed together: nobody is left to stop the server. */
  @Test
  void stops_a_server_that_a_killed_run_left_behind() throws Exception {
    Process parent = elsewhere();
    ProcessHandle server = serverOf(parent);
    ProcessHandle guarded = server.parent().orElseThrow();
    guarded
        .children()
        .filter(child -> child.pid() != server.pid())
        .forEach(ProcessHandle::destroyForcibly);
    guarded.destroyForcibly();
    parent.destroyForcibly();
    parent.waitFor();
    assertThat(server.isAlive()).isTrue();

    try (var again = EmbeddedPostgres.start(config)) {
      assertThat(server.isAlive()).isFalse();
      assertThat(answer(again, "select 1")).isEqualTo("1");
    }
  }

  /** In a container the same small process numbers come again after every restart. */
  @Test
  void is_not_fooled_by_a_stale_process_number_that_is_now_somebody_elses() throws Exception {
    EmbeddedPostgres.start(config).close();
    Files.writeString(
        config.home().resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + config.home().resolve("data") + "\n");

    try (var again = EmbeddedPostgres.start(config)) {
      assertThat(answer(again, "select 1")).isEqualTo("1");
    }
  }

  /** A container's root may not make user namespaces, but may become another user. */
  @Test
  void runs_as_another_user_where_root_has_no_namespaces(@TempDir Path place) throws Exception {
    var nobody = new Identity.Another(Identity.Another.NOBODY);
    assumeTrue(nobody.canEnter(Path.of("/")), "only root can become another user");
    var theirs = EmbeddedConfig.of(place.resolve("postgres"), BINARIES);
    assertThatThrownBy(() -> EmbeddedPostgres.start(theirs, nobody))
        .isInstanceOf(DatabaseUnusable.class)
        .hasMessageContaining("another user cannot enter " + theirs.home());

    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var server = EmbeddedPostgres.start(theirs, nobody)) {
      assertThat(answer(server, "select 1")).isEqualTo("1");
      assertThat(Files.getAttribute(Path.of("/proc/" + server.pid()), "unix:uid"))
          .isEqualTo(Identity.Another.NOBODY);
    }
  }

  @Test
  void refuses_data_of_another_major_version() throws Exception {
    EmbeddedPostgres.start(config).close();
    Files.writeString(config.home().resolve("data/PG_VERSION"), "17\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(config))
        .isInstanceOf(DatabaseUnusable.class)
        .hasMessageContaining("holds data of PostgreSQL 17 and this program brings PostgreSQL 18");
    Files.writeString(config.home().resolve("data/PG_VERSION"), "18\n");
  }

  @Test
  void says_so_when_its_port_is_taken() throws Exception {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      var fixed =
          new EmbeddedConfig(
              config.home(),
              BINARIES,
              socket.getLocalPort(),
              Duration.ofSeconds(30),
              Duration.ofSeconds(10));

      assertThatThrownBy(() -> EmbeddedPostgres.start(fixed))
          .isInstanceOf(DatabaseUnusable.class)
          .hasMessage("port %d is in use".formatted(socket.getLocalPort()));
    }
  }

  private static String answerSoon(EmbeddedPostgres server, String query) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return answer(server, query);
      } catch (SQLException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
  }

  /** Starts the server from another JVM, as {@code meterhaus up} would. */
  private Process elsewhere() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Elsewhere.class.getName(),
                config.home().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("started");
    return process;
  }

  private ProcessHandle serverOf(Process parent) throws IOException {
    assertThat(parent.isAlive()).isTrue();
    String pid = Files.readAllLines(config.home().resolve("data/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Main class of the other JVM. */
  static final class Elsewhere {
    private Elsewhere() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
      try (var server =
          EmbeddedPostgres.start(EmbeddedConfig.of(Path.of(arguments[0]), BINARIES))) {
        System.out.println(server.port() > 0 ? "started" : "no port");
        System.out.flush();
        // until it is killed, which is what it is for
        new java.util.concurrent.CountDownLatch(1).await();
      }
    }
  }
}
