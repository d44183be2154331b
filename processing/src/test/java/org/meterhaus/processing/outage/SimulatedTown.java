package org.meterhaus.processing.outage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.processing.outage.Assessment.Notice;

/**
 * Buildings whose meters keep a load profile, sinks that read them, and what may go wrong: no
 * power, no way to a meter, no way to a sink. Everything follows from the seed. Minute by minute
 * what would be known is put before the detection.
 */
final class SimulatedTown {
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  static final Duration INTERVAL = Duration.ofMinutes(15);

  /** What the meters do when they have no power. */
  enum Style {
    /** The status bit, and no row for an interval wholly without power. */
    FLAGS,
    /** No status bit ever; no row for an interval wholly without power. */
    HOLES
  }

  private record Fault(Predicate<MeterPlace> who, Instant from, Instant until) {
    boolean holds(MeterPlace place, Instant at) {
      return who.test(place) && !at.isBefore(from) && at.isBefore(until);
    }
  }

  private final RandomGenerator random;
  private final OutageRules rules;
  private final Style style;
  private final Map<String, MeterPlace> places = new TreeMap<>();
  private final Map<String, Double> watts = new HashMap<>();
  private final Map<String, Integer> phase = new HashMap<>();
  private final Map<String, Double> energy = new HashMap<>();
  private final Map<String, Boolean> interrupted = new HashMap<>();
  private final Map<String, Long> register = new HashMap<>();
  private final Map<String, List<Reading>> profile = new HashMap<>();
  private final Map<String, Integer> delivered = new HashMap<>();
  private final Map<String, MeterContact> contacts = new HashMap<>();
  private final Map<UUID, Map<String, List<Reading>>> returned = new HashMap<>();
  private final List<Fault> powerCuts = new ArrayList<>();
  private final List<Fault> deafness = new ArrayList<>();
  private final Map<String, Set<Instant>> falseGasps = new HashMap<>();
  private final long seed;
  private @Nullable SimulatedSinks sinks;

  private Instant now = START;
  private List<Outage> outages = List.of();
  final List<String> story = new ArrayList<>();
  final Map<UUID, List<Notice>> notices = new HashMap<>();
  Map<String, Instant> faulty = Map.of();

  SimulatedTown(long seed, Style style, OutageRules rules) {
    this.seed = seed;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.style = style;
    this.rules = rules;
  }

  /** Sections of so many flats; each flat has a meter {@code building-section-number}. */
  SimulatedTown building(String name, int sections, int flats, int sinks) {
    for (int s = 0; s < sections; s++) {
      for (int f = 0; f < flats; f++) {
        String section = name + "-" + (char) ('A' + s);
        String meter = section + "-%02d".formatted(f);
        places.put(
            meter, new MeterPlace(meter, name, section, name + "-sink" + s % sinks, INTERVAL));
        // every seventh flat is empty
        watts.put(meter, f % 7 == 6 ? 0.0 : 80 + 400 * random.nextDouble());
        phase.put(meter, random.nextInt(0, 3));
        register.put(meter, (long) random.nextInt(1_000, 100_000));
        profile.put(meter, new ArrayList<>());
        delivered.put(meter, 0);
      }
    }
    return this;
  }

  SimulatedTown powerCut(Predicate<MeterPlace> who, String from, String until) {
    powerCuts.add(new Fault(who, at(from), at(until)));
    return this;
  }

  /** Nobody can read these meters; they have power. */
  SimulatedTown deaf(Predicate<MeterPlace> who, String from, String until) {
    deafness.add(new Fault(who, at(from), at(until)));
    return this;
  }

  /** Sinks say whom they reach, and meters gasp when their power goes; so many gasps get lost. */
  SimulatedTown pushing(double loss) {
    sinks = new SimulatedSinks(seed, loss);
    return this;
  }

  /** The meter says at that minute that its power is going, which is not so. */
  SimulatedTown gaspForNothing(String meter, String when) {
    falseGasps.computeIfAbsent(meter, _ -> new HashSet<>()).add(at(when));
    return this;
  }

  /** How many gasps the sinks have heard. */
  int gaspsHeard() {
    return sinks == null ? 0 : sinks.heard();
  }

  static Predicate<MeterPlace> in(String prefix) {
    return place -> place.meter().startsWith(prefix);
  }

  static Predicate<MeterPlace> behind(String sink) {
    return place -> place.sink().equals(sink);
  }

  /** {@code d hh:mm}: day of the simulation from 0, or the time of day 0. */
  static Instant at(String text) {
    String[] parts = text.split("[ :]", -1);
    int days = parts.length == 3 ? Integer.parseInt(parts[0]) : 0;
    int hours = Integer.parseInt(parts[parts.length - 2]);
    int minutes = Integer.parseInt(parts[parts.length - 1]);
    return START.plus(Duration.ofDays(days)).plus(Duration.ofMinutes(hours * 60L + minutes));
  }

