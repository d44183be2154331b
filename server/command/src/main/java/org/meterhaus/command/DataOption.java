package org.meterhaus.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command that keeps something. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "var",
      description = "Directory that holds everything that is kept (default: ./var).")
  private Path path = Path.of("var");

  Path path() {
    return path;
  }
}
