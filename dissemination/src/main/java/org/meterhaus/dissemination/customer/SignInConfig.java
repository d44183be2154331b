package org.meterhaus.dissemination.customer;

import java.time.Duration;

/**
 * @param tokenLifetime more than zero
 * @param burstPerUsername failed attempts for one user name at once, 1 or more
 * @param refillPerUsername after which one more is allowed, more than zero
 * @param burstPerAddress failed attempts from one address at once, 1 or more
 * @param refillPerAddress after which one more is allowed, more than zero
 * @param checksAtOnce passwords checked at the same time, each of which takes 19 MiB, 1 or more
 * @param checkWithin longest wait for a place among them, more than zero
 */
public record SignInConfig(
    Duration tokenLifetime,
    int burstPerUsername,
    Duration refillPerUsername,
    int burstPerAddress,
    Duration refillPerAddress,
    int checksAtOnce,
    Duration checkWithin) {

  public SignInConfig {
    positive("tokenLifetime", tokenLifetime);
    positive("burstPerUsername", burstPerUsername);
    positive("refillPerUsername", refillPerUsername);
    positive("burstPerAddress", burstPerAddress);
    positive("refillPerAddress", refillPerAddress);
    positive("checksAtOnce", checksAtOnce);
    positive("checkWithin", checkWithin);
  }

  public static SignInConfig defaults() {
    return new SignInConfig(
        Duration.ofHours(1),
        10,
        Duration.ofSeconds(30),
        50,
        Duration.ofSeconds(6),
        4,
        Duration.ofSeconds(5));
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than zero but was " + value);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more but was " + value);
    }
  }
}
