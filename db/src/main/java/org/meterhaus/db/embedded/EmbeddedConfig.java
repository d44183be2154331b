package org.meterhaus.db.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the embedded PostgreSQL lives.
 *
 * @param home its data, log and passwords; kept between runs, created when absent
 * @param binaries cache of unpacked binaries, shared by any number of homes; created when absent
 * @param port on 127.0.0.1, 1..65535, or 0 for any free one
 * @param startWithin longest start, crash recovery included; more than zero
 * @param stopWithin longest orderly stop before it is killed; more than zero
 */
public record EmbeddedConfig(
    Path home, Path binaries, int port, Duration startWithin, Duration stopWithin) {

  public EmbeddedConfig {
    home = home.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0..65535 but was " + port);
    }
    if (!startWithin.isPositive() || !stopWithin.isPositive()) {
      throw new IllegalArgumentException(
          "startWithin and stopWithin must be positive but were %s and %s"
              .formatted(startWithin, stopWithin));
    }
  }

  /** Any free port, a minute to start, half a minute to stop. */
  public static EmbeddedConfig of(Path home, Path binaries) {
    return new EmbeddedConfig(home, binaries, 0, Duration.ofSeconds(60), Duration.ofSeconds(30));
  }
}
