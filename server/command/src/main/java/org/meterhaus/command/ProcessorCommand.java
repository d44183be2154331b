package org.meterhaus.command;

import java.util.concurrent.Callable;
import org.meterhaus.db.Database;
import picocli.CommandLine.Command;

/** Processing alone. */
@Command(
    name = "processor",
    description =
        "Runs processing: arrivals in METERHAUS_DB_URL become day blocks, alarms, outages, device faults and groups.",
    mixinStandardHelpOptions = true)
final class ProcessorCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    try (Database database = wiring.open(wiring.database())) {
      return Alone.run(
          "processing", () -> wiring.processing(database), _ -> "processing is running");
    }
  }
}
