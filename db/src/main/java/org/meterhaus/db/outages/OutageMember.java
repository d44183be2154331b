package org.meterhaus.db.outages;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One meter of an outage.
 *
 * @param silentSince when it was heard last before
 * @param dataUntil end of the last interval that had come by then
 * @param registerWh main register at {@code dataUntil}
 * @param lastGasp whether its last words said that the power fails: the status of its last
 *     interval, or a push
 * @param gaspAt when that push was heard; empty where there was none, or it was lost
 * @param returnedAt when it was heard again; empty while it is silent
 * @param supply what its profile said afterwards
 */
public record OutageMember(
    String meter,
    Instant silentSince,
    Instant dataUntil,
    OptionalLong registerWh,
    boolean lastGasp,
    Optional<Instant> gaspAt,
    Optional<Instant> returnedAt,
    Supply supply) {

  public boolean isSilent() {
    return returnedAt.isEmpty();
  }

  public OutageMember withReturn(Optional<Instant> at) {
    return new OutageMember(
        meter, silentSince, dataUntil, registerWh, lastGasp, gaspAt, at, supply);
  }

  public OutageMember withSupply(Supply found) {
    return new OutageMember(
        meter, silentSince, dataUntil, registerWh, lastGasp, gaspAt, returnedAt, found);
  }

  /** The same, whose push was heard. */
  public OutageMember withGasp(Instant at) {
    return new OutageMember(
        meter, silentSince, dataUntil, registerWh, true, Optional.of(at), returnedAt, supply);
  }
}
