package org.meterhaus.headend.intake;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.MeterReaches;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.headend.link.MeterGasp;
import org.meterhaus.headend.link.MeterRow;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.link.SinkLink;
import org.meterhaus.headend.link.Threads;
import org.meterhaus.headend.store.Transactions;

/**
 * Asks one sink again and again which of its meters it reaches, and notes the answer: a sink polls
 * far more often than intervals end, so it knows first who has fallen silent. A virtual thread of
 * its own, with an association of its own: a long read of the journal does not delay it.
 */
public final class ReachFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReachFollower.class.getName());

  /** A sink that has not met a meter for so long (its disk full, say) knows nothing about it. */
  static final Duration STALE = Duration.ofMinutes(5);

  private final SinkAccess sink;
  private final Transactions transactions;
  private final Duration every;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private @Nullable SinkLink link; // of its thread

  /**
   * Makes it, does not start it.
   *
   * @param every pause between two questions
   */
  public ReachFollower(
      SinkAccess sink, Transactions transactions, Duration every, InstantSource clock) {
    this.sink = sink;
    this.transactions = transactions;
    this.every = every;
    this.clock = clock;
  }

  public void start() {
    thread = Thread.ofVirtual().name("reach " + sink.sinkId()).start(this::run);
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
    try {
      do {
        ask();
      } while (!closing.await(every.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // closing
    } finally {
      drop();
    }
  }

  /** A sink that does not answer leaves what it said before, which grows old. */
  private void ask() {
    try {
      SinkLink open = link;
      if (open == null) {
        open = sink.management();
        link = open;
      }
      Instant theirs = open.time();
      List<MeterRow> rows = open.meters();
      Map<String, MeterGasp> gasps = open.gasps();
      Instant ours = clock.instant();
      transactions.transact(session ->
          new MeterReaches(session).tell(sink.sinkId(), reaches(rows, gasps, theirs, ours), ours));
    } catch (MeterException e) {
      drop(); // the follower of the journal says it, once
      LOG.log(DEBUG, "sink {0} does not say whom it reaches: {1}", sink.sinkId(), e.getMessage());
    } catch (CancellationException _) {
      // closing
    } catch (RuntimeException e) {
      LOG.log(ERROR, "could not note whom sink " + sink.sinkId() + " reaches", e);
    }
  }

  /** The sink's rows in our time; what the two clocks differ by is taken out. */
  static Map<String, MeterReach> reaches(
      List<MeterRow> rows, Map<String, MeterGasp> gasps, Instant theirs, Instant ours) {
    Duration ahead = Duration.between(theirs, ours);
    var reaches = new TreeMap<String, MeterReach>();
    for (MeterRow row : rows) {
      boolean recent =
          row.lastContact().map(at -> at.plus(STALE).isAfter(theirs)).orElse(Boolean.FALSE);
      MeterReach.State state =
          switch (row.state()) {
            case ONLINE -> recent ? MeterReach.State.ONLINE : MeterReach.State.UNKNOWN;
            case OFFLINE -> MeterReach.State.OFFLINE;
            case UNKNOWN -> MeterReach.State.UNKNOWN;
          };
      reaches.put(
          row.meter(),
          new MeterReach(
              state,
              row.since().plus(ahead),
              row.lastContact().map(at -> at.plus(ahead)),
              Optional.ofNullable(gasps.get(row.meter()))
                  .map(gasp ->
                      new MeterReach.Gasp(
                          gasp.at().plus(ahead), gasp.overAt().map(at -> at.plus(ahead))))));
    }
    return reaches;
  }

  private void drop() {
    SinkLink open = link;
    link = null;
    if (open != null) {
      open.close();
    }
  }
}
