package org.meterhaus.dissemination.access;

/**
 * Somebody whose identity was proven. A use case takes a {@link Caller} or an {@link Operator},
 * never both: what is made for one cannot be asked for by the other.
 */
public sealed interface SignedIn permits Caller, Operator {

  /** How the identity was proven. */
  enum Authentication {
    BEARER_TOKEN,
    PASSWORD
  }

  /** The actor of the audit log, such as {@code customer:c-A-01}. */
  String actor();

  /** Follows the request through logs and audit, 1..128 characters. */
  String correlationId();
}
