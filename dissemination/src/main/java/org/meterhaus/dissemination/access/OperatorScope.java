package org.meterhaus.dissemination.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.operators.Operators;
import org.meterhaus.db.operators.RunUsagePoint;

/**
 * One transaction of one operator: the session, the moment, and the buildings that its organisation
 * runs. What belongs to another organisation is refused exactly as what does not exist. Made by
 * {@link Gate} only.
 */
public final class OperatorScope {

  private final org.meterhaus.db.operators.Operator operator;
  private final StatelessSession session;
  private final Instant now;
  private final Operators operators;

  OperatorScope(Operator caller, StatelessSession session, Instant now) {
    this.session = session;
    this.now = now;
    this.operators = new Operators(session);
    this.operator =
        operators
            .find(caller.operatorId())
            .orElseThrow(() -> new RefusedException(new Refusal.NotAuthenticated()));
  }

  public org.meterhaus.db.operators.Operator operator() {
    return operator;
  }

  public StatelessSession session() {
    return session;
  }

  /** The same moment for the whole request. */
  public Instant now() {
    return now;
  }

  /** By id. */
  public List<Building> buildings() {
    return operators.buildings(operator.organisation());
  }

  /**
   * @throws RefusedException not-found
   */
  public Building building(String id) {
    return buildings().stream()
        .filter(building -> building.id().equals(id))
        .findFirst()
        .orElseThrow(() -> CustomerScope.notFound("building", id));
  }

  /**
   * @throws RefusedException not-found
   */
  public RunUsagePoint usagePoint(String id) {
    return (CustomerScope.isPlausible(id)
            ? operators.usagePoint(operator.organisation(), id)
            : Optional.<RunUsagePoint>empty())
        .orElseThrow(() -> CustomerScope.notFound("usage point", id));
  }
}
