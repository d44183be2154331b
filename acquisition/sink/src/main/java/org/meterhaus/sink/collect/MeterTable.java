package org.meterhaus.sink.collect;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.sink.roles.Message.Contact;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.Outcome;

/**
 * How each meter was last met. An outage is logged when it begins, and when the meter has been read
 * to the end again: one that answers some questions and not others is one outage. Thread-safe.
 */
public final class MeterTable {
  private static final System.Logger LOG = System.getLogger(MeterTable.class.getName());

  /** An answer that is noted so soon after a gasp may have been under way before it. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final SortedMap<MeterId, Row> rows = new TreeMap<>();

  /** When the outages began that were logged and not ended. */
  private final Map<MeterId, Instant> outages = new HashMap<>();

  /** Whether a meter answers. */
  public enum State {
    /** Not tried yet. */
    UNKNOWN,
    ONLINE,
    OFFLINE
  }

  /**
   * A meter.
   *
   * @param since when the state began
   * @param lastContact when it last answered
   * @param reason why it is offline; empty otherwise
   * @param clockOffset the meter's clock minus ours, when it was last read
   * @param registers what its registers showed then
   * @param gasp when it last said that its power was going; empty if it never did
   */
  public record Row(
      MeterId meter,
      State state,
      Instant since,
      Optional<Instant> lastContact,
      String reason,
      Optional<Duration> clockOffset,
      List<Register> registers,
      Optional<Gasp> gasp) {
    public Row {
      registers = List.copyOf(registers);
    }

    private Row with(Optional<Gasp> other) {
      return new Row(meter, state, since, lastContact, reason, clockOffset, registers, other);
    }
  }

  /**
   * What a meter said with its last energy.
   *
   * @param at when we heard it
   * @param overAt when it said that its power is back, or answered; empty while it did neither
   */
  public record Gasp(Instant at, Optional<Instant> overAt) {
    private boolean isOver() {
      return overAt.isPresent();
    }

    private Gasp over(Instant now) {
      return new Gasp(at, Optional.of(now));
    }
  }

  /**
   * A register as it was read.
   *
   * @param value raw: times ten to the power of the scaler it is in the unit
   */
  public record Register(ObisCode name, Data value, Optional<ScalerUnit> scalerUnit) {}

  /** All meters, none tried yet. */
  public MeterTable(Collection<MeterId> meters, InstantSource clock) {
    this.clock = clock;
    Instant now = clock.instant();
    for (MeterId meter : meters) {
      Row row =
          new Row(
              meter,
              State.UNKNOWN,
              now,
              Optional.empty(),
              "",
              Optional.empty(),
              List.of(),
              Optional.empty());
      rows.put(meter, row);
    }
  }

  /** By meter id. */
  public synchronized List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /** Meters that answer. */
  public synchronized int online() {
    return (int) rows.values().stream().filter(r -> r.state == State.ONLINE).count();
  }

  /** Notes that a meter answered, or did not. */
  public synchronized void note(Contact contact) {
    Row row = rows.get(contact.meter());
    if (row == null) {
      return;
    }
    rows.put(
        row.meter,
        switch (contact.last()) {
          case Outcome.Value _, Outcome.Refused _ -> met(row);
          case Outcome.Failed failed -> missed(row, failed);
        });
  }

  /** Notes what the meter's clock and registers show. */
  public synchronized void noteReadings(
      MeterId meter, Optional<Duration> clockOffset, List<Register> registers) {
    rows.computeIfPresent(
        meter,
        (_, r) ->
            new Row(
                r.meter,
                r.state,
                r.since,
                r.lastContact,
                r.reason,
                clockOffset,
                registers,
                r.gasp));
  }

  /** The meter's clock minus ours, when it was last read; zero if it never was. */
  public synchronized Duration clockOffset(MeterId meter) {
    Row row = rows.get(meter);
    return row == null ? Duration.ZERO : row.clockOffset.orElse(Duration.ZERO);
  }

  /** Notes that a meter said that its power was going. */
  public synchronized void notePowerDown(MeterId meter) {
    rows.computeIfPresent(
        meter, (_, row) -> row.with(Optional.of(new Gasp(clock.instant(), Optional.empty()))));
  }

  /** Notes that a meter said that its power is back. */
  public synchronized void notePowerUp(MeterId meter) {
    Instant now = clock.instant();
    rows.computeIfPresent(
        meter, (_, row) -> row.with(row.gasp.map(gasp -> gasp.isOver() ? gasp : gasp.over(now))));
  }

  /** Notes that a meter has been read to the end. */
  public synchronized void noteRead(MeterId meter) {
    Instant began = outages.remove(meter);
    if (began != null) {
      LOG.log(
          INFO,
          "meter {0} answers again after {1}",
          meter,
          Duration.between(began, clock.instant()));
    }
  }

  private Row met(Row row) {
    Instant now = clock.instant();
    Instant since = row.state == State.ONLINE ? row.since : now;
    Optional<Gasp> gasp =
        row.gasp.map(
            said -> said.isOver() || now.isBefore(said.at.plus(UNDER_WAY)) ? said : said.over(now));
    return new Row(
        row.meter, State.ONLINE, since, Optional.of(now), "", row.clockOffset, row.registers, gasp);
  }

  private Row missed(Row row, Outcome.Failed failed) {
    String reason = "%s: %s".formatted(failed.failure(), failed.detail());
    Instant since = row.since;
    if (row.state != State.OFFLINE) {
      since = clock.instant();
    }
    if (outages.putIfAbsent(row.meter, since) == null) {
      LOG.log(WARNING, "meter {0} does not answer, going on trying: {1}", row.meter, reason);
    }
    return new Row(
        row.meter,
        State.OFFLINE,
        since,
        row.lastContact,
        reason,
        row.clockOffset,
        row.registers,
        row.gasp);
  }
}
