package org.meterhaus.acceptance.soap;

import java.time.LocalDate;
import org.meterhaus.db.Database;
import org.meterhaus.server.it.SeededHouse;

/** A day of last month, so that there is something to say about it whenever the tests run. */
final class LastMonth {

  private LastMonth() {}

  /** The fifteenth of last month, measured, 48 half-hours of 7 Wh in flat A-01 and its kettle. */
  static void seed(Database database) {
    var day = LocalDate.now(SeededHouse.ZONE).minusMonths(1).withDayOfMonth(15);
    database.transact(session ->
        session
            .createNativeMutationQuery(
                """
                insert into day_block (channel_id, day, revision, partition, expected, present,
                  raw, "values", quality, sum_wh, min_wh, max_wh, avg_wh, worst_quality,
                  data_until, derivation, derived_at)
                select c.id, cast(:day as date), 1, c.partition, 48, 48, ''::bytea,
                  array_fill(7, array[48]), decode(repeat('00', 48), 'hex'), 336, 7, 7, 7, 0,
                  cast(:until as timestamptz), 1, now()
                from channel c
                where c.meter_id = 'MHV0000000000101' and c.obis <> '1.2.1.8.0.255'
                on conflict do nothing
                """)
            .setParameter("day", day.toString())
            .setParameter(
                "until", day.plusDays(1).atStartOfDay(SeededHouse.ZONE).toInstant().toString())
            .executeUpdate());
  }
}
