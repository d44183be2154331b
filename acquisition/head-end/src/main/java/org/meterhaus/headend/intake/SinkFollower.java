package org.meterhaus.headend.intake;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.headend.link.JournalRecord;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.link.SinkLink;
import org.meterhaus.headend.link.Threads;

/**
 * Follows the journal of one sink: takes what is newer than the watermark, at once again while
 * there is more, and acknowledges what is durable here. A virtual thread of its own.
 */
public final class SinkFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SinkFollower.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int DOUBLINGS = 6;

  /** Polls between two looks whether something that was kept aside has a channel by now. */
  private static final int POLLS_A_REPLAY = 15;

  private final SinkAccess sink;
  private final Intake intake;
  private final Duration poll;
  private final int batch;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile @Nullable SinkLink link;

  // of its thread
  private boolean isOut;

  /**
   * Makes it, does not start it.
   *
   * @param poll pause when there is nothing more
   * @param batch rows in one transaction at most
   */
  public SinkFollower(SinkAccess sink, Intake intake, Duration poll, int batch) {
    this.sink = sink;
    this.intake = intake;
    this.poll = poll;
    this.batch = batch;
  }

  public void start() {
    thread = Thread.ofVirtual().name("follow " + sink.sinkId()).start(this::run);
  }

  /** Whether the sink can be reached now. */
  public boolean isConnected() {
    return link != null;
  }

  @Override
  public void close() {
    closing.countDown();
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      Threads.join(running);
    }
  }

  private void run() {
    int failures = 0;
    int polls = 0;
    try {
      do {
        if (polls++ % POLLS_A_REPLAY == 0) {
          replay();
        }
        failures = follow() ? 0 : failures + 1;
      } while (!closing.await(pause(failures).toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // closing
    } finally {
      drop();
    }
  }

  private Duration pause(int failures) {
    Duration doubled = poll.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    Duration longest = poll.compareTo(LONGEST_PAUSE) > 0 ? poll : LONGEST_PAUSE;
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  private void replay() {
    try {
      int _ = intake.replay();
    } catch (CancellationException _) {
      // closing
    } catch (RuntimeException e) {
      LOG.log(ERROR, "could not replay what is kept aside for sink " + sink.sinkId(), e);
    }
  }

  /** Takes all there is; false if sink or database failed. */
  private boolean follow() {
    try {
      SinkLink open = link == null ? connect() : link;
      link = open;
      takeAll(open);
      return true;
    } catch (MeterException e) {
      drop();
      if (!isOut && closing.getCount() > 0) {
        LOG.log(
            WARNING,
            "sink {0} cannot be read, going on trying: {1}",
            sink.sinkId(),
            e.getMessage());
      }
      isOut = true;
      return false;
    } catch (CancellationException _) {
      return false; // closing
    } catch (RuntimeException e) {
      // the database is gone, or a bug: nothing was taken, the watermark stands
      LOG.log(ERROR, "nothing taken from sink " + sink.sinkId(), e);
      return false;
    }
  }

  private SinkLink connect() throws MeterException {
    SinkLink open = sink.management();
    try {
      long watermark = intake.watermark();
      long newest = open.newest();
      if (newest < watermark) {
        LOG.log(
            WARNING,
            "the journal of sink {0} ends at {1}, but {2} was taken already: it is a new one, taken from its start",
            sink.sinkId(),
            newest,
            watermark);
        intake.startOver();
      } else if (open.oldest() > watermark + 1) {
        LOG.log(
            WARNING,
            "the journal of sink {0} begins at {1}: records {2} to {3} are not there any more",
            sink.sinkId(),
            open.oldest(),
            watermark + 1,
            open.oldest() - 1);
      }
      acknowledge(open, intake.watermark());
    } catch (MeterException | RuntimeException e) {
      open.close();
      throw e;
    }
    if (isOut) {
      LOG.log(INFO, "sink {0} can be read again", sink.sinkId());
      isOut = false;
    }
    return open;
  }

  private void takeAll(SinkLink open) throws MeterException {
    long watermark = intake.watermark();
    while (closing.getCount() > 0) {
      List<Data> rows = open.journal(watermark + 1, batch);
      if (rows.isEmpty() || JournalRecord.sequence(rows.getLast()) <= watermark) {
        return;
      }
      watermark = intake.take(rows);
      acknowledge(open, watermark);
    }
  }

  /** What is acknowledged is durable here; if this gets lost, the next connection says it again. */
  private static void acknowledge(SinkLink open, long watermark) throws MeterException {
    if (watermark > 0 && watermark <= open.newest()) {
      open.acknowledge(watermark);
    }
  }

  private void drop() {
    SinkLink open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }
}
