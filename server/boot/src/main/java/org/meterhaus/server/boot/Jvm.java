package org.meterhaus.server.boot;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The Java that runs us, which is the one a child has to run on too. */
final class Jvm {

  private Jvm() {}

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The archive or directory that a class was loaded from. */
  static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of " + type + " has no usable path", e);
    }
  }
}
