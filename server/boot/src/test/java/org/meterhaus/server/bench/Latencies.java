package org.meterhaus.server.bench;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind of request, sorted. */
final class Latencies {
  private final String name;
  private final long[] nanos;

  /**
   * @param nanos at least one
   */
  Latencies(String name, long[] nanos) {
    this.name = name;
    this.nanos = nanos.clone();
    Arrays.sort(this.nanos);
  }

  /**
   * The smallest duration that so many of all do not exceed.
   *
   * @param percent 1..100
   */
  double percentileMs(double percent) {
    int rank = (int) Math.ceil(percent / 100 * nanos.length);
    return nanos[Math.max(0, rank - 1)] / 1e6;
  }

  /** A row of a table in Markdown. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.2f | %.2f | %.2f | %.2f |",
        name,
        nanos.length,
        percentileMs(50),
        percentileMs(95),
        percentileMs(99),
        percentileMs(100));
  }
}
