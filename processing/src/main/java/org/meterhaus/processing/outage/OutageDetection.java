package org.meterhaus.processing.outage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Scope;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.processing.outage.Assessment.Notice;
import org.meterhaus.processing.outage.Silence.Group;

/**
 * Finds outages in the silence of meters and follows each to its end. Stateless and deterministic:
 * the same observation of the same outages gives the same assessment, ids included.
 *
 * <p>The life of one:
 *
 * <ul>
 *   <li>suspected: enough meters of a section or building fell silent within one interval;
 *   <li>confirmed: status bits of several tell of a power failure, a meter pushed a last gasp, or
 *       neighbours behind the same sink were heard since, and it lasts;
 *   <li>restored: enough meters report again, and go on to for a while;
 *   <li>corrected: the returned profiles say from when to when there was no power, or that there
 *       was power all the time and only the communication was lost.
 * </ul>
 */
public final class OutageDetection {
  private OutageDetection() {}

  /**
   * What an observation makes of the outages known so far.
   *
   * @param known open ones, and those restored no longer ago than {@link OutageRules#correctFor}
   */
  public static Assessment step(Collection<Outage> known, Observation observed, OutageRules rules) {
    Reachability reachability = Reachability.of(observed, rules);
    Observation observation = observed.withContacts(reachability.contacts());
    // silence of our own making: nothing could arrive yet, so only what the sinks tell counts
    boolean deaf = observed.now().isBefore(observed.listeningSince().plus(rules.grace()));
    var places = new TreeMap<String, List<MeterPlace>>();
    for (MeterPlace place : observation.places().values()) {
      places.computeIfAbsent(place.building(), _ -> new ArrayList<>()).add(place);
    }
    var outages = new TreeMap<String, List<Outage>>();
    for (Outage outage : known) {
      outages.computeIfAbsent(outage.scope().building(), _ -> new ArrayList<>()).add(outage);
    }
    var all = new ArrayList<Outage>();
    var notices = new ArrayList<Notice>();
    var faulty = new TreeMap<String, Instant>();
    places.forEach((building, meters) -> {
      var before = outages.getOrDefault(building, List.of());
      if (deaf && meters.stream().map(MeterPlace::meter).noneMatch(reachability::tells)) {
        all.addAll(before);
        return;
      }
      var silence = new Silence(building, meters, reachability, deaf, observation.now(), rules);
      var step = new BuildingStep(silence, observation, rules, building);
      all.addAll(step.run(before, notices));
      faulty.putAll(step.faulty());
    });
    return new Assessment(all, notices, faulty);
  }

  /** One step for one building. Not thread-safe. */
  private static final class BuildingStep {
    private final Silence silence;
    private final Observation observation;
    private final OutageRules rules;
    private final String building;
    private final SortedMap<String, Instant> faulty = new TreeMap<>();

    BuildingStep(Silence silence, Observation observation, OutageRules rules, String building) {
      this.silence = silence;
      this.observation = observation;
      this.rules = rules;
      this.building = building;
    }

    SortedMap<String, Instant> faulty() {
      return faulty;
    }

    List<Outage> run(List<Outage> before, List<Notice> notices) {
      var outages = new ArrayList<Outage>();
      for (Outage outage : before) {
        outages.add(heard(outage));
      }
      outages.sort(Comparator.comparing(Outage::suspectedAt).thenComparing(Outage::id));
      Set<String> free = new TreeSet<>(silence.silent());
      outages.stream()
          .filter(Outage::isOpen)
          .forEach(open -> free.removeAll(open.members().keySet()));
      for (int i = 0; i < outages.size(); i++) {
        if (outages.get(i).isOpen()) {
          outages.set(i, grown(outages.get(i), free));
        }
      }
      var rest = new TreeSet<>(free);
      while (!rest.isEmpty()) {
        Set<String> together = silence.together(rest);
        Optional<Group> group = silence.group(together);
        group.ifPresent(found -> {
          add(found, outages);
          free.removeAll(found.meters());
        });
        rest.removeAll(group.map(Group::meters).orElse(together));
      }
      free.forEach(meter -> faulty.put(meter, silence.since(meter)));
      return outages.stream().map(outage -> judged(outage, notices)).toList();
    }

