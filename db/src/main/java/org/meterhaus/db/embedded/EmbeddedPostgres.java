package org.meterhaus.db.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Credentials;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.DatabaseUnusable;

/**
 * A PostgreSQL server that belongs to this process: as durable (fsync, full page writes) and as
 * closed (loopback only, scram-sha-256, generated passwords) as any other. It ends when this object
 * is closed or when this process dies, however it dies; started again when it dies alone.
 * Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());

  private static final String DATABASE = "meterhaus";
  private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
  private static final int PORT_ATTEMPTS = 5;
  private static final long LONGEST_LOG = 20L << 20;

  /**
   * Runs the server and a guard that waits for the end of our pipe: when this process closes it, or
   * dies, the guard asks the server for a fast shutdown (SIGINT).
   */
  private static final String GUARD =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      server=$!
      ( while read -r _ <&3; do :; done; kill -INT $server 2>/dev/null ) &
      guard=$!
      exec 3<&-
      wait $server
      status=$?
      kill $guard 2>/dev/null
      exit $status
      """;

  private final EmbeddedConfig config;
  private final Binaries binaries;
  private final Identity identity;
  private final FileChannel lock;
  private final Passwords passwords;
  private final int port;
  private final Object turn = new Object();
  private volatile Process process;
  private boolean closing;

  private EmbeddedPostgres(
      EmbeddedConfig config, Binaries binaries, Identity identity, FileChannel lock)
      throws IOException {
    this.config = config;
    this.binaries = binaries;
    this.identity = identity;
    this.lock = lock;
    this.passwords = Passwords.at(config.home().resolve("passwords"));
    initialise();
    new Orphans(data()).end(config.stopWithin().toSeconds() + 1);
    Running running = launchOnSomePort();
    this.process = running.process();
    this.port = running.port();
  }

  private record Running(Process process, int port) {}

  private Running launchOnSomePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      int candidate = config.port() == 0 ? freePort() : config.port();
      try {
        return new Running(launch(candidate), candidate);
      } catch (PortTaken e) {
        if (config.port() != 0 || attempt == PORT_ATTEMPTS) {
          throw new DatabaseUnusable("port %d is in use".formatted(candidate), e);
        }
      }
    }
  }

  /**
   * Starts the server on its home and creates roles and database if they are not there. Returns
   * when it answers; recovers first where the last run did not end in order.
   *
   * @throws DatabaseUnusable if the home is in use, of another PostgreSQL version, or out of reach
   */
  public static EmbeddedPostgres start(EmbeddedConfig config) {
    return start(config, Identity.find());
  }

  static EmbeddedPostgres start(EmbeddedConfig config, Identity identity) {
    Binaries binaries = Binaries.unpack(config.binaries());
    FileChannel lock = null;
    try {
      Files.createDirectories(config.home());
      lock = lock(config.home().resolve("lock"));
      for (Path folder : List.of(config.home(), binaries.folder())) {
        if (!identity.canEnter(folder)) {
          throw new DatabaseUnusable(
              "PostgreSQL does not run as root, and another user cannot enter %s: choose another place, or start as another user"
                  .formatted(folder));
        }
      }
      var server = new EmbeddedPostgres(config, binaries, identity, lock);
      try {
        server.createRolesAndDatabase();
        Thread.ofVirtual().name("postgres-supervisor").start(server::supervise);
        return server;
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      release(lock);
      throw new DatabaseUnusable(
          "cannot start PostgreSQL in %s: %s".formatted(config.home(), e.getMessage()), e);
    } catch (RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  /** How to work here, and how to migrate. The passwords in it are the server's own. */
  public DatabaseConfig databaseConfig() {
    return DatabaseConfig.of(
        url(DATABASE), passwords.application(), Optional.of(passwords.owner()));
  }

  /** Port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Process number of the server, for operators. */
  public long pid() {
    try {
      return Files.readString(data().resolve("postmaster.pid"))
          .lines()
          .findFirst()
          .map(Long::parseLong)
          .orElse(-1L);
    } catch (IOException | NumberFormatException _) {
      // not running at this moment
      return -1;
    }
  }

  /** Stops the server in order; after {@code stopWithin} without order. Returns when it ended. */
  @Override
  public void close() {
    synchronized (turn) {
      if (closing) {
        return;
      }
      closing = true;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(config.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "PostgreSQL does not stop in time: killing it");
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot ask PostgreSQL to stop: killing it", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      new Orphans(data()).end(config.stopWithin().toSeconds() + 1);
      process.destroyForcibly();
      release(lock);
    }
  }

  private Path data() {
    return config.home().resolve("data");
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Starts it again whenever it ends without being asked to. */
  private void supervise() {
    while (true) {
      try {
        int status = process.waitFor();
        synchronized (turn) {
          if (closing) {
            return;
          }
          LOG.log(
              System.Logger.Level.ERROR,
              () -> "PostgreSQL ended by itself (%d): starting it again".formatted(status));
          new Orphans(data()).end(config.stopWithin().toSeconds() + 1);
          process = launch(port);
        }
      } catch (InterruptedException _) {
        return;
      } catch (IOException | PortTaken | DatabaseUnusable e) {
        LOG.log(System.Logger.Level.ERROR, "PostgreSQL cannot be started again", e);
        return;
      }
    }
  }

  /** Creates the data directory in one step, so that a half-made one is never met. */
  private void initialise() throws IOException {
    Path version = data().resolve("PG_VERSION");
    if (Files.exists(version)) {
      String found = Files.readString(version).strip();
      if (!found.equals(String.valueOf(Binaries.MAJOR))) {
        throw new DatabaseUnusable(
            "%s holds data of PostgreSQL %s and this program brings PostgreSQL %d: dump it with the old version and restore it into a new directory"
                .formatted(data(), found, Binaries.MAJOR));
      }
      return;
    }
    Path half = config.home().resolve("data.part");
    Binaries.delete(half);
    Files.createDirectory(
        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path password = config.home().resolve("initial-password");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(password, passwords.superuser().password());
      identity.own(half);
      identity.own(password);
      run(
          "initdb",
          "--pgdata=" + half,
          "--username=" + passwords.superuser().user(),
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8");
    } finally {
      Files.deleteIfExists(password);
    }
    Path access = half.resolve("pg_hba.conf");
    Files.writeString(access, "host all all 127.0.0.1/32 scram-sha-256\n");
    Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(String program, String... arguments) throws IOException {
    var words = new ArrayList<>(identity.prefix());
    words.add(binaries.program(program).toString());
    words.addAll(List.of(arguments));
    Process run =
        new ProcessBuilder(words)
            .directory(config.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    try {
      if (!run.waitFor(config.startWithin().toMillis(), TimeUnit.MILLISECONDS)) {
        run.destroyForcibly();
        throw new DatabaseUnusable(program + " takes too long, see " + log());
      }
    } catch (InterruptedException e) {
      run.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseUnusable("interrupted during " + program, e);
    }
    if (run.exitValue() != 0) {
      throw new DatabaseUnusable(
          "%s failed (%d), see %s".formatted(program, run.exitValue(), log()));
    }
  }

  private Path log() {
    return config.home().resolve("postgres.log");
  }

  /** One server on one port, up to the moment that it takes connections. */
  private Process launch(int onPort) throws IOException, PortTaken {
    if (Files.exists(log()) && Files.size(log()) > LONGEST_LOG) {
      Files.move(
          log(), log().resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    long logBefore = Files.exists(log()) ? Files.size(log()) : 0;
    Process started =
        new ProcessBuilder(command(onPort))
            .directory(config.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    long deadline = System.nanoTime() + config.startWithin().toNanos();
    while (!ready()) {
      if (!started.isAlive()) {
        if (logSince(logBefore).contains("Address already in use")) {
          throw new PortTaken();
        }
        throw new DatabaseUnusable(
            "PostgreSQL did not start (%d), see %s".formatted(started.exitValue(), log()));
      }
      if (System.nanoTime() - deadline > 0) {
        started.destroyForcibly();
        new Orphans(data()).end(config.stopWithin().toSeconds() + 1);
        throw new DatabaseUnusable(
            "PostgreSQL did not answer within %s, see %s".formatted(config.startWithin(), log()));
      }
      // the server tells by a line in a file; there is nothing to wait on
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return started;
  }

  private List<String> command(int onPort) {
    var words = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // a session of its own: Ctrl-C is for us, the server is stopped last
      words.add("/usr/bin/setsid");
    }
    words.addAll(identity.prefix());
    words.addAll(List.of("/bin/sh", "-c", GUARD, "meterhaus-postgres"));
    words.addAll(List.of(binaries.program("postgres").toString(), "-D", data().toString()));
    for (String setting :
        List.of(
            "port=" + onPort,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "password_encryption=scram-sha-256",
            "max_connections=80",
            "shared_buffers=128MB",
            "jit=off",
            "log_checkpoints=off",
            "timezone=UTC")) {
      words.add("-c");
      words.add(setting);
    }
    return words;
  }

  /** Line 8 of the lock file says so, which is also what pg_ctl waits for. */
  private boolean ready() {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    } catch (IOException _) {
      // not written yet
      return false;
    }
  }

  private String logSince(long position) throws IOException {
    try (var file = new RandomAccessFile(log().toFile(), "r")) {
      file.seek(Math.min(position, file.length()));
      byte[] bytes = new byte[(int) Math.min(file.length() - file.getFilePointer(), 65_536)];
      file.readFully(bytes);
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private void createRolesAndDatabase() {
    Credentials superuser = passwords.superuser();
    var login = new Properties();
    login.setProperty("user", superuser.user());
    login.setProperty("password", superuser.password());
    try (Connection connection = DriverManager.getConnection(url("postgres"), login);
        var statement = connection.createStatement()) {
      for (Credentials role : List.of(passwords.owner(), passwords.application())) {
        // names and passwords are our own: letters, digits, - and _
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role.user())) {
          statement.execute("create role %s login".formatted(role.user()));
        }
        statement.execute(
            "alter role %s nosuperuser nocreatedb nocreaterole password '%s'"
                .formatted(role.user(), role.password()));
      }
      if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
        statement.execute(
            "create database %s owner %s".formatted(DATABASE, passwords.owner().user()));
        statement.execute("revoke all on database %s from public".formatted(DATABASE));
      }
      statement.execute(
          "grant connect on database %s to %s".formatted(DATABASE, passwords.application().user()));
    } catch (SQLException e) {
      throw new DatabaseUnusable(
          "cannot prepare the roles of %s: %s".formatted(config.home(), e.getMessage()), e);
    }
  }

  private static boolean exists(Connection connection, String query, String name)
      throws SQLException {
    try (var select = connection.prepareStatement(query)) {
      select.setString(1, name);
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this very process, which is the same answer
    }
    channel.close();
    throw new DatabaseUnusable(
        "%s is in use by another running meterhaus".formatted(file.getParent()));
  }

  private static void release(@Nullable FileChannel lock) {
    if (lock == null) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot release the lock of the data directory", e);
    }
  }

  /** Somebody took the port between choosing and using it. */
  private static final class PortTaken extends Exception {
    PortTaken() {
      super("port is in use");
    }
  }
}
