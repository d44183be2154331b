package org.meterhaus.processing.faults;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.findings.DeviceFindings;
import org.meterhaus.db.findings.DueDevice;
import org.meterhaus.processing.detect.DetectionConfig;

/**
 * Watches the appliances: whenever a day of a device is whole, its last days are judged, once. Each
 * device is judged in a transaction of its own, so being killed repeats or loses nothing, and
 * several watches share the work.
 */
public final class DeviceWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DeviceWatch.class.getName());

  private final Database database;
  private final WatchConfig config;
  private final DetectionConfig detection = DetectionConfig.live();
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread worker;

  public DeviceWatch(Database database, WatchConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to watch. */
  public synchronized void start() {
    if (worker != null) {
      throw new IllegalStateException("the watch has been started before");
    }
    worker = Thread.ofPlatform().name("device-watch").daemon().start(this::work);
  }

  /** Ends after the transaction under way. */
  @Override
  public synchronized void close() {
    closed.countDown();
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Judges on the caller's thread until no device is due.
   *
   * @return devices judged
   */
  public int runUntilIdle() {
    int judged = 0;
    List<DueDevice> due;
    do {
      Instant settledBy = clock.instant().minus(config.settled());
      due = database.reading(session -> new DeviceFindings(session).due(settledBy, config.batch()));
      for (DueDevice device : due) {
        if (isClosed()) {
          return judged;
        }
        database.transact(
            session -> new DeviceJudge(session, detection, clock.instant()).judge(device));
        judged++;
      }
    } while (!due.isEmpty() && !isClosed());
    return judged;
  }

  private void work() {
    while (!isClosed()) {
      try {
        runUntilIdle();
      } catch (RuntimeException e) {
        if (!isClosed()) {
          LOG.log(WARNING, () -> "judging devices failed, trying again: " + e.getMessage(), e);
        }
      }
      awaitNext();
    }
  }

  private void awaitNext() {
    try {
      boolean _ = closed.await(config.every().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // nobody interrupts the worker but the end of the process
      closed.countDown();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
