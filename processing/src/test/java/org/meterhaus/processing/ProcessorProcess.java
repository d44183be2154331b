package org.meterhaus.processing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.meterhaus.db.Credentials;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.processing.vee.Rules;

/** A processor in a process of its own, to be killed. Ends with its stdin. */
final class ProcessorProcess {
  /** Few arrivals a transaction, so that there are many moments to die at. */
  static final ProcessorConfig SMALL =
      new ProcessorConfig(4, Duration.ofMillis(20), Duration.ofMillis(100), 2, Rules.SIMPLE);

  private ProcessorProcess() {}

  static Process start(DatabaseConfig config, Instant now, Path log) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-Xmx256m",
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              ProcessorProcess.class.getName(),
              config.url(),
              config.application().user(),
              config.application().password(),
              now.toString())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Arguments: JDBC address, user, password, what the clock says. */
  public static void main(String[] args) throws IOException {
    var config = DatabaseConfig.of(args[0], new Credentials(args[1], args[2]), Optional.empty());
    InstantSource clock = InstantSource.fixed(Instant.parse(args[3]));
    try (Database database = Database.open(config);
        var processor = new Processor(database, SMALL, clock)) {
      processor.start();
      while (System.in.read() >= 0) {
        // nobody writes; the end of the parent ends us
      }
    }
  }
}
