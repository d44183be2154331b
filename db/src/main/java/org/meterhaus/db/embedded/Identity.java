package org.meterhaus.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.meterhaus.db.DatabaseUnusable;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so root has to become somebody
 * else: in a user namespace where that is allowed (files stay root's, any path works), else as the
 * user nobody (which has to own the data and to reach it).
 */
sealed interface Identity {

  /** The words to put in front of a command. */
  List<String> prefix();

  /** Makes files or folders that we created usable for the programs. */
  void own(Path path);

  /** We are not root: nothing to do. */
  record Ourselves() implements Identity {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void own(Path path) {
      // they are ours, and so are the programs
    }
  }

  /** A user namespace without a mapping: root looks like nobody to the programs. */
  record Namespace() implements Identity {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "--user");
    }

    @Override
    public void own(Path path) {
      // outside the namespace they are still root's processes
    }
  }

  /**
   * Another user altogether.
   *
   * @param id number of user and group
   */
  record Another(int id) implements Identity {
    static final int NOBODY = 65_534;

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
    }

    @Override
    public void own(Path path) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.toList()) {
          Files.setAttribute(each, "unix:uid", id);
          Files.setAttribute(each, "unix:gid", id);
        }
      } catch (IOException e) {
        throw new DatabaseUnusable(
            "cannot give %s to user %d: %s".formatted(path, id, e.getMessage()), e);
      }
    }
  }

  /** The first of the three that works here. */
  static Identity find() {
    if (!isRoot()) {
      return new Ourselves();
    }
    return Stream.of(new Namespace(), new Another(Another.NOBODY))
        .filter(identity -> works(identity, "true"))
        .findFirst()
        .orElseThrow(() ->
            new DatabaseUnusable(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                    + " start as another user, or set METERHAUS_DB_URL"));
  }

  /** Whether the programs will be able to enter a folder. */
  default boolean canEnter(Path folder) {
    return works(this, "test", "-x", folder.toString());
  }

  private static boolean works(Identity identity, String... command) {
    var words = new ArrayList<>(identity.prefix());
    words.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException _) {
      // the program is not installed
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException _) {
      return System.getProperty("user.name", "").equals("root");
    }
  }
}
