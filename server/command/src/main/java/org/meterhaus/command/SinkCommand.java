package org.meterhaus.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The sink alone. */
@Command(
    name = "sink",
    description = "Runs the sink: reads the meters of a connection file, journals, serves DLMS.",
    mixinStandardHelpOptions = true)
final class SinkCommand implements Callable<Integer> {
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
        dataPath, "sink", wiring::sink, sink -> "the sink listens on " + sink.address());
  }
}
