package org.meterhaus.db.findings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;

/** The findings of all devices. */
public final class DeviceFindings {
  private static final String COLUMNS =
      """
      id, device_id, rule, state, first_day::text, last_day::text, evidence_start, evidence_end,
      confidence::text, measure, observed_w::text, expected_low_w, expected_high_w::text,
      explanation, clears, found_at, confirmed_at, cleared_at, feedback
      """;

  private final StatelessSession session;

  public DeviceFindings(StatelessSession session) {
    this.session = session;
  }

  /** Adds a finding, or replaces all but the feedback of the one with its id. */
  public void put(DeviceFinding finding) {
    Sql.of(
            session,
            """
            insert into device_finding (id, device_id, rule, state, first_day, last_day,
              evidence_start, evidence_end, confidence, measure, observed_w, expected_low_w,
              expected_high_w, explanation, clears, found_at, confirmed_at, cleared_at)
            values (:id, :device, :rule, :state, :first, :last, :start, :end, :confidence,
              :measure, :observed::bigint, :low, :high::bigint, :explanation, :clears, :found,
              :confirmed, :cleared)
            on conflict (id) do update set state = excluded.state, first_day = excluded.first_day,
              last_day = excluded.last_day, evidence_start = excluded.evidence_start,
              evidence_end = excluded.evidence_end, confidence = excluded.confidence,
              measure = excluded.measure, observed_w = excluded.observed_w,
              expected_low_w = excluded.expected_low_w,
              expected_high_w = excluded.expected_high_w, explanation = excluded.explanation,
              clears = excluded.clears, confirmed_at = excluded.confirmed_at,
              cleared_at = excluded.cleared_at
            """)
        .with("id", finding.id())
        .with("device", finding.deviceId())
        .with("rule", finding.rule())
        .with("state", finding.state().wireName())
        .with("first", finding.firstDay())
        .with("last", finding.lastDay())
        .with("start", finding.evidenceStart())
        .with("end", finding.evidenceEnd())
        .with("confidence", finding.confidence())
        .with("measure", finding.measure())
        .withNullable("observed", text(finding.observedW()))
        .with("low", finding.expectedLowW())
        .withNullable("high", text(finding.expectedHighW()))
        .with("explanation", finding.explanation())
        .with("clears", finding.clears())
        .with("found", finding.foundAt())
        .withNullable("confirmed", finding.confirmedAt())
        .withNullable("cleared", finding.clearedAt())
        .execute();
  }

  private static @Nullable String text(@Nullable Long value) {
    return value == null ? null : value.toString();
  }

  /** Every finding of a device whose evidence reaches beyond an instant, oldest first. */
  public List<DeviceFinding> since(String deviceId, Instant from) {
    return Sql.of(
            session,
            "select "
                + COLUMNS
                + """
                from device_finding where device_id = :device and evidence_end > :from
                order by evidence_start, id
                """)
        .with("device", deviceId)
        .with("from", from)
        .list(DeviceFindings::finding);
  }

  /**
   * The findings of a device whose evidence has something of {@code [from, until)}, oldest first;
   * what was withdrawn is not among them.
   *
   * @param limit most findings, the newest are kept, 1 or more
   */
  public List<DeviceFinding> within(String deviceId, Instant from, Instant until, int limit) {
    return Sql.of(
            session,
            "select "
                + COLUMNS
                + """
                from (select * from device_finding
                  where device_id = :device and evidence_end > :from and evidence_start < :until
                    and state <> 'withdrawn'
                  order by evidence_start desc, id limit :limit) newest
                order by evidence_start, id
                """)
        .with("device", deviceId)
        .with("from", from)
        .with("until", until)
        .with("limit", limit)
        .list(DeviceFindings::finding);
  }

  /** A finding of that device; empty also when it is another's. */
  public Optional<DeviceFinding> find(String deviceId, UUID id) {
    return Sql.of(
            session,
            "select " + COLUMNS + " from device_finding where device_id = :device and id = :id")
        .with("device", deviceId)
        .with("id", id)
        .first(DeviceFindings::finding);
  }

