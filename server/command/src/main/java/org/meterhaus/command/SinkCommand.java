package org.meterhaus.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The sink alone. */
@Command(
    name = "sink",
    description = "Runs the sink: reads the meters of a connection file, journals, serves DLMS.",
    mixinStandardHelpOptions = true)
final class SinkCommand implements Callable<Integer> {
  @Mixin private DataOption dataOption = new DataOption();

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    return Alone.run(
        dataOption.path(),
        "sink",
        wiring::sink,
        sink ->
            "the sink listens on %s, for pushes on %s"
                .formatted(sink.address(), sink.pushAddress().orElseThrow()));
  }
}
