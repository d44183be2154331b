package org.meterhaus.processing;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.Subscription;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;

/**
 * Turns arrivals into day blocks, alarms and messages, partition by partition. Everything that a
 * batch of arrivals leads to is written in one transaction together with the offset, so killing it
 * anywhere repeats work and loses or doubles nothing. Several processors may run: a partition is
 * worked on by one at a time.
 */
public final class Processor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Processor.class.getName());

  private final Database database;
  private final ProcessorConfig config;
  private final InstantSource clock;
  private final Semaphore hints = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Whoever works holds it: the worker, or a caller of {@link #runUntilIdle}. */
  private final ReentrantLock working = new ReentrantLock();

  private @Nullable Subscription subscription;
  private @Nullable Thread worker;

  public Processor(Database database, ProcessorConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to work through what has arrived and goes on with what arrives. */
  public synchronized void start() {
    if (worker != null) {
      throw new IllegalStateException("the processor has been started before");
    }
    subscription = database.listen(PostgresArrivalLog.CHANNEL, _ -> hints.release());
    worker = Thread.ofPlatform().name("processor").daemon().start(this::work);
  }

  /** Ends after the transaction under way. */
  @Override
  public synchronized void close() {
    closed.countDown();
    hints.release();
    if (subscription != null) {
      subscription.close();
    }
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Works on the caller's thread until no partition is behind.
   *
   * @return arrivals processed, those set aside included
   */
  public long runUntilIdle() {
    long total = 0;
    long processed;
    do {
      processed = round();
      total += processed;
    } while (processed > 0 && !isClosed());
    return total;
  }

  private void work() {
    while (!isClosed()) {
      try {
        runUntilIdle();
        awaitHint(config.pollEvery());
      } catch (RuntimeException e) {
        if (!isClosed()) {
          LOG.log(WARNING, () -> "processing failed, trying again: " + e.getMessage(), e);
          awaitHint(config.retryAfter());
        }
      }
    }
  }

  /** Every partition that is behind, one batch each. */
  private long round() {
    working.lock();
    try {
      List<Integer> behind = database.reading(session -> new ProcessorOffsets(session).behind());
      long processed = 0;
      for (int partition : behind) {
        if (isClosed()) {
          break;
        }
        processed += advance(partition);
      }
      return processed;
    } finally {
      working.unlock();
    }
  }

  /** One batch; if it cannot be processed, its arrivals one by one, to find out which cannot. */
  private int advance(int partition) {
    try {
      return batch(partition, config.batch());
    } catch (RuntimeException e) {
      if (!isArrivalsFault(e)) {
        throw e;
      }
      LOG.log(
          WARNING,
          () ->
              "a batch of partition %d cannot be processed, going on one by one: %s"
                  .formatted(partition, e.getMessage()));
    }
    try {
      return batch(partition, 1);
    } catch (RuntimeException e) {
      if (!isArrivalsFault(e)) {
        throw e;
      }
      return setAside(partition, e);
    }
  }

  private int batch(int partition, int limit) {
    return database.inTransaction(session ->
        new PartitionBatch(session, config.rules(), clock.instant()).run(partition, limit));
  }

  private int setAside(int partition, RuntimeException cause) {
    return database.inTransaction(session -> {
      var offsets = new ProcessorOffsets(session);
      OptionalLong offset = offsets.take(partition);
      if (offset.isEmpty()) {
        return 0;
      }
      LOG.log(
          ERROR,
          () ->
              "arrival %d of partition %d cannot be processed and is set aside"
                  .formatted(offset.getAsLong(), partition),
          cause);
      offsets.setAside(
          partition, offset.getAsLong(), String.valueOf(cause.getMessage()), clock.instant());
      offsets.move(partition, offset.getAsLong() + 1);
      return 1;
    });
  }

  /**
   * A failing database says nothing about the arrivals, unless it is their content that it refuses
   * (SQLSTATE class 22, data exception, and 23, integrity constraint violation).
   */
  static boolean isArrivalsFault(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
      }
      if (cause instanceof org.hibernate.HibernateException && cause.getCause() == null) {
        return false;
      }
    }
    return true;
  }

  private void awaitHint(Duration atMost) {
    try {
      boolean _ = hints.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
      hints.drainPermits();
    } catch (InterruptedException _) {
      // nobody interrupts the worker but the end of the process
      closed.countDown();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
