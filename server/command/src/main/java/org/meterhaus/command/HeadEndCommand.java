package org.meterhaus.command;

import java.util.concurrent.Callable;
import org.meterhaus.db.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The head-end alone. */
@Command(
    name = "head-end",
    description = "Runs the head-end: reads sinks into METERHAUS_DB_URL and carries commands out.",
    mixinStandardHelpOptions = true)
final class HeadEndCommand implements Callable<Integer> {
  @Mixin private DataOption dataOption = new DataOption();

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    try (Database database = wiring.open(wiring.database())) {
      return Alone.run(
          dataOption.path(),
          "head-end",
          data -> wiring.headEnd(data, database),
          _ -> "the head-end is running");
    }
  }
}
