package org.meterhaus.server.boot;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The server as a child process of this one: started, awaited, and ended with us, whatever ends us.
 *
 * <p>The child holds no more than a pipe to us: when this process dies, by {@code kill -9} too, the
 * pipe closes and the child ends. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration END_WITHIN = Duration.ofSeconds(20);
  private static final String PREFIX = "METERHAUS_";

  private final PayaraRuntime runtime;
  private final Process process;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();

  private ServerProcess(PayaraRuntime runtime, Process process, Consumer<String> log) {
    this.runtime = runtime;
    this.process = process;
    // a read of a pipe holds its carrier: two virtual threads here would stop all others of a
    // machine with two cores
    Thread.ofPlatform().daemon().name("server-output").start(this::readOutput);
    Thread.ofPlatform().daemon().name("server-log").start(() -> forwardLog(log));
  }

  /**
   * Starts the process and returns at once.
   *
   * @param runtime the unpacked Payara Micro
   * @param options where to listen and what to deploy
   * @param jvmOptions for the child, such as {@code -Xmx512m}
   * @param settings {@code METERHAUS_*} of the server; it gets these and none that this process was
   *     started with, so that what is for other parts is neither seen nor refused there
   * @param log gets each line of the child's log, on a thread of its own
   */
  public static ServerProcess start(
      PayaraRuntime runtime,
      ServerOptions options,
      List<String> jvmOptions,
      Map<String, String> settings,
      Consumer<String> log)
      throws IOException {
    var builder = new ProcessBuilder(command(runtime, options, jvmOptions));
    builder.environment().keySet().removeIf(name -> name.startsWith(PREFIX));
    builder.environment().putAll(settings);
    return new ServerProcess(runtime, builder.start(), log);
  }

  /**
   * Waits until requests are answered.
   *
   * @return the root URL, such as {@code http://127.0.0.1:8080/}
   * @throws IOException if the process ended instead; its log says why
   * @throws TimeoutException if neither happened within the time given
   */
  public URI awaitReady(Duration within)
      throws IOException, TimeoutException, InterruptedException {
    try {
      return ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the server is not ready: " + e.getMessage(), e);
    }
  }

  /** Completes with the exit code when the process has ended, for whatever reason. */
  public CompletableFuture<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Process id of the server. */
  public long pid() {
    return process.pid();
  }

  /** Asks the process to end, waits for it, and ends it by force if it does not. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException _) {
      // it has ended before we asked
    }
    try {
      if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    removeInstance();
  }

  private static List<String> command(
      PayaraRuntime runtime, ServerOptions options, List<String> jvmOptions) throws IOException {
    var command = new ArrayList<String>();
    command.add(Jvm.java().toString());
    // Payara and Hazelcast call what the JDK warns of; the operator can do nothing about it
    command.addAll(
        List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(runtime.moduleOptions());
    command.addAll(jvmOptions);
    command.add("-Dfish.payara.micro.BootJar=" + runtime.launcher().toUri());
    command.add("-D" + ServerMain.UNPACKED + "=" + runtime.directory());
    command.add("-Duser.timezone=UTC");
    command.addAll(
        List.of("-cp", Jvm.jarOf(ServerProcess.class) + File.pathSeparator + runtime.launcher()));
    command.add(ServerMain.class.getName());
    command.addAll(options.arguments());
    return command;
  }

  private void removeInstance() {
    try {
      PayaraRuntime.deleteTree(InstanceDirectory.of(runtime, process.pid()));
    } catch (IOException _) {
      // the next start tries again
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ServerMain.READY)) {
          ready.complete(URI.create(line.substring(ServerMain.READY.length())));
        }
      }
    } catch (IOException _) {
      // the same as the end of the output
    }
    // the end of the output comes a moment before the end of the process
    int code = process.onExit().join().exitValue();
    ready.completeExceptionally(new IOException("the server ended with code " + code));
  }

  private void forwardLog(Consumer<String> log) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(log);
    } catch (IOException | UncheckedIOException _) {
      // the same as the end of the log
    }
  }
}