    /** Who of its meters is back, and what their profiles tell. */
    private Outage heard(Outage outage) {
      var members = new TreeMap<String, OutageMember>();
      Map<String, List<Reading>> returned =
          observation.returned().getOrDefault(outage.id(), Map.of());
      outage
          .members()
          .forEach((meter, member) -> {
            MeterContact contact = observation.contacts().get(meter);
            MeterPlace place = observation.places().get(meter);
            if (contact == null || place == null) {
              members.put(meter, member);
              return;
            }
            Optional<Instant> returnedAt = member.returnedAt();
            if (outage.isOpen()) {
              if (silence.isSilent(meter) || !contact.heardAt().isAfter(member.silentSince())) {
                returnedAt = Optional.empty();
              } else if (returnedAt.isEmpty()) {
                returnedAt = Optional.of(contact.heardAt());
              }
            }
            Instant until = returnedAt.orElse(observation.now());
            members.put(
                meter,
                gasped(member)
                    .withReturn(returnedAt)
                    .withSupply(
                        SupplyEvidence.of(
                            member,
                            place.interval(),
                            returned.getOrDefault(meter, List.of()),
                            until)));
          });
      return outage.withMembers(outage.scope(), members);
    }

    /** Its push may be told of after its silence was noticed. */
    private OutageMember gasped(OutageMember member) {
      return member.gaspAt().isPresent()
          ? member
          : silence.gaspOf(member.meter()).map(member::withGasp).orElse(member);
    }

    /** Takes in those that fell silent with it; the scope grows where they are from elsewhere. */
    private Outage grown(Outage outage, Set<String> free) {
      Set<String> joining = silence.around(outage.began(), free);
      if (joining.isEmpty()) {
        return outage;
      }
      var together = new TreeSet<>(joining);
      outage.members().values().stream()
          .filter(member -> silence.isSilent(member.meter()))
          .forEach(member -> together.add(member.meter()));
      Optional<Group> group = silence.group(together);
      if (group.isEmpty()
          || Collections.disjoint(group.get().meters(), outage.members().keySet())) {
        return outage;
      }
      joining.retainAll(group.get().meters());
      free.removeAll(joining);
      Scope scope = outage.scope().section().isEmpty() ? outage.scope() : group.get().scope();
      return outage.withMembers(scope, joined(outage.members(), joining));
    }

