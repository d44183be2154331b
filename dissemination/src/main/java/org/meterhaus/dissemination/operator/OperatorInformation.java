package org.meterhaus.dissemination.operator;

import java.util.List;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Operator;

/** Who an operator is, and what there is to run. Thread-safe. */
public final class OperatorInformation {

  private final Gate gate;

  public OperatorInformation(Gate gate) {
    this.gate = gate;
  }

  /**
   * @param buildings that the organisation runs, by id
   */
  public record Me(String id, String name, String organisation, List<RunBuilding> buildings) {}

  /**
   * @param zone IANA name
   */
  public record RunBuilding(String id, String name, String zone) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-authenticated when the operator
   *     is no more
   */
  public Me me(Operator operator) {
    return gate.readAudited(
        operator,
        "operator.me",
        operator.actor(),
        scope ->
            new Me(
                scope.operator().id(),
                scope.operator().name(),
                scope.operator().organisation(),
                scope.buildings().stream()
                    .map(b -> new RunBuilding(b.id(), b.name(), b.zone().getId()))
                    .toList()));
  }
}
