package org.meterhaus.meters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The committed sample, wherever the tests run from. */
final class SampleBuilding {
  static final Path DIRECTORY = Path.of("..", "..", "samples");

  private static @Nullable Building lindenhof;

  private SampleBuilding() {}

  /** Read once; it is immutable. */
  static synchronized Building lindenhof() throws IOException {
    if (lindenhof == null) {
      lindenhof = Building.read(DIRECTORY.resolve("building.json"));
    }
    return lindenhof;
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
