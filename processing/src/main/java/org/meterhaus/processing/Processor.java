package org.meterhaus.processing;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.Subscription;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;

/**
 * Turns arrivals into day blocks, alarms and messages, partition by partition. Everything that a
 * batch of arrivals leads to is written in one transaction together with the offset, so killing it
 * anywhere repeats work and loses or doubles nothing. Several processors may run: a partition is
 * worked on by one at a time. One processor may work on several partitions at once.
 */
public final class Processor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Processor.class.getName());
  private static final ThreadFactory WORKERS =
      Thread.ofPlatform().name("processor-", 1).daemon().factory();

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

  /**
   * Works on the caller's thread until there is no re-processing job.
   *
   * @return channels derived anew
   */
  public long runJobs() {
    return runJobs(this::isClosed);
  }

  private long runJobs(BooleanSupplier stop) {
    working.lock();
    try {
      return new Reprocessing(database, config.rules(), clock).run(stop);
    } finally {
      working.unlock();
    }
  }

  private void work() {
    while (!isClosed()) {
      try {
        runUntilIdle();
        // what arrives goes first: a long job is left and taken up again
        runJobs(() -> isClosed() || hints.availablePermits() > 0);
        awaitHint(config.pollEvery());
      } catch (RuntimeException e) {
        if (!isClosed()) {
          LOG.log(WARNING, () -> "processing failed, trying again: " + e.getMessage(), e);
          awaitHint(config.retryAfter());
        }
      }
    }
  }

  /** Every partition that is behind, up to a batch of each, some of them at once. */
  private long round() {
    working.lock();
    try {
      List<List<Integer>> shares =
          shares(
              database.reading(session -> new ProcessorOffsets(session).behind()), config.batch());
      if (shares.size() == 1 || config.workers() == 1) {
        return shares.stream().mapToLong(this::advance).sum();
      }
      try (var workers = Executors.newFixedThreadPool(config.workers(), WORKERS)) {
        List<Future<Integer>> working =
            shares.stream().map(share -> workers.submit(() -> advance(share))).toList();
        long processed = 0;
        for (Future<Integer> share : working) {
          processed += resultOf(share);
        }
        return processed;
      }
    } finally {
      working.unlock();
    }
  }

  private static int resultOf(Future<Integer> share) {
    try {
      return share.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while processing", e);
    }
  }

  /**
   * Partitions that are worked on in one transaction: many when each has little, as a commit costs
   * a sync of the disk whatever is in it.
   */
  static List<List<Integer>> shares(SortedMap<Integer, Long> behind, int batch) {
    List<List<Integer>> shares = new ArrayList<>();
    long room = 0;
    for (var entry : behind.entrySet()) {
      long arrivals = Math.min(entry.getValue(), batch);
      if (arrivals > room) {
        shares.add(new ArrayList<>());
        room = batch;
      }
      shares.getLast().add(entry.getKey());
      room -= arrivals;
    }
    return shares;
  }

  /**
   * One batch; if it cannot be processed, its partitions and then its arrivals one by one, to find
   * out which cannot.
   */
  private int advance(List<Integer> partitions) {
    if (isClosed()) {
      return 0;
    }
    try {
      return batch(partitions, config.batch());
    } catch (RuntimeException e) {
      if (!isArrivalsFault(e)) {
        throw e;
      }
      LOG.log(
          WARNING,
          () ->
              "a batch of partitions %s cannot be processed, going on one by one: %s"
                  .formatted(partitions, e.getMessage()));
    }
    if (partitions.size() > 1) {
      return partitions.stream().mapToInt(partition -> advance(List.of(partition))).sum();
    }
    try {
      return batch(partitions, 1);
    } catch (RuntimeException e) {
      if (!isArrivalsFault(e)) {
        throw e;
      }
      return setAside(partitions.getFirst(), e);
    }
  }

  private int batch(List<Integer> partitions, int limit) {
    // whole milliseconds, as the database and the growth of a block keep them
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return database.inTransaction(
        session -> new PartitionBatch(session, config.rules(), now).run(partitions, limit));
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
      offsets.move(Map.of(partition, offset.getAsLong() + 1));
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
