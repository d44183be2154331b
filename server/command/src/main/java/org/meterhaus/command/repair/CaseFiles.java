package org.meterhaus.command.repair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meterhaus.command.Refusal;

/**
 * The files of one case, and where its results go.
 *
 * @param name for messages and results
 * @param raw rows in order of arrival
 * @param meters what is known of the meters
 * @param registers registers read on their own
 * @param clean where the repaired intervals go
 * @param aggregates where the figures of days and months go, if wanted
 */
record CaseFiles(
    String name,
    Path raw,
    Path meters,
    Optional<Path> registers,
    Path clean,
    Optional<Path> aggregates) {

  /**
   * A scenario folder with {@code raw.csv[.gz]}, {@code meters.csv}, {@code registers.csv[.gz]}.
   */
  static CaseFiles in(Path folder, Path out, boolean aggregates) {
    String name = String.valueOf(folder.getFileName());
    return new CaseFiles(
        name,
        find(folder, "raw")
            .orElseThrow(() -> new Refusal("%s has no raw.csv or raw.csv.gz".formatted(folder))),
        find(folder, "meters")
            .orElseThrow(() -> new Refusal("%s has no meters.csv".formatted(folder))),
        find(folder, "registers"),
        out.resolve(name + ".csv"),
        aggregates ? Optional.of(out.resolve(name + ".aggregates.csv")) : Optional.empty());
  }

  private static Optional<Path> find(Path folder, String stem) {
    for (String ending : new String[] {".csv.gz", ".csv"}) {
      Path file = folder.resolve(stem + ending);
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