  /** Lives minute by minute up to a time. */
  SimulatedTown until(String text) {
    Instant end = at(text);
    while (now.isBefore(end)) {
      now = now.plus(Duration.ofMinutes(1));
      places.values().forEach(this::live);
      places.values().forEach(this::deliver);
      places.values().forEach(this::tell);
      look();
    }
    return this;
  }

  List<Outage> outages() {
    return outages;
  }

  Outage onlyOutage() {
    if (outages.size() != 1) {
      throw new AssertionError("expected one outage but the story is " + story);
    }
    return outages.getFirst();
  }

  List<Notice> noticesOf(Outage outage) {
    return notices.getOrDefault(outage.id(), List.of());
  }

  /** The minute that ends now. */
  private void live(MeterPlace place) {
    String meter = place.meter();
    boolean power = powerCuts.stream().noneMatch(cut -> cut.holds(place, now.minusSeconds(1)));
    if (power) {
      double load = watts.getOrDefault(meter, 0.0) * (0.5 + random.nextDouble());
      energy.merge(meter, load / 60, Double::sum);
    } else {
      interrupted.put(meter, true);
    }
    if (Duration.between(START, now).toMinutes() % INTERVAL.toMinutes() != 0) {
      return;
    }
    int wh = (int) Math.round(energy.getOrDefault(meter, 0.0));
    boolean failed = interrupted.getOrDefault(meter, false);
    energy.put(meter, 0.0);
    interrupted.put(meter, false);
    long total = register.merge(meter, (long) wh, Long::sum);
    // an interval wholly without power leaves no row
    boolean dark =
        failed
            && powerCuts.stream()
                .anyMatch(cut ->
                    cut.holds(place, now.minus(INTERVAL)) && cut.holds(place, now.minusSeconds(1)));
    if (!dark) {
      int status = failed && style == Style.FLAGS ? SupplyEvidence.POWER_DOWN : 0;
      rows(meter).add(new Reading(now, status, OptionalInt.of(wh), OptionalLong.of(total)));
    }
  }

  private void deliver(MeterPlace place) {
    String meter = place.meter();
    boolean reachable =
        powerCuts.stream().noneMatch(cut -> cut.holds(place, now))
            && deafness.stream().noneMatch(deaf -> deaf.holds(place, now));
    List<Reading> rows = rows(meter);
    int from = delivered.getOrDefault(meter, 0);
    boolean polled = Duration.between(START, now).toMinutes() % 3 == phase.getOrDefault(meter, 0);
    if (!reachable || !polled || from == rows.size()) {
      return;
    }
    List<Reading> fresh = rows.subList(from, rows.size());
    for (Outage outage : outages) {
      var member = outage.members().get(meter);
      if (member != null) {
        fresh.stream()
            .filter(row -> row.end().isAfter(member.dataUntil()))
            .forEach(row ->
                returned
                    .computeIfAbsent(outage.id(), _ -> new HashMap<>())
                    .computeIfAbsent(meter, _ -> new ArrayList<>())
                    .addFirst(row));
      }
    }
    Reading last = rows.getLast();
    contacts.put(meter, new MeterContact(now, last.end(), last.status(), last.registerWh()));
    delivered.put(meter, rows.size());
  }

  private void tell(MeterPlace place) {
    if (sinks != null) {
      boolean power = powerCuts.stream().noneMatch(cut -> cut.holds(place, now));
      boolean way = deafness.stream().noneMatch(deaf -> deaf.holds(place, now));
      boolean gasps = falseGasps.getOrDefault(place.meter(), Set.of()).contains(now);
      sinks.pass(place.meter(), power, power && way, gasps, now);
    }
  }

  private void look() {
    Map<String, MeterReach.Told> told = sinks == null ? Map.of() : sinks.told(now);
    var observation = new Observation(now, START, places, contacts, returned, told);
    Assessment assessment = OutageDetection.step(outages, observation, rules);
    Map<UUID, Outage> before = new HashMap<>();
    outages.forEach(outage -> before.put(outage.id(), outage));
    for (Outage outage : assessment.outages()) {
      Outage old = before.get(outage.id());
      if (old == null || old.state() != outage.state() || old.cause() != outage.cause()) {
        story.add("%s %s %s %s".formatted(now, outage.scope(), outage.state(), outage.cause()));
      }
    }
    Set<UUID> ids = new HashSet<>();
    assessment
        .outages()
        .forEach(outage -> {
          if (!ids.add(outage.id())) {
            throw new AssertionError("twice: " + outage.id());
          }
        });
    Set<String> inOutage = new TreeSet<>();
    assessment.outages().stream()
        .filter(Outage::isOpen)
        .flatMap(outage -> outage.members().keySet().stream())
        .forEach(meter -> {
          if (!inOutage.add(meter)) {
            throw new AssertionError(meter + " is in two outages: " + story);
          }
        });
    outages = assessment.outages();
    faulty = assessment.faultyMeters();
    assessment
        .notices()
        .forEach(
            notice -> notices.computeIfAbsent(notice.outage(), _ -> new ArrayList<>()).add(notice));
  }

  private List<Reading> rows(String meter) {
    return profile.computeIfAbsent(meter, _ -> new ArrayList<>());
  }
}
