package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs atomic models on a clock of its own. What is due at the same instant goes in an order drawn
 * from the seed, and messages take a drawn time, but never overtake each other between the same two
 * roles, as in mailboxes.
 */
final class VirtualTime {
  private final RandomGenerator random;
  private final Duration slowest;
  private final Map<Address, Running<?>> roles = new HashMap<>();
  private final Map<Address, Consumer<Message>> outside = new HashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<List<Address>, Duration> lastArrival = new HashMap<>();
  private Duration now = Duration.ZERO;
  private long sequence;

  /** What happens at one instant. */
  private record Event(Duration at, int tie, long sequence, Runnable task)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = at.compareTo(other.at);
      int byTie = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
    }
  }

  /**
   * A run.
   *
   * @param seed of everything that is drawn
   * @param slowest the longest that a message takes, zero or more
   */
  VirtualTime(long seed, Duration slowest) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.slowest = slowest;
  }

  RandomGenerator random() {
    return random;
  }

  Duration now() {
    return now;
  }

  void add(Atomic<?> role) {
    roles.put(role.name(), new Running<>(role));
  }

  /** Something outside of the model gets what is sent there. */
  void addOutside(Address address, Consumer<Message> receiver) {
    outside.put(address, receiver);
  }

  /** Does something later. */
  void after(Duration delay, Runnable task) {
    events.add(new Event(now.plus(delay), random.nextInt(), sequence++, task));
  }

  /** Sends from outside or from a role. */
  void send(Address from, Envelope envelope) {
    Duration takes =
        slowest.isZero() ? slowest : Duration.ofNanos(random.nextLong(slowest.toNanos() + 1));
    List<Address> channel = List.of(from, envelope.to());
    Duration before = lastArrival.getOrDefault(channel, Duration.ZERO);
    Duration at = now.plus(takes);
    Duration arrival = at.compareTo(before) > 0 ? at : before.plusNanos(1);
    lastArrival.put(channel, arrival);
    after(arrival.minus(now), () -> arrive(envelope));
  }

  /** Runs until nothing is due any more. */
  void run() {
    roles.values().forEach(Running::schedule);
    for (Event event = events.poll(); event != null; event = events.poll()) {
      now = event.at;
      event.task.run();
    }
  }

  private void arrive(Envelope envelope) {
    Running<?> role = roles.get(envelope.to());
    if (role != null) {
      role.receive(envelope.message());
      return;
    }
    Consumer<Message> receiver = outside.get(envelope.to());
    if (receiver == null) {
      throw new AssertionError("nothing at " + envelope.to());
    }
    receiver.accept(envelope.message());
  }

  /** One model and when its state was entered. */
  private final class Running<S> {
    private final Atomic<S> role;
    private S state;
    private Duration entered = Duration.ZERO;
    private long version;

    Running(Atomic<S> role) {
      this.role = role;
      this.state = role.initial();
    }

    void receive(Message message) {
      enter(role.external(state, now.minus(entered), message));
    }

    private void enter(S next) {
      state = next;
      entered = now;
      version++;
      schedule();
    }

    void schedule() {
      Optional<Duration> advance = role.timeAdvance(state);
      long expected = version;
      advance.ifPresent(a ->
          after(
              a,
              () -> {
                if (version == expected) {
                  fire();
                }
              }));
    }

    private void fire() {
      List<Envelope> out = new ArrayList<>(role.output(state));
      enter(role.internal(state));
      out.forEach(envelope -> send(role.name(), envelope));
    }
  }
}
