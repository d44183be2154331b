package org.meterhaus.meters;

import java.nio.file.Path;
import java.time.Instant;

/**
 * How the meters of a building are run.
 *
 * @param building whose meters
 * @param stateDirectory where the history of switching and the day of commissioning are kept
 * @param commissionedAt how far the meters' history reaches back when they are started for the
 *     first time; what was said then stays, as registers must not jump
 * @param host address to listen on, such as {@code 127.0.0.1}
 * @param basePort TCP port of the first meter, the others follow; 0 = any free ports
 */
public record MetersConfig(
    Building building, Path stateDirectory, Instant commissionedAt, String host, int basePort) {

  public MetersConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    int last = 65_535 - building.units().size() + 1;
    if (basePort < 0 || basePort > last) {
      throw new IllegalArgumentException(
          "basePort must be 0..%d but was %d".formatted(last, basePort));
    }
  }
}
