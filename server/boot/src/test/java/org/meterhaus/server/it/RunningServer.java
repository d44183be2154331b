package org.meterhaus.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.server.boot.PayaraRuntime;
import org.meterhaus.server.boot.ServerOptions;
import org.meterhaus.server.boot.ServerProcess;

/**
 * Payara Micro with the WAR in a process of its own, on a free port, over a database of its own
 * with {@link SeededHouse} in it. {@link #shared} is one for all test classes of a JVM; it ends
 * with the JVM.
 *
 * <p>Needs {@code meterhaus.war} (the archive) and {@code meterhaus.payara.home} (where Payara is
 * unpacked) as system properties; the build sets them for {@code *IT}.
 */
public final class RunningServer implements AutoCloseable {

  private static final Duration START_WITHIN = Duration.ofMinutes(3);

  private final TestDatabase database;
  private final ServerProcess process;
  private final URI root;
  private final Queue<String> log;
  private final Duration startedIn;

  private RunningServer(
      TestDatabase database,
      ServerProcess process,
      URI root,
      Queue<String> log,
      Duration startedIn) {
    this.database = database;
    this.process = process;
    this.root = root;
    this.log = log;
    this.startedIn = startedIn;
  }

  /** The one of this JVM; started by whoever asks first. */
  public static RunningServer shared() {
    return Shared.SERVER;
  }

  /** One for the caller alone, who closes it. */
  public static RunningServer start() {
    TestDatabase database = TestDatabase.create();
    SeededHouse.build(database.database());
    Queue<String> log = new ConcurrentLinkedQueue<>();
    long begin = System.nanoTime();
    try {
      ServerProcess process = launch(0, settings(database.config()), log::add);
      try {
        URI root = process.awaitReady(START_WITHIN);
        Duration startedIn = Duration.ofNanos(System.nanoTime() - begin);
        return new RunningServer(database, process, root, log, startedIn);
      } catch (IOException | TimeoutException e) {
        process.close();
        throw new IllegalStateException(
            "no server: " + e.getMessage() + "\n" + String.join("\n", log), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server started", e);
    }
  }

  /** Such as {@code http://127.0.0.1:40123/}. */
  public URI root() {
    return root;
  }

  /** The database behind it, with the rights of the application. */
  public Database database() {
    return database.database();
  }

  /** How to reach that database by other ways, as its owner too. */
  public DatabaseConfig config() {
    return database.config();
  }

  ServerProcess process() {
    return process;
  }

  /** What the server has logged so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** From the start of the process to its ready line. */
  public Duration startedIn() {
    return startedIn;
  }

  @Override
  public void close() {
    process.close();
    database.close();
  }

  /** A process with the given settings and no more. */
  static ServerProcess launch(int port, Map<String, String> settings, Consumer<String> log)
      throws IOException, InterruptedException {
    return ServerProcess.start(
        PayaraRuntime.unpack(
            PayaraRuntime.distribution(), Path.of(property("meterhaus.payara.home"))),
        ServerOptions.loopback(
            port, Path.of(property("meterhaus.war")).toAbsolutePath().normalize()),
        List.of("-Xmx512m"),
        settings,
        log);
  }

  /** A connection is waited for only briefly, so that a test can see what happens without one. */
  private static Map<String, String> settings(DatabaseConfig config) {
    return Map.of(
        "METERHAUS_DB_URL",
        config.url(),
        "METERHAUS_DB_USER",
        config.application().user(),
        "METERHAUS_DB_PASSWORD",
        config.application().password(),
        "METERHAUS_DB_CONNECT_WITHIN",
        "PT2S");
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is not set; the build sets it for *IT");
    }
    return value;
  }

  private static final class Shared {
    static final RunningServer SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER.process::close));
    }
  }
}
