package org.meterhaus.headend.link;

/** Ending threads. */
public final class Threads {
  private Threads() {}

  /** Waits until a thread has ended, however often this one is interrupted meanwhile. */
  public static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
