package org.meterhaus.server.boot;

import fish.payara.micro.PayaraMicro;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Payara Micro, unpacked once so that its jars lie on an ordinary class path.
 *
 * <p>The executable jar would unpack its 320 nested jars to a temporary directory at every start
 * and load them by a class loader of its own; unpacked, a start is faster, and the JDK can keep an
 * archive of the classes. The directory is only read afterwards, so any number of servers share it.
 *
 * @param directory holds {@code launch-micro.jar}, {@code runtime/} and {@code config/}
 */
public record PayaraRuntime(Path directory) {

  private static final String LAUNCHER = "launch-micro.jar";
  private static final int UNPACK_SECONDS = 120;

  /**
   * Unpacks the distribution unless that has been done.
   *
   * @param distribution {@code payara-micro-VERSION.jar}
   * @param home where unpacked versions are kept; created if it is not there
   * @throws IOException if the disk or the distribution does not allow it
   */
  public static PayaraRuntime unpack(Path distribution, Path home)
      throws IOException, InterruptedException {
    String version = version(distribution);
    Path wanted = home.toAbsolutePath().normalize().resolve("payara-micro-" + version);
    if (!Files.exists(wanted.resolve(LAUNCHER))) {
      Files.createDirectories(home);
      Path draft = Files.createTempDirectory(home, "unpacking-");
      try {
        unpackInto(draft, distribution);
        move(draft, wanted);
      } finally {
        deleteTree(draft);
      }
    }
    return new PayaraRuntime(wanted);
  }

  /** The distribution that is on our own class path. */
  public static Path distribution() {
    return Jvm.jarOf(PayaraMicro.class);
  }

  /** Where this version lies among others, and what each run writes. */
  Path home() {
    return directory.resolveSibling(".").normalize();
  }

  /** The boot jar, whose manifest names every other jar. */
  Path launcher() {
    return directory.resolve(LAUNCHER);
  }

  /** Configuration as delivered; each start works on a copy of its own. */
  Path config() {
    return directory.resolve("config");
  }

  /** The {@code --add-opens} and {@code --add-exports} that the distribution asks for. */
  List<String> moduleOptions() throws IOException {
    try (var jar = new JarFile(launcher().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      var options = new ArrayList<String>();
      for (String kind : List.of("Add-Exports", "Add-Opens")) {
        String packages = manifest.getValue(kind);
        if (packages != null) {
          for (String name : packages.strip().split(" +", -1)) {
            options.add("--" + kind.toLowerCase(Locale.ROOT));
            options.add(name + "=ALL-UNNAMED");
          }
        }
      }
      return options;
    }
  }

  private static String version(Path distribution) throws IOException {
    try (var jar = new JarFile(distribution.toFile())) {
      var entry = jar.getJarEntry("MICRO-INF/domain/branding/glassfish-version.properties");
      if (entry == null) {
        throw new IOException(distribution + " is not a Payara Micro distribution");
      }
      var branding = new Properties();
      try (InputStream in = jar.getInputStream(entry)) {
        branding.load(in);
      }
      return "%s.%s.%s"
          .formatted(
              branding.getProperty("major_version"),
              branding.getProperty("minor_version"),
              branding.getProperty("update_version"));
    }
  }

  private static void unpackInto(Path draft, Path distribution)
      throws IOException, InterruptedException {
    Path log = draft.resolve("unpack.log");
    Process unpacking =
        new ProcessBuilder(
                Jvm.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                distribution.toString(),
                "--rootdir",
                draft.toString(),
                "--outputlauncher")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!unpacking.waitFor(UNPACK_SECONDS, TimeUnit.SECONDS)) {
      unpacking.destroyForcibly();
    }
    if (!Files.exists(draft.resolve(LAUNCHER))) {
      throw new IOException("cannot unpack " + distribution + ": " + Files.readString(log).strip());
    }
  }

  private static void move(Path draft, Path wanted) throws IOException {
    try {
      Files.move(draft, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
      // another start unpacked the same version a moment ago; its copy is as good
    }
  }

  /** Removes a directory and all that is in it; what cannot be removed stays. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
