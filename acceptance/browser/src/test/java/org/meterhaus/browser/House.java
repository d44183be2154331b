package org.meterhaus.browser;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code meterhaus up} in a process of its own, on a fresh data directory and a free port. */
final class House {

  private static final Duration UP_WITHIN = Duration.ofMinutes(4);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(40);
  private static final int LOG_LINES = 40;

  private final Process process;
  private final JsonObject addresses;
  private final JsonObject signIns;

  private House(Process process, JsonObject addresses, JsonObject signIns) {
    this.process = process;
    this.addresses = addresses;
    this.signIns = signIns;
  }

  /** The one of this JVM, with readings up to about now; it ends with the JVM. */
  static House shared() {
    return Shared.HOUSE;
  }

  private static final class Shared {
    static final House HOUSE = start();

    private static House start() {
      try {
        House house = up();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopQuietly(house.process)));
        return house;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the house started", e);
      }
    }
  }

  /**
   * Starts it and waits until it has said where to look.
   *
   * @throws IllegalStateException with the end of its log, if it does not come up
   */
  private static House up() throws IOException, InterruptedException {
    Path target = Path.of(property("meterhaus.browser.target"));
    Path data = target.resolve("house");
    Path log = target.resolve("up.log");
    deleteTree(data);
    Files.createDirectories(target);
    var builder =
        new ProcessBuilder(
            Path.of(property("meterhaus.home")).resolve("meterhaus").toRealPath().toString(),
            "up",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(freePort()));
    // the build that runs this test has just built it
    builder.environment().put("METERHAUS_NO_BUILD", "1");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      JsonObject addresses = await(process, data.resolve("run.json"), log);
      return new House(process, addresses, json(data.resolve("demo-sign-ins.json")));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop(process);
      throw e;
    }
  }

  /** Where the page is, with a slash at its end. */
  URI page() {
    return URI.create(addresses.get("page").getAsString());
  }

  /** What a phone would have got. */
  URI phones() {
    return URI.create(addresses.get("phones").getAsString());
  }

  String password(String username) {
    return signIns.get(username).getAsString();
  }

  private static JsonObject await(Process process, Path ready, Path log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + UP_WITHIN.toNanos();
    while (!Files.exists(ready)) {
      if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "meterhaus up ended with %d:%n%s".formatted(process.exitValue(), tail(log)));
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "meterhaus up was not ready after %s:%n%s".formatted(UP_WITHIN, tail(log)));
      }
    }
    return json(ready);
  }

  private static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static String tail(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** As Ctrl-C does; what is left of it after that is ended by force. */
  private static void stop(Process process) throws InterruptedException {
    var children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static void stopQuietly(Process process) {
    try {
      stop(process);
    } catch (InterruptedException _) {
      process.destroyForcibly(); // the JVM is ending in a hurry
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is not set; the build sets it");
    }
    return value;
  }
}
