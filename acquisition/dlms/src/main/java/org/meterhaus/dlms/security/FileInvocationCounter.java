package org.meterhaus.dlms.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * {@link InvocationCounter} that survives crashes and power cuts.
 *
 * <p>It reserves a block of numbers on disk, forced to the medium, before it gives out the first of
 * them; after a crash it goes on behind the block, so numbers are skipped but never repeated. The
 * file has two slots that are written in turn, each with a checksum: a torn write loses at most the
 * reservation that nobody has used yet. The file is locked against a second process.
 */
public final class FileInvocationCounter implements InvocationCounter, AutoCloseable {

  /** Numbers reserved at a time: one forced write in 4096 messages, at most 4095 lost a crash. */
  public static final int DEFAULT_BLOCK = 4096;

  private static final long MAGIC = 0x4D48_4943_0001_0000L; // "MHIC", version 1
  private static final int SLOT_OCTETS = 24; // magic, reserved up to, checksum
  private static final int SLOT_DISTANCE = 4096; // a page apart: one torn page cannot hit both

  private final FileChannel file;
  private final FileLock lock;
  private final int block;
  private long last;
  private long reservedTo;
  private int slot;

  private FileInvocationCounter(
      FileChannel file, FileLock lock, int block, long reservedTo, int slot) {
    this.file = file;
    this.lock = lock;
    this.block = block;
    this.last = reservedTo;
    this.reservedTo = reservedTo;
    this.slot = slot;
  }

  /**
   * Opens a counter that exists.
   *
   * @throws IOException if there is no such file, it is damaged, or another process holds it. A
   *     lost counter must not be replaced by a new one under the same key: change the key.
   */
  public static FileInvocationCounter open(Path path) throws IOException {
    return open(path, DEFAULT_BLOCK);
  }

  /**
   * Opens a counter that exists.
   *
   * @param block numbers to reserve at a time, 1..1000000
   */
  public static FileInvocationCounter open(Path path, int block) throws IOException {
    requireBlock(block);
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = lock(file, path);
      long first = read(file, 0);
      long second = read(file, 1);
      if (first < 0 && second < 0) {
        throw new IOException("invocation counter " + path + " is damaged: change the key");
      }
      return new FileInvocationCounter(
          file, lock, block, Math.max(first, second), first >= second ? 1 : 0);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Creates a counter for a key that was never used before; the first number is 1.
   *
   * @throws FileAlreadyExistsException if the file is there
   */
  public static FileInvocationCounter create(Path path) throws IOException {
    return create(path, DEFAULT_BLOCK);
  }

  /**
   * Creates a counter for a key that was never used before; the first number is 1.
   *
   * @param block numbers to reserve at a time, 1..1000000
   * @throws FileAlreadyExistsException if the file is there
   */
  public static FileInvocationCounter create(Path path, int block) throws IOException {
    requireBlock(block);
    // Written aside and moved: a crash in between leaves no half-made counter under the real name.
    Path absolute = path.toAbsolutePath();
    if (Files.exists(absolute)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Path directory = Objects.requireNonNull(absolute.getParent(), "no directory");
    Path aside = Files.createTempFile(directory, path.getFileName() + ".", ".new");
    try {
      try (FileChannel file = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        write(file, 0, 0);
        write(file, 1, 0);
        file.force(true);
      }
      // A hard link fails if the name is taken; a move would replace another process's counter.
      Files.createLink(absolute, aside);
    } finally {
      Files.delete(aside);
    }
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
    return open(absolute, block);
  }

  /** Opens the counter, or creates it if the file is not there. */
  public static FileInvocationCounter openOrCreate(Path path) throws IOException {
    return Files.exists(path) ? open(path) : create(path);
  }

  @Override
  public synchronized long next() throws SecurityRefused {
    if (!file.isOpen()) {
      throw new SecurityRefused("invocation counter is closed");
    }
    if (last == reservedTo) {
      reserve();
    }
    return ++last;
  }

  /** Keeps what was not used of the block for next time. */
  @Override
  public synchronized void close() throws IOException {
    if (file.isOpen()) {
      if (last < reservedTo) {
        write(file, slot, last);
        // The other slot still says more; the larger one counts, so it has to be lowered as well.
        file.force(true);
        write(file, 1 - slot, last);
        file.force(true);
      }
      lock.release();
      file.close();
    }
  }

  private void reserve() throws SecurityRefused {
    if (reservedTo >= MAX) {
      throw new SecurityRefused("invocation counter is used up: change the key");
    }
    long to = Math.min(MAX, reservedTo + block);
    try {
      write(file, slot, to);
      file.force(true);
    } catch (IOException e) {
      throw new SecurityRefused("invocation counter cannot be made durable", e);
    }
    slot = 1 - slot;
    reservedTo = to;
  }

  private static FileLock lock(FileChannel file, Path path) throws IOException {
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException _) {
      lock = null; // held by this very process: as wrong as by another
    }
    if (lock == null) {
      throw new IOException("invocation counter " + path + " is in use");
    }
    return lock;
  }

  /** What the slot says, or -1 if it is not whole. */
  private static long read(FileChannel file, int slot) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(SLOT_OCTETS);
    while (in.hasRemaining()) {
      if (file.read(in, (long) slot * SLOT_DISTANCE + in.position()) < 0) {
        return -1;
      }
    }
    in.flip();
    long magic = in.getLong();
    long reservedTo = in.getLong();
    long checksum = in.getLong();
    boolean whole =
        magic == MAGIC && checksum == checksum(reservedTo) && reservedTo >= 0 && reservedTo <= MAX;
    return whole ? reservedTo : -1;
  }

  private static void write(FileChannel file, int slot, long reservedTo) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(SLOT_OCTETS);
    out.putLong(MAGIC).putLong(reservedTo).putLong(checksum(reservedTo)).flip();
    while (out.hasRemaining()) {
      file.write(out, (long) slot * SLOT_DISTANCE + out.position());
    }
  }

  private static long checksum(long reservedTo) {
    CRC32 crc = new CRC32();
    crc.update(ByteBuffer.allocate(16).putLong(MAGIC).putLong(reservedTo).flip());
    return crc.getValue();
  }

  private static void requireBlock(int block) {
    if (block < 1 || block > 1_000_000) {
      throw new IllegalArgumentException("block must be 1..1000000 but was " + block);
    }
  }
}
