package org.meterhaus.dissemination.access;

/**
 * Who is asking, when it is somebody who runs the metering. May work on the buildings of its
 * organisation only, which {@link OperatorScope} sees to.
 *
 * <p>Made by {@code Tokens} only after the proof was checked.
 *
 * @param operatorId the operator, 1..64 characters
 * @param correlationId follows the request through logs and audit, 1..128 characters
 */
public record Operator(String operatorId, String correlationId) implements SignedIn {

  public Operator {
    if (operatorId.isEmpty() || operatorId.length() > 64) {
      throw new IllegalArgumentException(
          "operatorId must have 1..64 characters but has " + operatorId.length());
    }
    if (correlationId.isEmpty() || correlationId.length() > 128) {
      throw new IllegalArgumentException(
          "correlationId must have 1..128 characters but has " + correlationId.length());
    }
  }

  @Override
  public String actor() {
    return "operator:" + operatorId;
  }
}
