package org.meterhaus.processing;

import java.time.Duration;
import org.meterhaus.processing.vee.Rules;

/**
 * How the processor works.
 *
 * @param batch most arrivals in one transaction, 1..10000
 * @param pollEvery longest wait before looking for arrivals that no notification told of, more than
 *     zero
 * @param retryAfter wait after a failure that is not the arrivals' fault, more than zero
 * @param workers transactions at once, 1..64; each takes a connection
 * @param rules of validation and estimation
 */
public record ProcessorConfig(
    int batch, Duration pollEvery, Duration retryAfter, int workers, Rules rules) {

  public ProcessorConfig {
    if (batch < 1 || batch > 10_000) {
      throw new IllegalArgumentException("batch must be 1..10000 but was " + batch);
    }
    if (workers < 1 || workers > 64) {
      throw new IllegalArgumentException("workers must be 1..64 but was " + workers);
    }
    if (!pollEvery.isPositive() || !retryAfter.isPositive()) {
      throw new IllegalArgumentException(
          "pollEvery and retryAfter must be positive but were %s and %s"
              .formatted(pollEvery, retryAfter));
    }
  }

  /**
   * 1,000 arrivals a transaction, two at once, a look every five seconds, the rules of the running
   * system.
   */
  public static ProcessorConfig defaults() {
    return new ProcessorConfig(1_000, Duration.ofSeconds(5), Duration.ofSeconds(1), 2, Rules.LIVE);
  }
}
