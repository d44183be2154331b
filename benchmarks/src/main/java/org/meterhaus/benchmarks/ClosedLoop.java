package org.meterhaus.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Calls made one after another by each of several threads, and how long each took. */
final class ClosedLoop {

  /** One request and its answer. */
  interface Call {
    void run() throws Exception;
  }

  /**
   * What came of it.
   *
   * @param p50Micros what half of the calls did not exceed
   * @param p99Micros what 99 of 100 did not
   */
  record Outcome(double perSecond, double p50Micros, double p99Micros, int errors) {

    static Outcome of(long[] sortedNanos, int seconds, int errors) {
      return new Outcome(
          (double) sortedNanos.length / seconds,
          micros(sortedNanos, 0.5),
          micros(sortedNanos, 0.99),
          errors);
    }

    private static double micros(long[] sortedNanos, double quantile) {
      int index = (int) Math.min(sortedNanos.length - 1, quantile * sortedNanos.length);
      return index < 0 ? 0 : sortedNanos[index] / 1e3;
    }

    /** As a peer tells it. */
    String json(String who, String what, int connections) {
      return ("{\"client\":\"%s\",\"what\":\"%s\",\"connections\":%d,\"reads_per_s\":%.1f,"
              + "\"p50_us\":%.1f,\"p99_us\":%.1f,\"errors\":%d}")
          .formatted(who, what, connections, perSecond, p50Micros, p99Micros, errors);
    }
  }

  private ClosedLoop() {}

  /**
   * Runs each call over and over.
   *
   * @param warmSeconds how long before it counts
   * @param seconds how long it counts
   */
  static Outcome run(List<Call> calls, Thread.Builder threads, int warmSeconds, int seconds)
      throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong start = new AtomicLong();
    AtomicInteger errors = new AtomicInteger();
    List<long[]> samples = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (Call call : calls) {
      running.add(
          threads.start(() -> {
            try {
              go.await();
              long from = start.get() + warmSeconds * 1_000_000_000L;
              long[] mine = loop(call, from, from + seconds * 1_000_000_000L);
              synchronized (samples) {
                samples.add(mine);
              }
            } catch (Exception e) {
              if (errors.getAndIncrement() == 0) {
                System.err.println("first error: " + e);
              }
            }
          }));
    }
    start.set(System.nanoTime());
    go.countDown();
    for (Thread thread : running) {
      thread.join();
    }
    long[] all = samples.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return Outcome.of(all, seconds, errors.get());
  }

  private static long[] loop(Call call, long from, long to) throws Exception {
    long[] took = new long[1024];
    int count = 0;
    while (true) {
      long begin = System.nanoTime();
      if (begin >= to) {
        return Arrays.copyOf(took, count);
      }
      call.run();
      long end = System.nanoTime();
      if (begin >= from && end < to) {
        if (count == took.length) {
          took = Arrays.copyOf(took, 2 * count);
        }
        took[count++] = end - begin;
      }
    }
  }
}
