package org.meterhaus.meters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The committed sample, wherever the tests run from. */
final class SampleBuilding {
  static final Path DIRECTORY = Path.of("..", "..", "samples");

  private SampleBuilding() {}

  static Building lindenhof() throws IOException {
    return Building.read(DIRECTORY.resolve("building.json"));
  }

  /** A building of one flat. */
  static Building only(Building.Unit unit) throws IOException {
    Building all = lindenhof();
    return new Building(
        all.id(),
        all.name(),
        all.zone(),
        all.organisation(),
        all.sink(),
        all.sections(),
        List.of(unit));
  }
}
