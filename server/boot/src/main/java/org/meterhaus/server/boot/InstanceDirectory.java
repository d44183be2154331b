package org.meterhaus.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one run of Payara writes: its copy of the configuration and the unpacked archive.
 *
 * <p>It lies beside the unpacked distribution and is named by the process, so that a later start
 * can tell those that were left behind by a process that was killed, and removes them.
 */
final class InstanceDirectory {

  private static final String PREFIX = "instance-";

  private InstanceDirectory() {}

  /** A fresh directory of this process. */
  static Path create(PayaraRuntime runtime) throws IOException {
    Path home = runtime.home();
    removeLeftBehind(home);
    Path own = of(runtime, ProcessHandle.current().pid());
    PayaraRuntime.deleteTree(own);
    Files.createDirectories(own.resolve("docroot"));
    copy(runtime.config(), own.resolve("config"));
    return own;
  }

  /** The directory of a process, whether it is there or not. */
  static Path of(PayaraRuntime runtime, long pid) {
    return runtime.home().resolve(PREFIX + pid);
  }

  private static void removeLeftBehind(Path home) throws IOException {
    List<Path> instances;
    try (Stream<Path> entries = Files.list(home)) {
      instances = entries.filter(InstanceDirectory::isLeftBehind).toList();
    }
    for (Path instance : instances) {
      PayaraRuntime.deleteTree(instance);
    }
  }

  private static boolean isLeftBehind(Path entry) {
    String name = entry.getFileName().toString();
    return name.matches(PREFIX + "\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path source : all) {
      Files.copy(source, to.resolve(from.relativize(source).toString()));
    }
  }
}
