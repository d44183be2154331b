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
 * @param rules of validation and estimation
 */
public record ProcessorConfig(int batch, Duration pollEvery, Duration retryAfter, Rules rules) {

  public ProcessorConfig {
    if (batch < 1 || batch > 10_000) {
      throw new IllegalArgumentException("batch must be 1..10000 but was " + batch);
    }
    if (!pollEvery.isPositive() || !retryAfter.isPositive()) {
      throw new IllegalArgumentException(
          "pollEvery and retryAfter must be positive but were %s and %s"
              .formatted(pollEvery, retryAfter));
    }
  }

  /** 200 arrivals a transaction, a look every five seconds, the simple rules. */
  public static ProcessorConfig defaults() {
    return new ProcessorConfig(200, Duration.ofSeconds(5), Duration.ofSeconds(1), Rules.SIMPLE);
  }
}
