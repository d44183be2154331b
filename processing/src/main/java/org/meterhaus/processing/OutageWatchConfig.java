package org.meterhaus.processing;

import java.time.Duration;
import org.meterhaus.processing.outage.OutageRules;

/**
 * How outages are watched for.
 *
 * @param batch most arrivals in one transaction, 1..10000
 * @param assessEvery pause between two looks at who is silent, more than zero
 * @param retryAfter wait after a failure, more than zero
 * @param mostLag an arrival not noted for longer than this means that we know too little to call
 *     anybody silent, more than zero
 */
public record OutageWatchConfig(
    int batch, Duration assessEvery, Duration retryAfter, Duration mostLag, OutageRules rules) {

  public OutageWatchConfig {
    if (batch < 1 || batch > 10_000) {
      throw new IllegalArgumentException("batch must be 1..10000 but was " + batch);
    }
    if (!assessEvery.isPositive() || !retryAfter.isPositive() || !mostLag.isPositive()) {
      throw new IllegalArgumentException(
          "assessEvery, retryAfter and mostLag must be positive but were %s, %s and %s"
              .formatted(assessEvery, retryAfter, mostLag));
    }
  }

  /** 500 arrivals a transaction, a look every half minute, lag of a minute at most. */
  public static OutageWatchConfig defaults() {
    return new OutageWatchConfig(
        500,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1),
        OutageRules.defaults());
  }

  /** The same with other rules. */
  public OutageWatchConfig withRules(OutageRules other) {
    return new OutageWatchConfig(batch, assessEvery, retryAfter, mostLag, other);
  }
}
