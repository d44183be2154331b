package org.meterhaus.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A running {@code ./meterhaus up} on a data directory of its own.
 *
 * <p>{@link #kill} ends it as a power cut would: the launcher and whatever it started, without a
 * word.
 */
public final class House implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOP_WITHIN = Duration.ofMinutes(1);

  private static final int LOWEST_PORT = 20_000;
  private static final int HIGHEST_PORT = 30_000;

  private final Process process;
  private final Path data;
  private final int port;
  private final Path output;

  private House(Process process, Path data, int port, Path output) {
    this.process = process;
    this.data = data;
    this.port = port;
    this.output = output;
  }

  /** Starts it without waiting for anything. */
  public static House start(Path data, int port, Map<String, String> settings) {
    try {
      Files.createDirectories(data.resolveSibling("output"));
      Path output = Files.createTempFile(data.resolveSibling("output"), "up-", ".log");
      var builder =
          new ProcessBuilder(
              checkout().resolve("meterhaus").toString(),
              "up",
              "--data",
              data.toString(),
              "--port",
              Integer.toString(port));
      builder.environment().putAll(settings);
      // the build under test is the one that is running these tests
      builder.environment().put("METERHAUS_NO_BUILD", "1");
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new House(builder.start(), data, port, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it and waits until it says that it is ready. */
  public static House ready(Path data, Map<String, String> settings) {
    House house = start(data, freePort(), settings);
    house.awaitReady();
    return house;
  }

  /** Waits until {@code up} has printed where to look. */
  public void awaitReady() {
    await("up to be ready", READY_WITHIN, () -> said().contains("Ctrl-C stops"));
  }

  /** What it has printed so far. */
  public String said() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Addresses as {@code up} wrote them for programs. */
  public JsonNode addresses() {
    return json(data.resolve("run.json"));
  }

  /** A demo customer's password, as {@code up} made it for this data directory. */
  public String password(String username) {
    JsonNode password = json(data.resolve("demo-sign-ins.json")).get(username);
    if (password == null) {
      throw new AssertionError("no demo sign-in for " + username);
    }
    return password.asText();
  }

  /** The root of the server, such as {@code http://127.0.0.1:8080/}. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** The data directory. */
  public Path data() {
    return data;
  }

  /** A new client signed in as this demo customer. */
  public Rest signIn(String username) {
    return Rest.signIn(root(), username, password(username));
  }

  /**
   * Waits for a condition, failing with the house's output if it does not come or the house ends.
   */
  public void await(String what, Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new AssertionError("waiting for " + what + ", but up ended:\n" + said());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no " + what + " within " + within + ":\n" + said());
      }
      pause(Duration.ofMillis(100));
    }
  }

  /** SIGKILL to the launcher and to every process it has started. */
  public void kill() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.addFirst(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }

  /** Whether it is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Ctrl-C.
   *
   * @return its exit code
   */
  public int stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        throw new AssertionError("up did not stop within " + STOP_WITHIN + ":\n" + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  /**
   * Waits for it to end by itself.
   *
   * @return its exit code
   */
  public int ended() {
    try {
      if (!process.waitFor(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("up goes on:\n" + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      int exit = stop();
      if (exit != 130 && exit != 143 && exit != 0) {
        throw new AssertionError("up ended with " + exit + ":\n" + said());
      }
    }
  }

  /** The root of the checkout: where the launcher is. */
  public static Path checkout() {
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.isExecutable(here.resolve("meterhaus"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new AssertionError("no meterhaus launcher above " + Path.of("").toAbsolutePath());
    }
    return here;
  }

  /**
   * A port that was free a moment ago, below those that the system gives away: the house's own
   * meters take thirty of these before its server listens.
   */
  public static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException _) {
        // somebody has it
      }
    }
    throw new AssertionError("no port is free");
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
