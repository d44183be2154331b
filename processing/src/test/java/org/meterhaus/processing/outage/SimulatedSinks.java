package org.meterhaus.processing.outage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.MeterReach.Gasp;
import org.meterhaus.db.outages.MeterReach.State;

/**
 * What the sinks of a {@link SimulatedTown} say: each asks its meters once a minute, and hears the
 * last gasps that do not get lost.
 */
final class SimulatedSinks {
  private final RandomGenerator random;
  private final double loss;
  private final Map<String, MeterReach> reaches = new TreeMap<>();
  private final Map<String, Boolean> supplied = new TreeMap<>();
  private int heard;

  /**
   * @param loss share of the gasps that nobody hears, 0 to 1
   */
  SimulatedSinks(long seed, double loss) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
    this.loss = loss;
  }

  /** A minute has passed for a meter. */
  void pass(String meter, boolean power, boolean reachable, boolean gaspsForNothing, Instant now) {
    MeterReach before = reaches.get(meter);
    State state = reachable ? State.ONLINE : State.OFFLINE;
    Optional<Gasp> gasp = before == null ? Optional.empty() : before.gasp();
    if (reachable && gasp.isPresent() && gasp.get().overAt().isEmpty()) {
      gasp = Optional.of(new Gasp(gasp.get().at(), Optional.of(now)));
    }
    boolean cut = Boolean.TRUE.equals(supplied.put(meter, power)) && !power;
    if (gaspsForNothing || (cut && random.nextDouble() >= loss)) {
      gasp = Optional.of(new Gasp(now.minusSeconds(random.nextInt(0, 50)), Optional.empty()));
      heard++;
    }
    Instant since = before != null && before.state() == state ? before.since() : now;
    Optional<Instant> answered =
        reachable || before == null ? Optional.of(now) : before.answeredAt();
    reaches.put(meter, new MeterReach(state, since, answered, gasp));
  }

  Map<String, MeterReach.Told> told(Instant now) {
    var told = new TreeMap<String, MeterReach.Told>();
    reaches.forEach((meter, reach) -> told.put(meter, new MeterReach.Told(reach, now)));
    return told;
  }

  /** How many gasps were heard so far. */
  int heard() {
    return heard;
  }
}