    /** A new outage, or one that had just ended, again. */
    private void add(Group group, List<Outage> outages) {
      for (int i = outages.size() - 1; i >= 0; i--) {
        Outage old = outages.get(i);
        if (isRecurrence(old, group)) {
          Scope scope =
              old.scope().equals(group.scope()) ? old.scope() : Scope.ofBuilding(building);
          outages.set(
              i, old.openedAgain().withMembers(scope, joined(old.members(), group.meters())));
          return;
        }
      }
      NavigableMap<String, OutageMember> members = joined(new TreeMap<>(), group.meters());
      Instant began =
          members.values().stream()
              .map(OutageMember::silentSince)
              .max(Instant::compareTo)
              .orElseThrow();
      outages.add(
          new Outage(
              idOf(group.scope(), members.firstKey(), began),
              group.scope(),
              OutageState.SUSPECTED,
              OutageCause.SINK_OR_NETWORK,
              began,
              observation.now(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              0,
              members));
    }

    private boolean isRecurrence(Outage old, Group group) {
      return old.restoredAt().isPresent()
          && !group.meters().stream()
              .map(silence::since)
              .max(Instant::compareTo)
              .orElseThrow()
              .isAfter(old.restoredAt().get().plus(rules.reopenWithin()))
          && group.meters().stream().filter(old.members()::containsKey).count() * 2
              >= group.meters().size();
    }

    private NavigableMap<String, OutageMember> joined(
        NavigableMap<String, OutageMember> members, Set<String> joining) {
      var all = new TreeMap<>(members);
      for (String meter : joining) {
        OutageMember known = all.get(meter);
        MeterContact contact = Objects.requireNonNull(observation.contacts().get(meter));
        OutageMember member =
            known != null
                ? known.withReturn(Optional.empty())
                : new OutageMember(
                    meter,
                    contact.heardAt(),
                    contact.dataUntil(),
                    contact.registerWh(),
                    (contact.status() & SupplyEvidence.POWER_DOWN) != 0,
                    Optional.empty(),
                    Optional.empty(),
                    new Supply.Unknown());
        all.put(meter, gasped(member));
      }
      return all;
    }

    private Outage judged(Outage heard, List<Notice> notices) {
      Outage outage = heard.isOpen() ? recovering(heard) : heard;
      outage = corrected(outage);
      if (outage.isOpen() && outage.confirmedAt().isEmpty() && isPower(outage)) {
        outage = outage.confirmed(observation.now());
        if (outage.recoveringSince().isEmpty()) {
          notices.add(new Notice.PowerIsOff(outage.id()));
        }
      }
      if (outage.isOpen()
          && outage.recoveringSince().isPresent()
          && !observation.now().isBefore(outage.recoveringSince().get().plus(rules.settle()))) {
        outage = outage.restored(outage.recoveringSince().get());
        if (outage.confirmedAt().isPresent()) {
          notices.add(new Notice.MetersAreBack(outage.id()));
        }
      }
      return outage;
    }

    /** Recovering means: enough are back, and those that are not are no outage of their own. */
    private Outage recovering(Outage outage) {
      var still = new HashSet<String>();
      var lastReturn = Instant.MIN;
      for (OutageMember member : outage.members().values()) {
        if (member.isSilent()) {
          still.add(member.meter());
        } else if (member.returnedAt().orElseThrow().isAfter(lastReturn)) {
          lastReturn = member.returnedAt().orElseThrow();
        }
      }
      still.retainAll(silence.silent());
      boolean enough =
          outage.silent() <= (1 - rules.backShare()) * outage.members().size()
              && silence.group(still).isEmpty();
      if (!enough) {
        return outage.recovering(Optional.empty());
      }
      return outage.recoveringSince().isPresent()
          ? outage
          : outage.recovering(Optional.of(lastReturn));
    }

    private boolean isPower(Outage outage) {
      if (outage.cause() == OutageCause.COMMUNICATION) {
        return false;
      }
      boolean isOver = outage.recoveringSince().isPresent();
      int gasps = 0;
      int told = 0;
      Instant firstReturn = Instant.MAX;
      for (OutageMember member : outage.members().values()) {
        gasps += member.lastGasp() && member.gaspAt().isEmpty() ? 1 : 0;
        told += member.lastGasp() || member.supply() instanceof Supply.Off ? 1 : 0;
        Instant back = member.returnedAt().orElse(Instant.MAX);
        firstReturn = back.isBefore(firstReturn) ? back : firstReturn;
      }
      if (gasps >= rules.minimumWitnesses() || isGaspOfAll(outage)) {
        return true;
      }
      if (told >= rules.minimumWitnesses()) {
        // told by those that are back: the others most likely come back in these minutes too
        return isOver || observation.now().isAfter(firstReturn.plus(rules.settle()));
      }
      Set<String> members = outage.members().keySet();
      List<String> silent = members.stream().filter(silence::isSilent).toList();
      Duration lasting = Duration.between(outage.suspectedAt(), observation.now());
      return !isOver
          && !silent.isEmpty()
          && lasting.compareTo(rules.confirmAfter()) >= 0
          && silence.isSinkHeard(silent, members, outage.suspectedAt());
    }

    /**
     * Whether one of its meters gasped when most of them were last heard, not while they talked.
     */
    private boolean isGaspOfAll(Outage outage) {
      return outage.members().values().stream()
          .flatMap(member -> member.gaspAt().stream())
          .anyMatch(gasp -> {
            Instant latest = gasp.plus(rules.gaspsWithin());
            long before =
                outage.members().values().stream()
                    .filter(member -> !member.silentSince().isAfter(latest))
                    .count();
            return before * 2 >= outage.members().size();
          });
    }

    /** The cause and the time without power as the meters tell them. */
    private Outage corrected(Outage outage) {
      var off = new ArrayList<Supply.Off>();
      int on = 0;
      for (OutageMember member : outage.members().values()) {
        switch (member.supply()) {
          case Supply.Off span -> off.add(span);
          case Supply.On _ -> on++;
          case Supply.Unknown _ -> {}
        }
      }
      if (off.size() >= rules.minimumWitnesses() && off.size() >= on) {
        return outage.withCause(OutageCause.POWER, Optional.of(middle(off)));
      }
      // nobody's word alone, and not while most have yet to tell
      boolean told = (on + off.size()) * 2 > outage.members().size();
      if (told && on >= rules.minimumWitnesses() && on > off.size()) {
        return outage.withCause(OutageCause.COMMUNICATION, Optional.empty());
      }
      return outage;
    }

    /** Medians, so that one meter with a wrong clock does not move it. */
    private static Supply.Off middle(List<Supply.Off> spans) {
      List<Instant> from = spans.stream().map(Supply.Off::from).sorted().toList();
      List<Instant> until = spans.stream().map(Supply.Off::until).sorted().toList();
      int middle = (spans.size() - 1) / 2;
      return new Supply.Off(from.get(middle), until.get(middle));
    }

    private static UUID idOf(Scope scope, String firstMeter, Instant began) {
      String name =
          "outage/%s/%s/%s/%s"
              .formatted(scope.building(), scope.section().orElse(""), firstMeter, began);
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
  }
}
