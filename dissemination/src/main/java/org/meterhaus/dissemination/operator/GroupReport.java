package org.meterhaus.dissemination.operator;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.meterhaus.db.groups.CustomerGroups;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.groups.Group;

/** The groups of customers whose load has the same shape, as last made. Thread-safe. */
public final class GroupReport {

  private final Gate gate;

  public GroupReport(Gate gate) {
    this.gate = gate;
  }

  /**
   * No single home is named in it.
   *
   * @param from first day whose use counted
   * @param until first day after
   * @param households that could be grouped
   * @param needed to show any group
   * @param silhouettes mean silhouette by number of groups that was tried
   * @param groups by number; empty when there are too few households
   */
  public record Grouping(
      LocalDate from,
      LocalDate until,
      Instant madeAt,
      int households,
      int needed,
      SortedMap<Integer, Double> silhouettes,
      List<Group> groups) {}

  /** The newest grouping of the operator's organisation; empty before the first. */
  public Optional<Grouping> newest(Operator operator) {
    return gate.readAudited(
        operator,
        "groups.newest",
        operator.actor(),
        scope ->
            new CustomerGroups(scope.session())
                .newest(scope.operator().organisation())
                .map(run ->
                    new Grouping(
                        run.spanFrom(),
                        run.spanUntil(),
                        run.madeAt(),
                        run.households(),
                        run.needed(),
                        run.silhouettes(),
                        run.groups().stream().map(Group::of).toList())));
  }
}
