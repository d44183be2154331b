package org.meterhaus.sink.roles;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one {@link Atomic} on real time: a virtual thread and a mailbox. The mailbox has no bound of
 * its own, since MANAGER bounds the requests that lead to all messages.
 */
final class RoleThread<S> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RoleThread.class.getName());

  /** {@link Duration#toNanos()} of the longest wait; for ever, in practice. */
  private static final Duration LONGEST = Duration.ofDays(100);

  private final Atomic<S> role;
  private final Consumer<Envelope> post;
  private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();
  private final Thread thread;

  /**
   * Makes it, does not start it.
   *
   * @param post delivers what the role sends; must return at once
   */
  RoleThread(Atomic<S> role, Consumer<Envelope> post) {
    this.role = role;
    this.post = post;
    this.thread = Thread.ofVirtual().name(role.name().toString()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void put(Message message) {
    mailbox.add(message);
  }

  /** Asks it to end. */
  void stop() {
    thread.interrupt();
  }

  /** Returns when it has ended: soon, since a role waits for nothing but its mailbox. */
  @Override
  public void close() {
    stop();
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

  private void run() {
    S state = role.initial();
    long entered = System.nanoTime();
    try {
      while (true) {
        Optional<Duration> advance = role.timeAdvance(state);
        long passed = System.nanoTime() - entered;
        Message message = take(advance.orElse(LONGEST).toNanos() - passed);
        if (message == null) {
          List<Envelope> out = role.output(state);
          state = role.internal(state);
          out.forEach(post);
        } else {
          Duration elapsed = Duration.ofNanos(System.nanoTime() - entered);
          state = receive(state, elapsed, message);
        }
        entered = System.nanoTime();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /** Null if no message came in time. When both are due, the internal transition goes first. */
  private @Nullable Message take(long nanos) throws InterruptedException {
    if (nanos > 0) {
      return mailbox.poll(nanos, TimeUnit.NANOSECONDS);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return null;
  }

  /** A message that the couplings do not allow is a bug; the role stays as it was. */
  private S receive(S state, Duration elapsed, Message message) {
    try {
      Optional<Duration> advance = role.timeAdvance(state);
      boolean late = advance.isPresent() && elapsed.compareTo(advance.get()) > 0;
      return role.external(state, late ? advance.get() : elapsed, message);
    } catch (IllegalStateException e) {
      LOG.log(ERROR, () -> "%s failed on %s".formatted(role.name(), message), e);
      return state;
    }
  }
}
