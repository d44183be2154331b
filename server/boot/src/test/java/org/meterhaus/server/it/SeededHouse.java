package org.meterhaus.server.it;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.TestHouse;
import org.meterhaus.dissemination.customer.PasswordHash;

/**
 * What the server's tests find, run by operator A (operator B runs nothing here): a house in
 * Berlin, section A with the flats A-01 (customer A) and A-02 (customer B). A-01 has a kettle that
 * can be switched and a lamp that cannot; A-02 has a kettle. A-01's day {@link #DAY} has 48
 * half-hours of {@code slot + 1} Wh, measured, but for slot 10, which was estimated by register
 * difference, and slot 20, which is missing.
 */
public final class SeededHouse {

  /** Who may ask for what; both sign in with {@link #PASSWORD}. */
  public static final String CUSTOMER_A = "c-A-01";

  public static final String CUSTOMER_B = "c-A-02";

  /** Runs the house. */
  public static final String OPERATOR_A = "o-a";

  /** Of another organisation. */
  public static final String OPERATOR_B = "o-b";

  public static final String PASSWORD = "correct horse battery staple";

  /** An ordinary Wednesday. */
  public static final LocalDate DAY = LocalDate.of(2026, 11, 11);

  public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  public static final String ALARM_A = "0197f000-0000-7000-8000-00000000a1a1";

  /** The kettle did not switch off on {@link #DAY}. */
  public static final String FINDING_A = "0197f000-0000-7000-8000-00000000f1f1";

  public static final String COMMAND_A = "0197f000-0000-7000-8000-00000000c0c0";
  public static final String OUTAGE_A = "0197f000-0000-7000-8000-00000000dada";
  public static final String PHONE_A = "0197f000-0000-7000-8000-0000000090ea";

  private static final int SLOTS = 48;
  private static final int HALF_HOUR_S = 1_800;

  private SeededHouse() {}

  static void build(Database database) {
    String hash = PasswordHash.of(PASSWORD, new SecureRandom()).phc();
    database.transact(session -> build(session, hash));
  }

  private static void build(StatelessSession session, String hash) {
    TestHouse.build(session, ZONE.getId());
    sql(session, "insert into customer (id, name) values ('c-A-02', 'B. Example')");
    long channelA = TestHouse.flat(session, "A-01", "MHV0000000000101", HALF_HOUR_S, 4_000);
    long channelB = TestHouse.flat(session, "A-02", "MHV0000000000102", HALF_HOUR_S, 4_000);
    TestHouse.appliance(session, "A-01", "MHV0000000000101", 1, "kettle", HALF_HOUR_S);
    TestHouse.appliance(session, "A-01", "MHV0000000000101", 2, "lamp", HALF_HOUR_S);
    TestHouse.appliance(session, "A-02", "MHV0000000000102", 1, "kettle", HALF_HOUR_S);
    sql(session, "update device set relay_obis = null where id = 'A-01-lamp'");
    for (String flat : List.of("A-01", "A-02")) {
      sql(
          session,
          "insert into login (username, customer_id, password_hash) values ('c-%s', 'c-%s', '%s')"
              .formatted(flat, flat, hash));
      sql(
          session,
          """
          insert into occupancy (customer_id, usage_point_id, valid_from)
          values ('c-%s', '%s', '2020-01-01T00:00Z')
          """
              .formatted(flat, flat));
    }
    operator(session, OPERATOR_A, "(select organisation from building)", hash);
    operator(session, OPERATOR_B, "'another'", hash);
    day(session, channelA);
    day(session, channelB);
    ofCustomerA(session);
    outage(session);
    groups(session);
  }

  private static void groups(StatelessSession session) {
    String run = "0197f000-0000-7000-8000-00000000eeee";
    sql(
        session,
        """
        insert into customer_group_run (id, organisation, span_from, span_until, made_at,
          households, needed, silhouettes)
        select '%s', organisation, '2026-10-14', '2026-11-11', '2026-11-11T04:00Z', 10, 10,
          '{"2": 0.25}' from building
        """
            .formatted(run));
    sql(
        session,
        """
        insert into customer_group (run_id, number, words, shape, peak_hour, members, lower_wh,
          median_wh, upper_wh)
        values ('%s', 1, 'uses most in the evening', array_fill(0.04166::float8, array[48]), 19, 5,
          3000, 4000, 5000)
        """
            .formatted(run));
    sql(
        session,
        "insert into customer_group_member values ('%s', 'A-01', 1, 4200, 18, 28)".formatted(run));
  }

