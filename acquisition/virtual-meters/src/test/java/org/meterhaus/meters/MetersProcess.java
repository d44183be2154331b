package org.meterhaus.meters;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The meter of one home in a process of its own, for tests that kill it; ends with its stdin. */
final class MetersProcess {
  private MetersProcess() {}

  /**
   * Runs the meter of A-09 and prints its port.
   *
   * @param arguments the state directory
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    try (VirtualMeters meters = start(directory)) {
      System.out.println(meters.address(unit().meter().id()).getPort());
      while (System.in.read() >= 0) {
        // until the parent ends
      }
    }
  }

  static Building.Unit unit() throws IOException {
    return SampleBuilding.lindenhof().unit("A-09").orElseThrow();
  }

  static KeyStore keys(Path directory) throws IOException {
    return KeyStore.openOrCreate(directory, List.of(unit().meter().id()), new SecureRandom());
  }

  static VirtualMeters start(Path directory) throws IOException {
    Instant commissioned = Instant.now().minus(Duration.ofDays(1));
    return VirtualMeters.start(
        new MetersConfig(SampleBuilding.only(unit()), directory, commissioned, "127.0.0.1", 0),
        keys(directory),
        InstantSource.system());
  }
}
