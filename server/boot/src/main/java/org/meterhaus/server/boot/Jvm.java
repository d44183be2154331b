package org.meterhaus.server.boot;

import java.nio.file.Path;

/** The Java that runs us, which is the one a child has to run on too. */
final class Jvm {

  private Jvm() {}

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
