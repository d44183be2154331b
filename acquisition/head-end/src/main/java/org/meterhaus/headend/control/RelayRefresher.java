package org.meterhaus.headend.control;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.headend.control.Relays.Switchable;
import org.meterhaus.headend.link.MeterLink;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.link.Threads;
import org.meterhaus.headend.store.Transactions;

/** Reads all relays behind one sink now and then, so that a relay switched by other means shows. */
public final class RelayRefresher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RelayRefresher.class.getName());

  private final Transactions transactions;
  private final SinkAccess sink;
  private final Duration every;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * Makes it, does not start it.
   *
   * @param every pause between two rounds
   */
  public RelayRefresher(
      Transactions transactions, SinkAccess sink, Duration every, InstantSource clock) {
    this.transactions = transactions;
    this.sink = sink;
    this.every = every;
    this.clock = clock;
  }

  public void start() {
    thread = Thread.ofVirtual().name("relays " + sink.sinkId()).start(this::run);
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
        refresh();
      } while (!closing.await(every.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      // closing
    }
  }

  private void refresh() {
    try {
      Map<String, List<Switchable>> byMeter = new LinkedHashMap<>();
      for (Switchable each : transactions.inTransaction(s -> new Relays(s).of(sink.sinkId()))) {
        byMeter.computeIfAbsent(each.meterId(), _ -> new ArrayList<>()).add(each);
      }
      byMeter.forEach(this::refresh);
    } catch (CancellationException _) {
      // closing
    } catch (RuntimeException e) {
      LOG.log(ERROR, "could not refresh the relays of sink " + sink.sinkId(), e);
    }
  }

  /** A meter that does not answer keeps the states that it reported last, with their time. */
  private void refresh(String meterId, List<Switchable> relays) {
    if (closing.getCount() == 0) {
      return;
    }
    try (MeterLink meter = sink.meter(meterId)) {
      for (Switchable relay : relays) {
        // taken before asking: a command that ends meanwhile knows better
        Instant asked = clock.instant();
        boolean on = meter.isOn(ObisCode.parse(relay.relayObis()));
        transactions.transact(s -> new Commands(s).reportState(relay.deviceId(), on, asked));
      }
    } catch (MeterException | SinkAccess.NoSuchMeter e) {
      LOG.log(DEBUG, "relays of meter {0} not refreshed: {1}", meterId, e.getMessage());
    }
  }
}
