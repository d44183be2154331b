package org.meterhaus.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The house of the system tests, one for all browser tests of a JVM. */
final class House {

  private final org.meterhaus.acceptance.House running;

  private House(org.meterhaus.acceptance.House running) {
    this.running = running;
  }

  /** The one of this JVM; it ends with the JVM. */
  static House shared() {
    return Shared.HOUSE;
  }

  private static final class Shared {
    static final House HOUSE = start();

    private static House start() {
      Path data = Path.of(property("meterhaus.browser.target"), "house", "var");
      deleteTree(data);
      var running = org.meterhaus.acceptance.House.ready(data, Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      return new House(running);
    }
  }

  /** Where the page is, with a slash at its end. */
  URI page() {
    return running.root();
  }

  /** What a phone would have got. */
  URI phones() {
    return URI.create(running.addresses().get("phones").asText());
  }

  String password(String username) {
    return running.password(username);
  }

  private static void deleteTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("-D" + name + " is not set; the build sets it");
    }
    return value;
  }
}
