package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The coupled model: which roles a sink has. */
public final class Roles {
  private Roles() {}

  /**
   * Bounds of the request path.
   *
   * @param answerWithin how long a HANDLER waits for one operation, more than zero
   * @param pollsAtOnce meters polled at the same time, 1 or more
   * @param mostWaiting requests waiting before the next one is refused, 1 or more
   */
  public record Limits(Duration answerWithin, int pollsAtOnce, int mostWaiting) {
    public Limits {
      if (!answerWithin.isPositive()) {
        throw new IllegalArgumentException("answerWithin must be positive but was " + answerWithin);
      }
      if (pollsAtOnce < 1) {
        throw new IllegalArgumentException("pollsAtOnce must be 1 or more but was " + pollsAtOnce);
      }
      if (mostWaiting < 1) {
        throw new IllegalArgumentException("mostWaiting must be 1 or more but was " + mostWaiting);
      }
    }
  }

  /** RECV, SEND, MANAGER, REPORT, and for each meter a HANDLER and a uHANDLER. */
  public static List<Atomic<?>> of(Set<MeterId> meters, Limits limits) {
    List<Atomic<?>> roles = new ArrayList<>();
    roles.add(new Recv(meters));
    roles.add(new Send());
    roles.add(new Manager(limits.pollsAtOnce(), limits.mostWaiting()));
    roles.add(new Report());
    for (MeterId meter : meters) {
      roles.add(new Handler(meter, limits.answerWithin()));
      roles.add(new MicroHandler(meter));
    }
    return roles;
  }
}
