package org.meterhaus.headend.control;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.Subscription;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Command;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.commands.State;
import org.meterhaus.db.commands.Task;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.link.Threads;
import org.meterhaus.headend.store.Transactions;

/**
 * Carries out the commands to one sink's meters: several at once, but one after another for each
 * meter, in the order of their coming. Hears of new ones by notification, and looks now and then in
 * case one was lost.
 */
public final class CommandRunner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CommandRunner.class.getName());
  private static final int AT_ONCE = 16;

  /**
   * After its expiry, a sent command that nobody ended is given up; longer than any answer takes.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long a start tries to find out what became of an unfinished command. */
  private static final Duration RESUME_WITHIN = Duration.ofSeconds(30);

  private final Database database;
  private final Transactions transactions;
  private final SinkAccess sink;
  private final Duration poll;
  private final InstantSource clock;

  private final Semaphore wake = new Semaphore(0);
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Map<String, ExecutorService> meters = new HashMap<>();
  private @Nullable Subscription subscription;
  private @Nullable Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Makes it, does not start it.
   *
   * @param poll pause between two looks without a notification
   */
  public CommandRunner(
      Database database,
      Transactions transactions,
      SinkAccess sink,
      Duration poll,
      InstantSource clock) {
    this.database = database;
    this.transactions = transactions;
    this.sink = sink;
    this.poll = poll;
    this.clock = clock;
  }

  /** Takes up what was left unfinished, then listens. */
  public void start() {
    subscription = database.listen(Commands.CHANNEL, _ -> wake.release());
    thread = Thread.ofVirtual().name("commands " + sink.sinkId()).start(this::run);
  }

  /** What is under way is given up; the next start looks what became of it. */
  @Override
  public void close() {
    closing.countDown();
    Subscription open = subscription;
    if (open != null) {
      open.close();
    }
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      Threads.join(running);
    }
  }

  private void run() {
    try {
      boolean resumed = false;
      while (!isClosing()) {
        if (!resumed) {
          resumed = quietly(this::resumeUnfinished);
        }
        boolean _ = quietly(this::claimAll);
        boolean _ = quietly(this::endOverdue);
        boolean _ = wake.tryAcquire(poll.toNanos(), TimeUnit.NANOSECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException _) {
      // closing
    } finally {
      meters.values().forEach(ExecutorService::shutdownNow);
      meters.values().forEach(ExecutorService::close);
    }
  }

  private interface Step {
    void take() throws InterruptedException;
  }

  /** The database may be away for a while: what was not done is done at the next look. */
  private boolean quietly(Step step) throws InterruptedException {
    try {
      step.take();
      return true;
    } catch (CancellationException _) {
      return false; // closing
    } catch (RuntimeException e) {
      LOG.log(ERROR, "commands of sink " + sink.sinkId() + " have to wait", e);
      return false;
    }
  }

  private void resumeUnfinished() throws InterruptedException {
    List<Task> unfinished =
        transactions.inTransaction(s -> new Relays(s).unfinished(sink.sinkId()));
    for (Task task : unfinished) {
      LOG.log(
          INFO, "command {0} was left unfinished: looking what became of it", task.command().id());
      free.acquire();
      submit(task, true);
    }
  }

  private void claimAll() throws InterruptedException {
    while (!isClosing()) {
      free.acquire();
      Optional<Task> task = Optional.empty();
      try {
        task =
            transactions.inTransaction(s -> new Commands(s).claim(sink.sinkId(), clock.instant()));
      } finally {
        if (task.isEmpty()) {
          free.release();
        }
      }
      if (task.isEmpty()) {
        return;
      }
      submit(task.get(), false);
    }
  }

  private void submit(Task task, boolean mayBeDone) {
    meters
        .computeIfAbsent(
            task.meterId(),
            meter ->
                Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("commands " + meter).factory()))
        .execute(() -> {
          try {
            carryOut(task, mayBeDone);
          } catch (CancellationException _) {
            // closing: the next start looks what became of it
          } catch (RuntimeException e) {
            // it stays "sent": the next start, or the end of our patience, ends it
            LOG.log(ERROR, "command " + task.command().id() + " has no end yet", e);
          } finally {
            free.release();
          }
        });
  }

  private void carryOut(Task task, boolean mayBeDone) {
    Command command = task.command();
    boolean wanted = command.action() == Action.SWITCH_ON;
    BooleanSupplier isExpired = () -> !clock.instant().isBefore(command.expiresAt());
    Switching.Result result;
    try (Relay relay = new SinkRelay(sink, task.meterId(), ObisCode.parse(task.relayObis()))) {
      result =
          mayBeDone
              ? resume(relay, wanted, isExpired)
              : Switching.carryOut(relay, wanted, isExpired);
    }
    if (isClosing()) {
      return; // an interrupted answer says nothing about the relay
    }
    transactions.transact(session -> end(session, task, result));
    LOG.log(
        INFO,
        "command {0} {1} {2}: {3}",
        command.id(),
        command.action(),
        task.deviceName(),
        result);
  }

  /** Patient, since the sink may be starting just as we are. */
  private Switching.Result resume(Relay relay, boolean wanted, BooleanSupplier isExpired) {
    long begun = System.nanoTime();
    while (true) {
      Switching.Result result = Switching.resume(relay, wanted, isExpired);
      boolean unreachable =
          result instanceof Switching.Result.Failed(RelayFailure.Reason reason, Optional<Boolean> _)
              && (reason == RelayFailure.Reason.SINK_UNREACHABLE
                  || reason == RelayFailure.Reason.METER_UNREACHABLE);
      if (!unreachable || System.nanoTime() - begun > RESUME_WITHIN.toNanos() || isClosing(poll)) {
        return result;
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits for the end, but not for long. */
  private boolean isClosing(Duration within) {
    try {
      return closing.await(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private void end(StatelessSession session, Task task, Switching.Result result) {
    Commands commands = new Commands(session);
    Command command = task.command();
    Instant now = clock.instant();
    switch (result) {
      case Switching.Result.Confirmed _ -> {
        if (commands.confirm(command.id(), now)) {
          boolean _ =
              new Outbox(session).add(Announcement.confirmed(command, task.deviceName()), now);
        }
      }
      case Switching.Result.Failed(RelayFailure.Reason reason, Optional<Boolean> seenOn) -> {
        seenOn.ifPresent(on -> commands.reportState(command.deviceId(), on, now));
        if (commands.fail(command.id(), reason.wireName(), now)) {
          boolean _ =
              new Outbox(session)
                  .add(Announcement.failed(command, task.deviceName(), reason.wireName()), now);
        }
      }
    }
  }

  private void endOverdue() {
    transactions.transact(session -> {
      Instant now = clock.instant();
      for (Command ended : new Commands(session).endOverdue(now, PATIENCE)) {
        String name = new Relays(session).nameOf(ended.deviceId()).orElse(ended.deviceId());
        String reason = ended.state() == State.EXPIRED ? "expired" : "outcome-unknown";
        boolean _ = new Outbox(session).add(Announcement.failed(ended, name, reason), now);
      }
    });
  }
}
