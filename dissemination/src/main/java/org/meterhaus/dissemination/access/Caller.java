package org.meterhaus.dissemination.access;

/**
 * Which customer is asking. Every use case on customer data takes one, and every query that it
 * makes carries {@link #customerId}.
 *
 * <p>Made by {@code Tokens} and {@code SignIn} only after the proof was checked; a face never makes
 * one from what a client says.
 *
 * @param customerId the customer, 1..64 characters
 * @param authentication how the customer proved to be it
 * @param correlationId follows the request through logs and audit, 1..128 characters
 */
public record Caller(String customerId, Authentication authentication, String correlationId)
    implements SignedIn {

  public Caller {
    if (customerId.isEmpty() || customerId.length() > 64) {
      throw new IllegalArgumentException(
          "customerId must have 1..64 characters but has " + customerId.length());
    }
    if (correlationId.isEmpty() || correlationId.length() > 128) {
      throw new IllegalArgumentException(
          "correlationId must have 1..128 characters but has " + correlationId.length());
    }
  }

  @Override
  public String actor() {
    return "customer:" + customerId;
  }
}
