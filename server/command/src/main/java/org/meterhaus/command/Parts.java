package org.meterhaus.command;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What runs in this process, stopped in the reverse of the order it was started in. Thread-safe.
 *
 * <p>Stopping twice is stopping once: Ctrl-C during start-up and the end of {@code main} may meet.
 */
final class Parts implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Parts.class.getName());

  private record Part(String name, AutoCloseable handle) {}

  private final Deque<Part> running = new ArrayDeque<>();
  private boolean stopped;

  /**
   * Takes over a part that has been started; if everything was stopped meanwhile, it is too.
   *
   * @return {@code part}
   */
  synchronized <T extends AutoCloseable> T started(String name, T part) {
    if (stopped) {
      stop(new Part(name, part));
      throw new Refusal("stopped while starting");
    }
    running.push(new Part(name, part));
    return part;
  }

  @Override
  public synchronized void close() {
    stopped = true;
    while (!running.isEmpty()) {
      stop(running.pop());
    }
  }

  // one part that fails to stop must not keep the others running
  private static void stop(Part part) {
    LOG.log(System.Logger.Level.INFO, "stopping {0}", part.name());
    try {
      part.handle().close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, part.name() + " did not stop cleanly", e);
    }
  }
}
