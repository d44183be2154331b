package org.meterhaus.rest.problems;

/** Carries an {@link EdgeRefusal} to {@link ProblemMapper}. */
public final class EdgeRefusalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient EdgeRefusal refusal;

  public EdgeRefusalException(EdgeRefusal refusal) {
    // no stack trace: a refusal is an answer, and a flood of them must stay cheap
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  public EdgeRefusal refusal() {
    return refusal;
  }
}
