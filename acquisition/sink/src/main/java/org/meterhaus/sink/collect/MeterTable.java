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
   */
  public record Row(
      MeterId meter,
      State state,
      Instant since,
      Optional<Instant> lastContact,
      String reason,
      Optional<Duration> clockOffset,
      List<Register> registers) {
    public Row {
      registers = List.copyOf(registers);
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
          new Row(meter, State.UNKNOWN, now, Optional.empty(), "", Optional.empty(), List.of());
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
            new Row(r.meter, r.state, r.since, r.lastContact, r.reason, clockOffset, registers));
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
    return new Row(
        row.meter, State.ONLINE, since, Optional.of(now), "", row.clockOffset, row.registers);
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
        row.meter, State.OFFLINE, since, row.lastContact, reason, row.clockOffset, row.registers);
  }
}