  /**
   * Stores what the owner says. "No fault" closes the finding; "fault" after that opens it again as
   * cleared, for only the next day can tell how it stands. The same again changes nothing.
   */
  public void say(UUID id, Verdict verdict, Instant now) {
    Sql.of(
            session,
            """
            update device_finding set
              state = case when :verdict = 'no-fault' then 'rejected'
                when state = 'rejected' then 'cleared' else state end,
              cleared_at = case when :verdict = 'no-fault' or state = 'rejected'
                then coalesce(cleared_at, :now) else cleared_at end,
              feedback = :verdict, feedback_at = :now
            where id = :id and feedback is distinct from :verdict
            """)
        .with("id", id)
        .with("verdict", verdict.wireName())
        .with("now", now)
        .execute();
  }

  /**
   * What was said of a rule.
   *
   * @param rule wire name
   */
  public record Said(String rule, Verdict verdict) {}

  /** Everything that was said of a device's findings, oldest first. */
  public List<Said> said(String deviceId) {
    return Sql.of(
            session,
            """
            select rule, feedback from device_finding
            where device_id = :device and feedback is not null order by feedback_at, id
            """)
        .with("device", deviceId)
        .list(row -> new Said(row.text(0), Verdict.of(row.text(1)).orElseThrow()));
  }

  /** Who lives with a device at an instant. */
  public List<String> ownersOf(String usagePointId, Instant at) {
    return Sql.of(
            session,
            """
            select customer_id from occupancy
            where usage_point_id = :point and valid_from <= :at
              and (valid_until is null or valid_until > :at)
            order by customer_id
            """)
        .with("point", usagePointId)
        .with("at", at)
        .list(row -> row.text(0));
  }

  /**
   * Devices with a day that is not judged, on which the device or its flat has reported everything,
   * and which is over for a while.
   *
   * @param settledBy the day must end at or before it
   * @param limit most devices, 1 or more
   */
  public List<DueDevice> due(Instant settledBy, int limit) {
    return Sql.of(
            session,
            """
            select d.id, d.name, d.usage_point_id, d.channel_id, p.channel_id, b.zone,
              c.interval_s, newest.day::text, w.judged_until::text
            from device d
            join usage_point p on p.id = d.usage_point_id
            join channel c on c.id = d.channel_id
            join unit u on u.id = p.unit_id
            join section s on s.id = u.section_id
            join building b on b.id = s.building_id
            left join device_watch w on w.device_id = d.id
            cross join lateral (
              select max(own.day) as day
              from (values (d.channel_id), (p.channel_id)) of (channel)
              cross join lateral (
                select k.day from day_block k
                where k.channel_id = of.channel
                  and k.data_until >= (k.day + 1)::timestamp at time zone b.zone
                  and (k.day + 1)::timestamp at time zone b.zone <= :settled
                order by k.day desc limit 1) own) newest
            where newest.day > coalesce(w.judged_until, '-infinity')
            order by d.id limit :limit
            """)
        .with("settled", settledBy)
        .with("limit", limit)
        .list(row ->
            new DueDevice(
                row.text(0),
                row.text(1),
                row.text(2),
                row.bigint(3),
                row.bigint(4),
                ZoneId.of(row.text(5)),
                row.integer(6),
                LocalDate.parse(row.text(7)),
                dateOrNull(row.textOrNull(8))));
  }

  private static @Nullable LocalDate dateOrNull(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }

  /**
   * Claims the judgement of a device up to a day, for this transaction.
   *
   * @return false if somebody else has judged it up to there meanwhile
   */
  public boolean judged(String deviceId, LocalDate until) {
    return Sql.of(
                session,
                """
                insert into device_watch as w (device_id, judged_until) values (:device, :until)
                on conflict (device_id) do update set judged_until = excluded.judged_until
                where w.judged_until < excluded.judged_until
                """)
            .with("device", deviceId)
            .with("until", until)
            .execute()
        == 1;
  }

  private static DeviceFinding finding(Sql.Row row) {
    String observed = row.textOrNull(10);
    String high = row.textOrNull(12);
    String feedback = row.textOrNull(18);
    return new DeviceFinding(
        row.uuid(0),
        row.text(1),
        row.text(2),
        DeviceFinding.State.of(row.text(3)),
        LocalDate.parse(row.text(4)),
        LocalDate.parse(row.text(5)),
        row.instant(6),
        row.instant(7),
        Double.parseDouble(row.text(8)),
        row.text(9),
        observed == null ? null : Long.valueOf(observed),
        row.bigint(11),
        high == null ? null : Long.valueOf(high),
        row.text(13),
        row.text(14),
        row.instant(15),
        row.instantOrNull(16),
        row.instantOrNull(17),
        feedback == null ? null : Verdict.of(feedback).orElseThrow());
  }
}
