package org.meterhaus.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The meters alone. */
@Command(
    name = "meters",
    description =
        "Runs the virtual meters of a building (METERHAUS_BUILDING) and writes their connection file.",
    mixinStandardHelpOptions = true)
final class MetersCommand implements Callable<Integer> {
  @Mixin private DataOption dataOption = new DataOption();

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    return Alone.run(
        dataOption.path(),
        "meters",
        data -> wiring.meters(wiring.building(), data),
        meters -> meters.addresses().size() + " meters are running");
  }
}
