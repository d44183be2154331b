package org.meterhaus.command;

import java.util.concurrent.Callable;
import org.meterhaus.db.Database;
import picocli.CommandLine.Command;

/** Push alone. */
@Command(
    name = "push",
    description =
        "Drains the outbox of METERHAUS_DB_URL to phones through Firebase Cloud Messaging.",
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    try (Database database = wiring.open(wiring.database())) {
      return Alone.run(
          "push", () -> wiring.push(database, wiring.pushProvider()), _ -> "push is running");
    }
  }
}
