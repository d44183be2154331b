package org.meterhaus.sink.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@link Storage} in one directory of the file system, held by one process at a time. */
public final class DirectoryStorage implements Storage {
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;

  private DirectoryStorage(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the directory, which is made if it is not there, and locks it for this process.
   *
   * @throws JournalInUse if another process, or another journal of this one, has it open
   * @throws IOException if the directory cannot be made, or written to
   */
  public static DirectoryStorage open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel lock = FileChannel.open(directory.resolve(LOCK), CREATE, WRITE);
    try {
      if (lock.tryLock() != null) {
        return new DirectoryStorage(directory, lock);
      }
    } catch (OverlappingFileLockException _) {
      // held inside this process: refused below, exactly like a lock held by another one
    }
    lock.close();
    throw new JournalInUse(directory);
  }

  @Override
  public SortedSet<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      SortedSet<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).forEach(names::add);
      names.remove(LOCK);
      return names;
    }
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(directory.resolve(name));
  }

  /**
   * Opens the file anew each time: a reading thread that is interrupted closes its own channel,
   * never the writer's.
   */
  @Override
  public int read(String name, long position, ByteBuffer into) throws IOException {
    try (FileChannel file = FileChannel.open(directory.resolve(name), READ)) {
      int total = 0;
      while (into.hasRemaining()) {
        int read = file.read(into, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
      return total;
    }
  }

  @Override
  public Appender open(String name) throws IOException {
    Path path = directory.resolve(name);
    boolean isNew = !Files.exists(path);
    FileChannel file = FileChannel.open(path, CREATE, WRITE);
    if (isNew) {
      syncDirectory();
    }
    return new ChannelAppender(file);
  }

  @Override
  public void delete(String name) throws IOException {
    if (Files.deleteIfExists(directory.resolve(name))) {
      syncDirectory();
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private void syncDirectory() throws IOException {
    try (FileChannel self = FileChannel.open(directory, READ)) {
      self.force(true);
    }
  }

  private record ChannelAppender(FileChannel file) implements Appender {
    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      long at = position;
      while (from.hasRemaining()) {
        at += file.write(from, at);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      file.force(false);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
