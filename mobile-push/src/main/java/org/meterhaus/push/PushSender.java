package org.meterhaus.push;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.Subscription;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.db.outbox.OutboxMessage;
import org.meterhaus.db.outbox.PushDeliveries;
import org.meterhaus.db.outbox.PushDelivery;
import org.meterhaus.db.outbox.PushRegistrations;
import org.meterhaus.push.PushChannel.Outcome;
import org.meterhaus.push.PushChannel.Push;

/**
 * Brings what is in the outbox to the phones, at least once each. Several may run on one database.
 *
 * <p>One thread hands messages over and takes on what is due; up to {@link
 * PushSenderConfig#concurrency()} others ask the provider, each about one delivery, and write down
 * what came of it. A token that is dead, or slow, or over its limit concerns its own delivery only.
 */
public final class PushSender implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(PushSender.class.getName());
  private static final int HAND_OVER_BATCH = 200;

  /** Bounds how often an empty ledger is asked when its next entry is due at once. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

  private static final int MESSAGE_ID_BYTES = 16;

  private final PushSenderConfig config;
  private final Database database;
  private final PushChannel channel;
  private final InstantSource clock;
  private final RandomGenerator random;

  private final Semaphore free;
  private final Semaphore wake = new Semaphore(0);
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread dispatcher;
  private @Nullable Subscription subscription;
  private volatile boolean stopping;

  /** Whether the last look may have left work behind for want of free senders. */
  private volatile boolean saturated;

  /**
   * A sender that is not started yet.
   *
   * @param random spreads repeats; used by several threads, so one that allows it, such as {@link
   *     java.util.Random}
   */
  public PushSender(
      PushSenderConfig config,
      Database database,
      PushChannel channel,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
    this.database = database;
    this.channel = channel;
    this.clock = clock;
    this.random = random;
    this.free = new Semaphore(config.concurrency());
    this.dispatcher = Thread.ofVirtual().name("push-sender").unstarted(this::dispatch);
  }

  /** Starts sending what is due, also what was left from before. */
  public void start() {
    subscription = database.listen(Outbox.CHANNEL, payload -> wake.release());
    dispatcher.start();
  }

  /** Takes on nothing more and waits for what is on its way, one send's time limit at most. */
  @Override
  public void close() {
    stopping = true;
    if (subscription != null) {
      subscription.close();
    }
    wake.release();
    try {
      dispatcher.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the executor below sees it and hurries
    }
    senders.close();
  }

  private void dispatch() {
    while (!stopping) {
      Duration wait = config.poll();
      try {
        wait = sendWhatIsDue();
      } catch (RuntimeException e) {
        LOG.log(ERROR, "cannot read what is to be pushed; trying again in " + wait, e);
      }
      try {
        boolean _ = wake.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      } catch (InterruptedException _) {
        return; // nobody but the end of the process interrupts this thread
      }
    }
  }

  /** Takes on as much as there are free senders, and says when to look again. */
  private Duration sendWhatIsDue() {
    while (!stopping && handOver() == HAND_OVER_BATCH) {
      // the rest of a burst
    }
    saturated = true; // until known better: a sender that ends during this look has to be heard
    int senderCount = free.drainPermits();
    if (senderCount == 0) {
      return config.poll();
    }
    List<PushDelivery.Claimed> claimed = List.of();
    try {
      claimed = claim(senderCount);
    } finally {
      free.release(senderCount - claimed.size());
    }
    saturated = claimed.size() == senderCount;
    for (PushDelivery.Claimed delivery : claimed) {
      senders.execute(() -> sendAndRelease(delivery));
    }
    return saturated ? config.poll() : untilNextDue();
  }

  private int handOver() {
    return database.inTransaction(
        session -> new Outbox(session).handOver(HAND_OVER_BATCH, clock.instant()));
  }

  private List<PushDelivery.Claimed> claim(int limit) {
    return database.inTransaction(
        session -> new PushDeliveries(session).claim(limit, config.lease(), clock.instant()));
  }

  private Duration untilNextDue() {
    Instant now = clock.instant();
    return database
        .inTransaction(session -> new PushDeliveries(session).nextDueAt())
        .map(due -> Duration.between(now, due))
        .filter(wait -> wait.compareTo(config.poll()) < 0)
        .map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait)
        .orElse(config.poll());
  }

  private void sendAndRelease(PushDelivery.Claimed delivery) {
    boolean dueAgain = false;
    try {
      Outcome outcome = send(delivery);
      database.transact(session -> record(session, delivery, outcome));
      dueAgain = outcome instanceof Outcome.NotNow;
    } catch (RuntimeException e) {
      // The lease brings it back, so nothing is lost, and the phone knows a repeat by its id.
      LOG.log(ERROR, "what came of push %s is not recorded".formatted(name(delivery)), e);
    } finally {
      free.release();
      // After the commit: the dispatcher has to see the new time, which may be before what it is
      // waiting for.
      if (saturated || dueAgain) {
        wake.release();
      }
    }
  }

  private Outcome send(PushDelivery.Claimed delivery) {
    try {
      return channel.send(push(delivery));
    } catch (RuntimeException e) {
      // A bug of ours or of the provider's library must not make a message come back for ever.
      LOG.log(ERROR, "push %s failed inside the channel".formatted(name(delivery)), e);
      return new Outcome.NotNow("internal: " + e.getClass().getSimpleName(), null);
    }
  }

  private void record(StatelessSession session, PushDelivery.Claimed delivery, Outcome outcome) {
    var deliveries = new PushDeliveries(session);
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Accepted(String providerMessageId) -> {
        deliveries.sent(delivery.id(), providerMessageId, now);
        LOG.log(DEBUG, () -> "push %s is %s".formatted(name(delivery), providerMessageId));
      }
      case Outcome.DeadToken(String reason) -> {
        deliveries.dropped(delivery.id(), reason, now);
        new PushRegistrations(session)
            .markDead(delivery.id().registrationId(), delivery.token(), reason, now);
        LOG.log(DEBUG, () -> "push %s: token ended, %s".formatted(name(delivery), reason));
      }
      case Outcome.Refused(String reason) -> {
        deliveries.failed(delivery.id(), reason, now);
        LOG.log(WARNING, () -> "push %s refused: %s".formatted(name(delivery), reason));
      }
      case Outcome.NotNow(String reason, Duration retryAfter) ->
          later(deliveries, delivery, reason, retryAfter, now);
    }
  }

  private void later(
      PushDeliveries deliveries,
      PushDelivery.Claimed delivery,
      String reason,
      @Nullable Duration retryAfter,
      Instant now) {
    if (delivery.attempt() >= config.backOff().maxAttempts()) {
      deliveries.failed(
          delivery.id(),
          "given up after %d attempts: %s".formatted(delivery.attempt(), reason),
          now);
      LOG.log(WARNING, () -> "push %s given up: %s".formatted(name(delivery), reason));
      return;
    }
    Duration wait = config.backOff().after(delivery.attempt(), retryAfter, random);
    deliveries.retry(delivery.id(), now.plus(wait), reason, now);
    LOG.log(DEBUG, () -> "push %s in %s: %s".formatted(name(delivery), wait, reason));
  }

  private static Push push(PushDelivery.Claimed delivery) {
    OutboxMessage message = delivery.message();
    Map<String, String> data = new HashMap<>(message.data());
    data.put("kind", message.kind().wireName());
    data.put("at", delivery.createdAt().toString());
    return new Push(
        delivery.token(), messageId(message.dedupKey()), message.title(), message.body(), data);
  }

  /** The same for every repeat, short enough for every provider, and it says nothing. */
  static String messageId(String dedupKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(dedupKey.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, MESSAGE_ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** For the log; tokens and texts stay out of it. */
  private static String name(PushDelivery.Claimed delivery) {
    return "%d/%s (attempt %d)"
        .formatted(delivery.id().outboxId(), delivery.id().registrationId(), delivery.attempt());
  }
}
