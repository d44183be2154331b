package org.meterhaus.processing;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.outages.MeterContacts;
import org.meterhaus.db.outages.MeterReaches;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.Outages;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.processing.outage.Assessment;
import org.meterhaus.processing.outage.Assessment.Notice;
import org.meterhaus.processing.outage.Observation;
import org.meterhaus.processing.outage.OutageDetection;
import org.meterhaus.processing.outage.OutageMessage;

/**
 * Watches for outages beside the {@link Processor}: reads the arrival log with offsets of its own
 * to know when each meter was heard last, and looks again and again at who is silent. What a look
 * leads to, messages included, is one transaction. Several may run: a partition is read by one at a
 * time, and one at a time looks.
 */
public final class OutageWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OutageWatch.class.getName());

  private final Database database;
  private final OutageWatchConfig config;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Whoever works holds it: the worker, or a caller of {@link #look}. */
  private final ReentrantLock working = new ReentrantLock();

  private @Nullable Thread worker;
  private @Nullable Instant listeningSince;
  private @Nullable Instant lastLook;

  public OutageWatch(Database database, OutageWatchConfig config, InstantSource clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to watch. Silence from before counts from now: we were not there to hear. */
  public synchronized void start() {
    if (worker != null) {
      throw new IllegalStateException("the watch has been started before");
    }
    worker = Thread.ofPlatform().name("outage-watch").daemon().start(this::work);
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
   * One look on the caller's thread: notes what has arrived, then assesses. The first look begins
   * the listening, and so does one that comes long after the one before.
   *
   * @return what it led to; empty when somebody else looks just now, or too much has not been noted
   */
  public List<Outage> look() {
    working.lock();
    try {
      Instant since = listeningSince();
      note();
      List<Outage> outages = assess(since);
      lastLook = clock.instant();
      return outages;
    } finally {
      working.unlock();
    }
  }

  /** Where the last look is long past (database away, machine asleep), nobody could be heard. */
  private Instant listeningSince() {
    Instant now = clock.instant();
    Instant since = listeningSince;
    Instant last = lastLook;
    if (since == null || last == null || now.isAfter(last.plus(config.rules().grace()))) {
      since = now;
      listeningSince = since;
    }
    return since;
  }

  private void work() {
    while (closed.getCount() > 0) {
      try {
        look();
        await(config.assessEvery());
      } catch (RuntimeException e) {
        if (closed.getCount() > 0) {
          LOG.log(WARNING, () -> "cannot watch for outages, trying again: " + e.getMessage(), e);
          await(config.retryAfter());
        }
      }
    }
  }

  private void note() {
    int noted;
    do {
      noted = 0;
      List<Integer> behind = database.reading(session -> new MeterContacts(session).behind());
      for (int partition : behind) {
        if (closed.getCount() == 0) {
          return;
        }
        Instant restoredSince = clock.instant().minus(config.rules().correctFor());
        noted +=
            database.inTransaction(
                session -> new ContactBatch(session, restoredSince).run(partition, config.batch()));
      }
      // what trickles in meanwhile is for the next look
    } while (noted >= config.batch());
  }

  private List<Outage> assess(Instant since) {
    return database.inTransaction(session -> {
      var outages = new Outages(session);
      Instant now = clock.instant();
      if (!outages.lock() || new MeterContacts(session).isBehind(now.minus(config.mostLag()))) {
        return List.of();
      }
      List<Outage> known = outages.current(now.minus(config.rules().correctFor()));
      List<UUID> ids = known.stream().map(Outage::id).toList();
      var observation =
          new Observation(
              now,
              since,
              outages.places(),
              outages.contacts(),
              outages.returned(ids),
              new MeterReaches(session).all());
      Assessment assessment = OutageDetection.step(known, observation, config.rules());
      Map<UUID, Outage> before =
          known.stream().collect(Collectors.toMap(Outage::id, Function.identity()));
      List<Outage> changed =
          assessment.outages().stream()
              .filter(outage -> !outage.equals(before.get(outage.id())))
              .toList();
      outages.save(changed);
      outages.markFaulty(assessment.faultyMeters());
      Map<UUID, Outage> after =
          assessment.outages().stream().collect(Collectors.toMap(Outage::id, Function.identity()));
      for (Notice notice : assessment.notices()) {
        tell(session, outages, notice, after, now);
      }
      changed.forEach(outage -> log(before.get(outage.id()), outage));
      return assessment.outages();
    });
  }

  private static void tell(
      StatelessSession session,
      Outages outages,
      Notice notice,
      Map<UUID, Outage> after,
      Instant now) {
    Outage outage = after.get(notice.outage());
    if (outage == null) {
      throw new AssertionError("a notice of an unknown outage");
    }
    var outbox = new Outbox(session);
    for (Outages.Concerned concerned : outages.concerned(outage.id(), now)) {
      outbox.add(OutageMessage.of(notice, outage, concerned), now);
    }
  }

  private static void log(@Nullable Outage before, Outage outage) {
    if (before == null || before.state() != outage.state() || before.cause() != outage.cause()) {
      LOG.log(
          INFO,
          () ->
              "outage %s of %s: %s (%s), %d meters, %d of them silent"
                  .formatted(
                      outage.id(),
                      outage.scope().section().orElse(outage.scope().building()),
                      outage.state().wire(),
                      outage.cause().wire(),
                      outage.members().size(),
                      outage.silent()));
    }
  }

  private void await(Duration atMost) {
    try {
      boolean _ = closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      // nobody interrupts the worker but the end of the process
      closed.countDown();
    }
  }
}
