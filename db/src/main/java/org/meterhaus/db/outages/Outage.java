package org.meterhaus.db.outages;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Meters of a building or a section that fell silent together.
 *
 * @param began when the last of them was still heard: the power was there until then at least
 * @param suspectedAt when we noticed
 * @param confirmedAt when it was certain that it was the power; stays when it is found out later
 *     that it was not
 * @param recoveringSince since when enough of them report again; empty while too many are silent
 * @param restoredAt when they had come back, known a while later
 * @param powerOff the time without power as the meters themselves recorded it; empty until they
 *     told, or when there was power
 * @param reopened how often it came again shortly after it was restored, 0 or more
 * @param members by meter id, at least one
 */
public record Outage(
    UUID id,
    Scope scope,
    OutageState state,
    OutageCause cause,
    Instant began,
    Instant suspectedAt,
    Optional<Instant> confirmedAt,
    Optional<Instant> recoveringSince,
    Optional<Instant> restoredAt,
    Optional<Supply.Off> powerOff,
    int reopened,
    NavigableMap<String, OutageMember> members) {

  public Outage {
    members = Collections.unmodifiableNavigableMap(new TreeMap<>(members));
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an outage must have a meter");
    }
    if ((state == OutageState.RESTORED) != restoredAt.isPresent()) {
      throw new IllegalArgumentException(
          "state %s does not go with restoredAt %s".formatted(state, restoredAt));
    }
  }

  public boolean isOpen() {
    return state != OutageState.RESTORED;
  }

  /** How many of its meters are silent now. */
  public int silent() {
    return (int) members.values().stream().filter(OutageMember::isSilent).count();
  }

  public Outage withMembers(Scope newScope, NavigableMap<String, OutageMember> newMembers) {
    Instant newBegan =
        newMembers.values().stream()
            .map(OutageMember::silentSince)
            .max(Instant::compareTo)
            .orElse(began);
    return new Outage(
        id,
        newScope,
        state,
        cause,
        newBegan,
        suspectedAt,
        confirmedAt,
        recoveringSince,
        restoredAt,
        powerOff,
        reopened,
        newMembers);
  }

  public Outage withCause(OutageCause found, Optional<Supply.Off> off) {
    return new Outage(
        id,
        scope,
        state,
        found,
        began,
        suspectedAt,
        confirmedAt,
        recoveringSince,
        restoredAt,
        off,
        reopened,
        members);
  }

  public Outage confirmed(Instant at) {
    return new Outage(
        id,
        scope,
        state == OutageState.SUSPECTED ? OutageState.CONFIRMED : state,
        OutageCause.POWER,
        began,
        suspectedAt,
        confirmedAt.or(() -> Optional.of(at)),
        recoveringSince,
        restoredAt,
        powerOff,
        reopened,
        members);
  }

  public Outage recovering(Optional<Instant> since) {
    return new Outage(
        id,
        scope,
        state,
        cause,
        began,
        suspectedAt,
        confirmedAt,
        since,
        restoredAt,
        powerOff,
        reopened,
        members);
  }

  public Outage restored(Instant at) {
    return new Outage(
        id,
        scope,
        OutageState.RESTORED,
        cause,
        began,
        suspectedAt,
        confirmedAt,
        recoveringSince,
        Optional.of(at),
        powerOff,
        reopened,
        members);
  }

  /** The same outage came again before it had been over for long. */
  public Outage openedAgain() {
    return new Outage(
        id,
        scope,
        confirmedAt.isPresent() && cause == OutageCause.POWER
            ? OutageState.CONFIRMED
            : OutageState.SUSPECTED,
        cause == OutageCause.COMMUNICATION ? OutageCause.SINK_OR_NETWORK : cause,
        began,
        suspectedAt,
        confirmedAt,
        Optional.empty(),
        Optional.empty(),
        powerOff,
        reopened + 1,
        members);
  }
}
