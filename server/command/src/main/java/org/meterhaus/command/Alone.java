package org.meterhaus.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meterhaus.server.boot.ServerProcess;

/** Runs one part until the process is asked to end. */
final class Alone {
  private static final Duration SERVER_READY_WITHIN = Duration.ofMinutes(2);

  private Alone() {}

  /** A part that keeps something in the data directory, which it holds alone. */
  static <T extends AutoCloseable> int run(
      Path dataPath, String name, Function<DataDirectory, T> start, Function<T, String> greeting)
      throws InterruptedException {
    Parts parts = new Parts();
    Stop stop = Stop.closes(parts);
    // parts that run alone may share a parent directory, each with a lock of its own
    DataDirectory data = parts.started("data directory", DataDirectory.open(dataPath, name));
    Logs.toTerminalAnd(data.directory("log"));
    T part = parts.started(name, start.apply(data));
    return awaitEnd(greeting.apply(part), stop);
  }

  /** A part whose only state is in the database. */
  static <T extends AutoCloseable> int run(
      String name, Supplier<T> start, Function<T, String> greeting) throws InterruptedException {
    Parts parts = new Parts();
    Stop stop = Stop.closes(parts);
    T part = parts.started(name, start.get());
    return awaitEnd(greeting.apply(part), stop);
  }

  /** The application server, which is a process of its own. */
  static int server(ServerProcess server, Stop stop) throws InterruptedException {
    try {
      System.out.println("ready: " + server.awaitReady(SERVER_READY_WITHIN));
      int code = server.ended().get();
      return stop.isAsked() ? 0 : code;
    } catch (IOException | TimeoutException e) {
      throw new Refusal("the server did not get ready: " + e.getMessage(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int awaitEnd(String greeting, Stop stop) throws InterruptedException {
    System.out.println(greeting);
    stop.await();
    return 0;
  }
}
