package org.meterhaus.command;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the program lies: the checkout that the launcher script names, and what was built in it.
 */
final class Installation {
  private final Path home;

  private Installation(Path home) {
    this.home = home;
  }

  /** The checkout that {@code -Dmeterhaus.home} names, or the working directory. */
  static Installation find() {
    return new Installation(
        Path.of(System.getProperty("meterhaus.home", "")).toAbsolutePath().normalize());
  }

  /** The archive that the server deploys. */
  Path archive() {
    Path archive = home.resolve("server/command/target/server/meterhaus-war.war");
    if (!Files.isRegularFile(archive)) {
      throw new Refusal(archive + " is not there: build with `./meterhaus build`");
    }
    return archive;
  }

  /** Unpacked Payara Micro and PostgreSQL, shared by every data directory; may be deleted. */
  Path runtime() {
    return home.resolve("target/runtime");
  }

  /** The building that comes with the program. */
  Path sampleBuilding() {
    return home.resolve("samples/building.json");
  }
}
