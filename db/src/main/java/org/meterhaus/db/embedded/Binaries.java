package org.meterhaus.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.meterhaus.db.DatabaseUnusable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the class path (zonky's archives) into a cache.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path folder) {
  /** What the archives on our class path hold; data of another major version is refused. */
  static final int MAJOR = 18;

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * Finds the archive for this machine and unpacks it unless that was done before. Safe to call
   * from several processes at once.
   */
  static Binaries unpack(Path cache) {
    String name = "postgres-%s-%s.txz".formatted(system(), architecture());
    URL archive = Binaries.class.getResource("/" + name);
    if (archive == null) {
      throw new DatabaseUnusable(
          "there is no embedded PostgreSQL for this machine (%s): set METERHAUS_DB_URL to a PostgreSQL %d of yours"
              .formatted(name, MAJOR));
    }
    try {
      Files.createDirectories(cache);
      Path folder = cache.resolve("postgres-%d-%s".formatted(MAJOR, digest(archive)));
      try (var channel =
              FileChannel.open(
                  cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        if (!Files.isDirectory(folder)) {
          Path half = cache.resolve(folder.getFileName() + ".part");
          delete(half);
          extract(archive, half);
          Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return new Binaries(folder);
    } catch (IOException e) {
      throw new DatabaseUnusable(
          "cannot unpack PostgreSQL into %s: %s".formatted(cache, e.getMessage()), e);
    }
  }

  /** Names of the archive, as zonky writes them. */
  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : "linux";
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> name;
    };
  }

  private static String digest(URL archive) throws IOException {
    try (var in =
        new DigestInputStream(archive.openStream(), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void extract(URL archive, Path into) throws IOException {
    try (InputStream in = new BufferedInputStream(archive.openStream());
        var tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("archive entry leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  /** Deletes a folder and all that is in it; nothing happens if it is not there. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
