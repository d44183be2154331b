package org.meterhaus.command;

import java.time.Duration;
import org.meterhaus.db.Database;

/** Tells how far the first reading of the meters' history has come, until it stands still. */
final class FirstReadings {
  private FirstReadings() {}

  static void tell(Terminal terminal, Database database, Stop stop, Duration every)
      throws InterruptedException {
    long before = -1;
    long started = System.nanoTime();
    while (!stop.isAsked()) {
      long now = present(database);
      if (now == before && now > 0) {
        terminal.done("readings", "%,d intervals, going on live".formatted(now), started);
        return;
      }
      terminal.waiting("readings", "%,d intervals so far".formatted(now));
      before = now;
      if (stop.await(every)) {
        return;
      }
    }
  }

  private static long present(Database database) {
    return database.reading(session ->
        session
            .createNativeQuery(
                "select cast(coalesce(sum(present), 0) as bigint) from day_block", Long.class)
            .getSingleResult());
  }
}
