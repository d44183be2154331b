package org.meterhaus.dissemination.access;

/**
 * Carries a {@link Refusal} through a transaction, which it rolls back, to the face that renders
 * it.
 *
 * <p>Unchecked, because it crosses the lambdas of transactions; it is the only exception that a use
 * case throws on purpose. Whatever else comes out of a use case is a bug or a lost database and is
 * answered with {@code internal} or {@code not-ready}.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    // no stack trace: a refusal is an answer, and a flood of them must stay cheap
    super(refusal.code() + ": " + refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
