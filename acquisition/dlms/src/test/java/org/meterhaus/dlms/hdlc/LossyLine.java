package org.meterhaus.dlms.hdlc;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Time that runs as fast as it is simulated, and lines that lose, double and damage what is sent
 * over them but keep its order.
 */
final class LossyLine {

  /**
   * How bad the line is, each a probability for one frame.
   *
   * @param damaged up to three bits are wrong: what the check sequence finds for certain
   */
  record Faults(double dropped, double doubled, double damaged, double noise) {
    static final Faults NONE = new Faults(0, 0, 0, 0);
  }

  private record Task(long atNanos, long order, Runnable body) {}

  private final RandomGenerator random;
  private final Faults faults;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::order));
  private long now;
  private long order;

  LossyLine(RandomGenerator random, Faults faults) {
    this.random = random;
    this.faults = faults;
  }

  void after(Duration delay, Runnable body) {
    tasks.add(new Task(now + delay.toNanos(), order++, body));
  }

  Duration now() {
    return Duration.ofNanos(now);
  }

  /** Runs until nothing is left to do, or that much time has passed; says which. */
  boolean runs(Duration atMost) {
    while (!tasks.isEmpty()) {
      Task next = tasks.remove();
      now = next.atNanos();
      if (now > atMost.toNanos()) {
        return false;
      }
      next.body().run();
    }
    return true;
  }

  /** One direction. */
  final class Direction {
    private final Consumer<byte[]> receiver;
    private long freeAt;

    Direction(Consumer<byte[]> receiver) {
      this.receiver = receiver;
    }

    /** At 115,200 bit/s and 2 ms away. */
    void send(byte[] frame) {
      freeAt = Math.max(freeAt, now) + frame.length * 87_000L;
      if (random.nextDouble() < faults.noise()) {
        byte[] noise = new byte[random.nextInt(1, 9)];
        random.nextBytes(noise);
        arrive(noise);
      }
      if (random.nextDouble() < faults.dropped()) {
        return;
      }
      byte[] arriving = frame.clone();
      if (random.nextDouble() < faults.damaged()) {
        for (int bits = random.nextInt(1, 4); bits > 0; bits--) {
          int bit = random.nextInt(arriving.length * 8);
          arriving[bit / 8] ^= (byte) (1 << bit % 8);
        }
      }
      arrive(arriving);
      if (random.nextDouble() < faults.doubled()) {
        arrive(arriving);
      }
    }

    private void arrive(byte[] octets) {
      long at = freeAt + 2_000_000L;
      tasks.add(new Task(at, order++, () -> receiver.accept(octets)));
    }
  }
}
