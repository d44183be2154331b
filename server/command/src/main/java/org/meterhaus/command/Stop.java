package org.meterhaus.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of the process in order: on Ctrl-C or SIGTERM the parts are stopped before the JVM ends.
 */
final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);

  private Stop() {}

  /** Stops {@code parts} when the process is asked to end. */
  static Stop closes(Parts parts) {
    Stop stop = new Stop();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  stop.asked.countDown();
                  parts.close();
                }));
    return stop;
  }

  /** Waits until the process is asked to end; it ends by itself then. */
  void await() throws InterruptedException {
    asked.await();
  }

  /**
   * Waits for that, but not for ever.
   *
   * @return whether the process has been asked to end
   */
  boolean await(Duration atMost) throws InterruptedException {
    return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the process has been asked to end. */
  boolean isAsked() {
    return asked.getCount() == 0;
  }
}