  private static void outage(StatelessSession session) {
    sql(
        session,
        """
        insert into outage (id, building_id, section_id, state, cause, began_at, suspected_at,
          confirmed_at, restored_at, off_from, off_until, reopened)
        values ('%s', 'lindenhof', 'A', 'restored', 'power', '2026-11-11T06:00Z',
          '2026-11-11T06:40Z', '2026-11-11T07:00Z', '2026-11-11T08:00Z', '2026-11-11T06:00Z',
          '2026-11-11T08:00Z', 0)
        """
            .formatted(OUTAGE_A));
    sql(
        session,
        """
        insert into outage_meter (outage_id, meter_id, silent_since, data_until, last_gasp,
          returned_at, supply, off_from, off_until)
        values ('%s', 'MHV0000000000101', '2026-11-11T06:00Z', '2026-11-11T06:00Z', true,
          '2026-11-11T08:00Z', 'off', '2026-11-11T06:00Z', '2026-11-11T08:00Z')
        """
            .formatted(OUTAGE_A));
    sql(
        session,
        """
        insert into outage_reading (outage_id, meter_id, end_at, status, energy_wh)
        values ('%s', 'MHV0000000000101', '2026-11-11T08:00Z', 128, 7)
        """
            .formatted(OUTAGE_A));
    sql(
        session,
        """
        insert into meter_contact (meter_id, heard_at, data_until, status, faulty_since)
        values ('MHV0000000000102', '2026-11-11T05:00Z', '2026-11-11T05:00Z', 0,
          '2026-11-11T05:00Z')
        """);
  }

  private static void operator(
      StatelessSession session, String id, String organisation, String hash) {
    sql(
        session,
        "insert into operator (id, name, organisation) values ('%s', 'Operator', %s)"
            .formatted(id, organisation));
    sql(
        session,
        "insert into login (username, operator_id, password_hash) values ('%s', '%s', '%s')"
            .formatted(id, id, hash));
  }

  private static void ofCustomerA(StatelessSession session) {
    sql(
        session,
        """
        insert into alarm_rule (id, customer_id, device_id, limit_w, enabled, version, updated_at)
        values ('hot', 'c-A-01', 'A-01-kettle', 1500, true, 1, '2026-11-11T00:00Z')
        """);
    sql(
        session,
        """
        insert into alarm (id, customer_id, rule_id, device_id, interval_start, interval_end,
          observed_w, limit_w, raised_at)
        values ('%s', 'c-A-01', 'hot', 'A-01-kettle', '2026-11-11T06:00Z', '2026-11-11T06:30Z',
          1900, 1500, '2026-11-11T06:31Z')
        """
            .formatted(ALARM_A));
    sql(
        session,
        """
        insert into device_finding (id, device_id, rule, state, first_day, last_day,
          evidence_start, evidence_end, confidence, measure, observed_w, expected_low_w,
          expected_high_w, explanation, clears, found_at, confirmed_at)
        values ('%s', 'A-01-kettle', 'stuck-on', 'confirmed', '2026-11-11', '2026-11-11',
          '2026-11-10T23:00Z', '2026-11-11T23:00Z', 0.93, 'lowest-hour', 95, 0, 2,
          'It did not switch off.', 'Two days on which it switches off again.',
          '2026-11-12T01:00Z', '2026-11-12T01:00Z')
        """
            .formatted(FINDING_A));
    sql(
        session,
        """
        insert into command (id, device_id, customer_id, action, state, created_at, expires_at,
          finished_at, attempts)
        values ('%s', 'A-01-kettle', 'c-A-01', 'switch-off', 'confirmed', '2026-11-11T07:00Z',
          '2026-11-11T07:05Z', '2026-11-11T07:00:01Z', 1)
        """
            .formatted(COMMAND_A));
    sql(
        session,
        """
        insert into push_registration (id, customer_id, token, platform, created_at)
        values ('%s', 'c-A-01', 'token-of-a', 'android', '2026-11-11T05:00Z')
        """
            .formatted(PHONE_A));
  }

  private static void day(StatelessSession session, long channel) {
    var values = new StringBuilder();
    var quality = new StringBuilder();
    for (int slot = 0; slot < SLOTS; slot++) {
      values.append(slot == 0 ? "" : ",").append(slot == 20 ? "null" : slot + 1);
      quality.append(slot == 20 ? "5a" : slot == 10 ? "0a" : "00");
    }
    Instant until = DAY.plusDays(1).atStartOfDay(ZONE).toInstant();
    sql(
        session,
        """
        insert into day_block (channel_id, day, revision, partition, expected, present, raw,
          values, quality, sum_wh, min_wh, max_wh, avg_wh, worst_quality, data_until, derivation,
          derived_at)
        select %d, '%s', 1, partition, 48, 47, '\\x', '{%s}', '\\x%s', 1155, 1, 48, 24.574, 90,
          '%s', 1, '%s' from channel where id = %d
        """
            .formatted(channel, DAY, values, quality, until, until, channel));
  }

  private static void sql(StatelessSession session, String statement) {
    session.createNativeMutationQuery(statement).executeUpdate();
  }
}
