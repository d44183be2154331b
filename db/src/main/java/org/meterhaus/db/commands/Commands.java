package org.meterhaus.db.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.Sql;
import org.meterhaus.db.Sql.Row;

/**
 * The life of commands. Each step is taken at most once, whoever tries: a step says whether it was
 * taken. One instance lives as long as its transaction.
 */
public final class Commands {

  /** Notified with the command's id when one was accepted. */
  public static final String CHANNEL = "meterhaus_command";

  private static final int MAX_REASON = 500;

  private static final String COLUMNS =
      """
      c.id, c.device_id, c.customer_id, c.action, c.state, c.reason, c.created_at, c.expires_at, c.sent_at, c.finished_at, c.attempts
      """;

  private final StatelessSession session;

  public Commands(StatelessSession session) {
    this.session = session;
  }

  /** Stores an accepted command and wakes the head-end when the transaction commits. */
  public void accept(Command command) {
    Sql.of(
            session,
            """
            insert into command (id, device_id, customer_id, action, state, created_at, expires_at)
            values (:id, :device, :customer, :action, 'accepted', :created, :expires)
            """)
        .with("id", command.id())
        .with("device", command.deviceId())
        .with("customer", command.customerId())
        .with("action", command.action().wireName())
        .with("created", command.createdAt())
        .with("expires", command.expiresAt())
        .execute();
    Database.notify(session, CHANNEL, command.id().toString());
  }

  /** A command that the customer gave; empty also when somebody else gave it. */
  public Optional<Command> find(String customerId, UUID id) {
    return Sql.of(
            session,
            "select %s from command c where id = :id and customer_id = :customer"
                .formatted(COLUMNS))
        .with("id", id)
        .with("customer", customerId)
        .first(Commands::command);
  }

  /** Commands for an appliance accepted after {@code since}, by whomever. */
  public int acceptedSince(String deviceId, Instant since) {
    return Sql.of(
            session,
            "select count(*) from command where device_id = :device and created_at > :since")
        .with("device", deviceId)
        .with("since", since)
        .first(row -> row.integer(0))
        .orElseThrow();
  }

  // ---- what the head-end does

  /**
   * Takes the oldest accepted command of the sinks given that has not expired: it is {@code sent}
   * from now on, and nobody else gets it. Commit before sending.
   */
  public Optional<Task> claim(String sinkId, Instant now) {
    return Sql.of(
            session,
            """
            update command c
            set state = 'sent', sent_at = :now, attempts = c.attempts + 1
            from device d
            join channel ch on ch.id = d.channel_id
            join meter m on m.id = ch.meter_id
            where d.id = c.device_id
              and c.id = (
                select w.id from command w
                join device wd on wd.id = w.device_id
                join channel wc on wc.id = wd.channel_id
                join meter wm on wm.id = wc.meter_id
                where w.state = 'accepted' and w.expires_at > :now and wm.sink_id = :sink and wd.relay_obis is not null
                order by w.created_at, w.id
                limit 1
                for update of w skip locked)
            returning %s, d.name, m.sink_id, m.id, d.relay_obis
            """
                .formatted(COLUMNS))
        .with("now", now)
        .with("sink", sinkId)
        .first(
            row -> new Task(command(row), row.text(11), row.text(12), row.text(13), row.text(14)));
  }

  /**
   * The meter was read back and is as wanted.
   *
   * @return whether it was {@code sent} until now
   */
  public boolean confirm(UUID id, Instant now) {
    boolean confirmed =
        Sql.of(
                    session,
                    "update command set state = 'confirmed', finished_at = :now where id = :id and state = 'sent'")
                .with("id", id)
                .with("now", now)
                .execute()
            == 1;
    if (confirmed) {
      Sql.of(
              session,
              """
              update device d
              set reported_state = case c.action when 'switch-on' then 'on' else 'off' end, reported_at = :now
              from command c
              where c.id = :id and d.id = c.device_id
              """)
          .with("id", id)
          .with("now", now)
          .execute();
    }
    return confirmed;
  }

  /**
   * @param reason for the customer to read, 1..500 characters, cut if longer
   * @return whether it was {@code sent} until now
   */
  public boolean fail(UUID id, String reason, Instant now) {
    return Sql.of(
                session,
                """
                update command set state = 'failed', reason = :reason, finished_at = :now
                where id = :id and state = 'sent'
                """)
            .with("id", id)
            .with(
                "reason", reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON))
            .with("now", now)
            .execute()
        == 1;
  }

  /**
   * What the relay of an appliance was seen to be, without a command: {@code on} or {@code off}.
   */
  public void reportState(String deviceId, boolean on, Instant now) {
    Sql.of(
            session,
            """
            update device set reported_state = :state, reported_at = :now
            where id = :device and (reported_at is null or reported_at <= :now)
            """)
        .with("device", deviceId)
        .with("state", on ? "on" : "off")
        .with("now", now)
        .execute();
  }

  /**
   * Ends what is overdue: accepted ones whose time is over expire; sent ones of which nothing was
   * heard for {@code patience} after their expiry, because a head-end died, fail with a reason that
   * says so.
   *
   * @return those that ended, to be announced in the same transaction
   */
  public List<Command> endOverdue(Instant now, Duration patience) {
    return Sql.of(
            session,
            """
            update command c
            set state = case c.state when 'accepted' then 'expired' else 'failed' end,
                reason = case c.state when 'accepted' then null
                         else 'it was sent, but what became of it is not known' end,
                finished_at = :now
            where c.id in (
              select id from command
              where (state = 'accepted' and expires_at <= :now) or (state = 'sent' and expires_at <= :patient)
              order by created_at
              limit 100
              for update skip locked)
            returning %s
            """
                .formatted(COLUMNS))
        .with("now", now)
        .with("patient", now.minus(patience))
        .list(Commands::command);
  }

  private static Command command(Row row) {
    return new Command(
        row.uuid(0),
        row.text(1),
        row.text(2),
        Action.of(row.text(3)).orElseThrow(),
        State.of(row.text(4)),
        row.textOrNull(5),
        row.instant(6),
        row.instant(7),
        row.instantOrNull(8),
        row.instantOrNull(9),
        row.integer(10));
  }
}
