package org.meterhaus.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The meters alone. */
@Command(
    name = "meters",
    description =
        "Runs the virtual meters of a building (METERHAUS_BUILDING) and writes their connection file.",
    mixinStandardHelpOptions = true)
final class MetersCommand implements Callable<Integer> {
  @picocli.CommandLine.Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "var",
      description = "Directory that holds what is kept (default: ./var).")
  private java.nio.file.Path dataPath = java.nio.file.Path.of("var");

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    return Alone.run(
        dataPath,
        "meters",
        data -> wiring.meters(wiring.building(), data),
        meters -> meters.addresses().size() + " meters are running");
  }
}
