package org.meterhaus.sink.collect;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalStatus;
import org.meterhaus.sink.journal.JournalStopped;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.MeterPort;
import org.meterhaus.sink.roles.RequestPath;
import org.meterhaus.sink.roles.Roles;

/** Polls all meters, each on a virtual thread of its own, into the journal. */
public final class Collector implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Collector.class.getName());

  /** Our wrapper port at a meter; 16 would be the public client. */
  private static final int CLIENT_SAP = 1;

  /** What one operation may take: connecting, associating, and an answer of some blocks. */
  private static final int ANSWERS_AN_OPERATION = 6;

  private static final int MOST_WAITING = 1000;

  private final Polling polling;
  private final Journal journal;
  private final RequestPath path;
  private final MeterTable table;
  private final List<DlmsMeterLink> links;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<MeterId, Semaphore> wakes = new HashMap<>();

  private Collector(
      Polling polling,
      Journal journal,
      RequestPath path,
      MeterTable table,
      List<DlmsMeterLink> links) {
    this.polling = polling;
    this.journal = journal;
    this.path = path;
    this.table = table;
    this.links = links;
  }

  /**
   * Starts polling.
   *
   * @param title the sink's system title
   * @param counter of that title
   * @throws IOException if the journal cannot be read
   */
  public static Collector start(
      List<MeterConnection> meters,
      SystemTitle title,
      InvocationCounter counter,
      Polling polling,
      Journal journal,
      InstantSource clock)
      throws IOException {
    MeterTable table = new MeterTable(meters.stream().map(MeterConnection::id).toList(), clock);
    Map<MeterId, MeterPort> ports = new HashMap<>();
    List<DlmsMeterLink> links = new ArrayList<>();
    for (MeterConnection meter : meters) {
      DlmsMeterLink link = link(meter, title, counter, polling.answerWithin());
      ports.put(meter.id(), link);
      links.add(link);
    }
    SeenRows seen = SeenRows.from(journal, polling.overlap());
    Duration operation = polling.answerWithin().multipliedBy(ANSWERS_AN_OPERATION);
    var limits = new Roles.Limits(operation, polling.atOnce(), MOST_WAITING);
    RequestPath path = RequestPath.start(ports, limits, table::note);
    Collector collector = new Collector(polling, journal, path, table, links);
    for (MeterConnection meter : meters) {
      var session = new MeterSession(path, meter.id());
      var wake = new Semaphore(0);
      collector.wakes.put(meter.id(), wake);
      var poller = new MeterPoller(session, polling, journal, seen, table, clock);
      collector.threads.add(
          Thread.ofVirtual()
              .name("poll " + meter.id())
              .unstarted(() -> collector.run(poller, wake)));
    }
    collector.threads.forEach(Thread::start);
    return collector;
  }

  /** Polls a meter now, however long it was to be left alone because it had not answered. */
  public void pollNow(MeterId meter) {
    Semaphore wake = wakes.get(meter);
    if (wake != null) {
      wake.release();
    }
  }

  private static DlmsMeterLink link(
      MeterConnection meter, SystemTitle title, InvocationCounter counter, Duration answerWithin) {
    LinkConfig link =
        LinkConfig.of(meter.host(), meter.port(), CLIENT_SAP, meter.sap())
            .withTimeouts(answerWithin, answerWithin);
    var association =
        new AssociationConfig.HlsGmac(
            title, meter.encryptionKey(), meter.authenticationKey(), counter);
    return new DlmsMeterLink(meter.id(), link, association);
  }

  /** The way to the meters, for whoever else wants to ask one. */
  public RequestPath path() {
    return path;
  }

  /** How each meter was last met. */
  public MeterTable table() {
    return table;
  }

  /** Ends the polling; what a meter is just being asked is given up. */
  @Override
  public void close() {
    closing.countDown();
    threads.forEach(Thread::interrupt);
    path.close();
    // all at once: each may have to wait for its meter's good-bye
    try (var closers = Executors.newVirtualThreadPerTaskExecutor()) {
      links.forEach(link -> closers.execute(link::close));
    }
  }

  private void run(MeterPoller poller, Semaphore wake) {
    int failures = 0;
    try {
      do {
        // With a full disk nothing is taken from the meters: their own profiles keep it for us.
        if (journal.status() instanceof JournalStatus.Taking) {
          failures = poll(poller) ? 0 : failures + 1;
        }
        if (wake.tryAcquire(polling.pauseAfter(failures).toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
          failures = 0; // it has come back: if it does not answer yet it will soon
        }
      } while (closing.getCount() > 0);
    } catch (InterruptedException _) {
      // closing
    }
  }

  private static boolean poll(MeterPoller poller) throws InterruptedException {
    try {
      poller.poll();
      return true;
    } catch (PollFailed e) {
      LOG.log(DEBUG, "poll failed: {0}", e.getMessage()); // the table says it once an outage
      return false;
    } catch (JournalStopped e) {
      LOG.log(DEBUG, "poll not kept: {0}", e.getMessage()); // the journal says it once
      return true;
    } catch (RuntimeException e) {
      LOG.log(ERROR, "poll failed by a bug; the next one starts anew", e);
      return false;
    }
  }
}
