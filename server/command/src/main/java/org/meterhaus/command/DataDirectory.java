package org.meterhaus.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory that {@code --data} names, held by one process at a time.
 *
 * <p>The lock is the operating system's: it goes with the process however that ends, so a killed
 * {@code up} never leaves one behind.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the directory if it is not there (readable by its owner alone) and takes it.
   *
   * @throws Refusal if another process holds it, or it cannot be written
   */
  public static DataDirectory open(Path root) {
    return open(root, "");
  }

  /**
   * As above for one part of several that share a directory: its lock is its own.
   *
   * @param part such as {@code sink}; empty for all of them
   */
  public static DataDirectory open(Path root, String part) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(absolute)) {
        Path parent = absolute.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(
            absolute,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              absolute.resolve(part.isEmpty() ? "lock" : part + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new Refusal(
            absolute + " is in use by another meterhaus: stop it, or choose another --data");
      }
      return new DataDirectory(absolute, channel, lock);
    } catch (IOException e) {
      throw new Refusal("cannot use " + absolute + " as the data directory: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this very process
    }
  }

  /** A sub-directory, made if it is not there. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new Refusal("cannot make " + root.resolve(name) + ": " + e, e);
    }
  }

  /** A file in it, which may or may not exist. */
  public Path file(String name) {
    return root.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
