package org.meterhaus.db.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.PostgresArrivalLog;

/** Re-processing jobs and the channels that each has still to do. One instance a transaction. */
public final class Jobs {
  private static final String SELECT =
      """
      select j.id, j.requested_by, j.scope, j.rules, j.first_day::text, j.until_day::text, j.state,
             i.channels, i.done, i.changed, j.created_at, j.started_at, j.finished_at, j.reason
      from reprocessing_job j
      cross join lateral (
        select count(*) channels, count(done_at) done, coalesce(sum(changed_days), 0)::bigint changed
        from reprocessing_item where job_id = j.id) i
      """;

  private final StatelessSession session;

  public Jobs(StatelessSession session) {
    this.session = session;
  }

  /**
   * What is to be done.
   *
   * @param organisation whose buildings are meant, and no other
   */
  public record Order(
      UUID id,
      String requestedBy,
      String organisation,
      String rules,
      LocalDate firstDay,
      LocalDate untilDay) {}

  /**
   * Adds a job for channels of the organisation's buildings, and tells the processor.
   *
   * @param building id; empty for all buildings
   * @param usagePoint id; empty for all channels of the building
   * @return how many channels it has; without any there is no job
   */
  public int add(Order order, Optional<String> building, Optional<String> usagePoint, Instant now) {
    String scope =
        usagePoint
            .map(id -> "usage point " + id)
            .or(() -> building.map(id -> "building " + id))
            .orElse("all buildings of " + order.organisation());
    Sql.of(
            session,
            """
            insert into reprocessing_job
              (id, requested_by, organisation, scope, rules, first_day, until_day, state, created_at)
            values (:id, :by, :organisation, :scope, :rules, :first, :until, 'waiting', :now)
            """)
        .with("id", order.id())
        .with("by", order.requestedBy())
        .with("organisation", order.organisation())
        .with("scope", scope)
        .with("rules", order.rules())
        .with("first", order.firstDay())
        .with("until", order.untilDay())
        .with("now", now)
        .execute();
    int channels =
        Sql.of(
                session,
                """
                insert into reprocessing_item (job_id, channel_id)
                select :id, c.id
                from channel c
                join meter m on m.id = c.meter_id
                join unit u on u.id = m.unit_id
                join section s on s.id = u.section_id
                join building b on b.id = s.building_id
                where b.organisation = :organisation and b.id = coalesce(:building, b.id)
                  and (:point::text is null
                       or c.id = (select channel_id from usage_point p where p.id = :point))
                """)
            .with("id", order.id())
            .with("organisation", order.organisation())
            .withNullable("building", building.orElse(null))
            .withNullable("point", usagePoint.orElse(null))
            .execute();
    Database.notify(session, PostgresArrivalLog.CHANNEL, "");
    return channels;
  }

  public Optional<Job> find(UUID id) {
    return Sql.of(session, SELECT + "where j.id = :id").with("id", id).first(Jobs::job);
  }

  /** The newest of an organisation. */
  public List<Job> of(String organisation, int limit) {
    return Sql.of(
            session,
            SELECT
                + "where j.organisation = :organisation order by j.created_at desc, j.id limit :limit")
        .with("organisation", organisation)
        .with("limit", limit)
        .list(Jobs::job);
  }

  /** {@link #find(UUID)}, empty also when it is another organisation's. */
  public Optional<Job> find(String organisation, UUID id) {
    return Sql.of(session, SELECT + "where j.id = :id and j.organisation = :organisation")
        .with("id", id)
        .with("organisation", organisation)
        .first(Jobs::job);
  }

  /**
   * Stops a job; what it has done stays.
   *
   * @return whether it was still open
   */
  public boolean cancel(UUID id, Instant now) {
    return end(id, Job.State.CANCELLED, null, now);
  }

  public boolean fail(UUID id, String reason, Instant now) {
    return end(id, Job.State.FAILED, reason, now);
  }

  /** Ends a job of which nothing is left to do. */
  public boolean finish(UUID id, Instant now) {
    return end(id, Job.State.DONE, null, now);
  }

  private boolean end(
      UUID id, Job.State state, @org.jspecify.annotations.Nullable String reason, Instant now) {
    return Sql.of(
                session,
                """
                update reprocessing_job set state = :state, reason = :reason, finished_at = :now
                where id = :id and state in ('waiting', 'running')
                """)
            .with("id", id)
            .with("state", state.wire())
            .withNullable("reason", reason)
            .with("now", now)
            .execute()
        == 1;
  }

  /** The oldest that is waiting or running. */
  public Optional<Job> next() {
    return Sql.of(
            session,
            SELECT + "where j.state in ('waiting', 'running') order by j.created_at, j.id limit 1")
        .first(Jobs::job);
  }

  /** Says that somebody works on it. */
  public void begin(UUID id, Instant now) {
    Sql.of(
            session,
            """
            update reprocessing_job set state = 'running', started_at = :now
            where id = :id and state = 'waiting'
            """)
        .with("id", id)
        .with("now", now)
        .execute();
  }

  /**
   * Takes a channel that is still to be done for this transaction; the job cannot be cancelled
   * meanwhile.
   *
   * @return empty when none is left that nobody else has, or the job is not open any more
   */
  public Optional<Long> take(UUID id) {
    return Sql.of(
            session,
            """
            select i.channel_id from reprocessing_item i
            join reprocessing_job j on j.id = i.job_id
            where i.job_id = :id and i.done_at is null and j.state = 'running'
            order by i.channel_id limit 1
            for update of i skip locked for share of j
            """)
        .with("id", id)
        .first(row -> row.bigint(0));
  }

  /** Whether channels are left, also such as somebody else has taken. */
  public boolean isUnfinished(UUID id) {
    return Sql.of(
            session,
            "select 1 from reprocessing_item where job_id = :id and done_at is null limit 1")
        .with("id", id)
        .first(row -> row.integer(0))
        .isPresent();
  }

  /** Says that a channel is done, in the transaction that writes its blocks. */
  public void done(UUID id, long channel, int changedDays, Instant now) {
    Sql.of(
            session,
            """
            update reprocessing_item set done_at = :now, changed_days = :changed
            where job_id = :id and channel_id = :channel
            """)
        .with("id", id)
        .with("channel", channel)
        .with("changed", changedDays)
        .with("now", now)
        .execute();
  }

  private static Job job(Sql.Row row) {
    return new Job(
        row.uuid(0),
        row.text(1),
        row.text(2),
        row.text(3),
        LocalDate.parse(row.text(4)),
        LocalDate.parse(row.text(5)),
        Job.State.valueOf(row.text(6).toUpperCase(Locale.ROOT)),
        row.bigint(7),
        row.bigint(8),
        row.bigint(9),
        row.instant(10),
        row.instantOrNull(11),
        row.instantOrNull(12),
        row.textOrNull(13));
  }
}
