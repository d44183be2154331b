package org.meterhaus.meters;

import java.io.IOException;
import java.nio.file.Path;

/** The committed sample, wherever the tests run from. */
final class SampleBuilding {
  static final Path DIRECTORY = Path.of("..", "..", "samples");

  private SampleBuilding() {}

  static Building lindenhof() throws IOException {
    return Building.read(DIRECTORY.resolve("building.json"));
  }
}
