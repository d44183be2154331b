package org.meterhaus.processing.outage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.Scope;

/**
 * Who of one building is silent and who is not, and whether that is more than chance. Immutable.
 */
final class Silence {

  /** Meters that fell silent together and what they have in common. */
  record Group(Scope scope, Set<String> meters) {}

  private final String building;
  private final Map<String, MeterContact> contacts;
  private final OutageRules rules;
  private final Map<String, MeterPlace> places = new TreeMap<>();
  private final Map<String, Instant> silentSince = new TreeMap<>();
  private final Map<String, Instant> gasped;
  private final Set<String> live = new TreeSet<>();
  private final Duration together;

  /**
   * @param deaf whether nothing could arrive lately: then only what the sinks tell counts
   */
  Silence(
      String building,
      Collection<MeterPlace> meters,
      Reachability reachability,
      boolean deaf,
      Instant now,
      OutageRules rules) {
    this.building = building;
    this.contacts = reachability.contacts();
    this.gasped = reachability.gasped();
    this.rules = rules;
    Duration longest = Duration.ZERO;
    for (MeterPlace place : meters) {
      MeterContact contact = contacts.get(place.meter());
      if (contact == null || (deaf && !reachability.tells(place.meter()))) {
        continue;
      }
      places.put(place.meter(), place);
      Instant due = contact.heardAt().plus(place.interval()).plus(rules.grace());
      boolean overdue = now.isAfter(due) && !reachability.answering().contains(place.meter());
      if (gasped.containsKey(place.meter())
          || overdue
          || reachability.unreachable().contains(place.meter())) {
        silentSince.put(place.meter(), contact.heardAt());
      } else {
        live.add(place.meter());
      }
      longest = place.interval().compareTo(longest) > 0 ? place.interval() : longest;
    }
    // what stops at one moment was heard last at any time in the interval before
    this.together = longest.plus(rules.grace());
  }

  Set<String> silent() {
    return silentSince.keySet();
  }

  boolean isSilent(String meter) {
    return silentSince.containsKey(meter);
  }

  Instant since(String meter) {
    return Objects.requireNonNull(silentSince.get(meter), () -> meter + " is not silent");
  }

  /** When a meter that has not been heard since said that its power was going. */
  Optional<Instant> gaspOf(String meter) {
    return Optional.ofNullable(gasped.get(meter));
  }

  /** Those of {@code meters} that fell silent at about an instant. */
  Set<String> around(Instant moment, Collection<String> meters) {
    var found = new TreeSet<String>();
    for (String meter : meters) {
      if (Duration.between(since(meter), moment).abs().compareTo(together) <= 0) {
        found.add(meter);
      }
    }
    return found;
  }

  /**
   * The largest number of {@code meters} that fell silent within one window; the latest of equals.
   */
  Set<String> together(Collection<String> meters) {
    List<String> inOrder =
        meters.stream()
            .sorted((a, b) -> {
              int byTime = since(a).compareTo(since(b));
              return byTime != 0 ? byTime : a.compareTo(b);
            })
            .toList();
    int bestFrom = 0;
    int bestTo = 0;
    int from = 0;
    for (int to = 1; to <= inOrder.size(); to++) {
      Instant last = since(inOrder.get(to - 1));
      while (since(inOrder.get(from)).plus(together).isBefore(last)) {
        from++;
      }
      if (to - from >= bestTo - bestFrom) {
        bestFrom = from;
        bestTo = to;
      }
    }
    return new TreeSet<>(inOrder.subList(bestFrom, bestTo));
  }

  /**
   * What silent meters amount to, if it is more than single faults: a section, or the building when
   * several sections are concerned or the silent ones are spread over it. Meters that have been
   * silent from before count neither way.
   */
  Optional<Group> group(Set<String> meters) {
    var bySection = new TreeMap<String, Set<String>>();
    for (String meter : meters) {
      bySection.computeIfAbsent(section(meter), _ -> new TreeSet<>()).add(meter);
    }
    var liveBySection = new TreeMap<String, Integer>();
    live.forEach(meter -> liveBySection.merge(section(meter), 1, Integer::sum));
    var sections = new TreeSet<String>();
    bySection.forEach((section, silent) -> {
      int others = liveBySection.getOrDefault(section, 0);
      if (isMany(silent.size(), others) || isToldByGasps(silent, others)) {
        sections.add(section);
      }
    });
    if (sections.size() == 1) {
      String section = sections.first();
      Set<String> inside = Objects.requireNonNull(bySection.get(section));
      int outside = meters.size() - inside.size();
      int liveOutside = live.size() - liveBySection.getOrDefault(section, 0);
      // a building of one section is a building
      if (liveOutside + outside > 0 && !isMany(outside, liveOutside)) {
        return Optional.of(new Group(Scope.ofSection(building, section), inside));
      }
    }
    if (isMany(meters.size(), live.size())) {
      return Optional.of(new Group(Scope.ofBuilding(building), meters));
    }
    if (sections.size() > 1) {
      var inside = new TreeSet<String>();
      sections.forEach(section -> inside.addAll(Objects.requireNonNull(bySection.get(section))));
      return Optional.of(new Group(Scope.ofBuilding(building), inside));
    }
    return Optional.empty();
  }

  /**
   * Whether most of these meters have a neighbour that is behind the same sink, is none of {@code
   * all}, and was heard after an instant: so that the sink and its network worked then.
   */
  boolean isSinkHeard(Collection<String> meters, Set<String> all, Instant after) {
    var heard = new HashSet<String>();
    for (String meter : live) {
      if (!all.contains(meter) && heardAt(meter).isAfter(after)) {
        heard.add(place(meter).sink());
      }
    }
    long behind = meters.stream().filter(meter -> heard.contains(place(meter).sink())).count();
    return behind * 2 > meters.size();
  }

  /** Whether so many of a section gasped at about one time that it is not their own fuses. */
  private boolean isToldByGasps(Set<String> silent, int others) {
    List<Instant> heard =
        silent.stream().flatMap(meter -> gaspOf(meter).stream()).sorted().toList();
    int most = 0;
    int from = 0;
    for (int to = 1; to <= heard.size(); to++) {
      while (heard.get(from).plus(rules.gaspsWithin()).isBefore(heard.get(to - 1))) {
        from++;
      }
      most = Math.max(most, to - from);
    }
    return most >= rules.gasps() || (most >= 2 && most * 2 >= heard.size() + others);
  }

  private boolean isMany(int silent, int others) {
    return silent >= rules.minimum() && silent >= rules.share() * (silent + others);
  }

  private String section(String meter) {
    return place(meter).section();
  }

  private MeterPlace place(String meter) {
    return Objects.requireNonNull(places.get(meter));
  }

  private Instant heardAt(String meter) {
    return Objects.requireNonNull(contacts.get(meter)).heardAt();
  }
}
