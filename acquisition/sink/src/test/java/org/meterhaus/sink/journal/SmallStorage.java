package org.meterhaus.sink.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real directory on a medium of limited size: a write that does not fit puts down the part that
 * fits and fails, as a full file system does. Forces can be made to fail too.
 */
public final class SmallStorage implements Storage {
  private final Storage real;
  private final AtomicLong capacity;
  private volatile boolean forceFails;

  public SmallStorage(Storage real, long capacity) {
    this.real = real;
    this.capacity = new AtomicLong(capacity);
  }

  public void setCapacity(long bytes) {
    capacity.set(bytes);
  }

  public void failForce(boolean fails) {
    forceFails = fails;
  }

  private long room() throws IOException {
    long used = 0;
    for (String name : real.names()) {
      used += real.size(name);
    }
    return capacity.get() - used;
  }

  @Override
  public SortedSet<String> names() throws IOException {
    return real.names();
  }

  @Override
  public long size(String name) throws IOException {
    return real.size(name);
  }

  @Override
  public int read(String name, long position, ByteBuffer into) throws IOException {
    return real.read(name, position, into);
  }

  @Override
  public Appender open(String name) throws IOException {
    Appender file = real.open(name);
    return new Appender() {
      @Override
      public void write(ByteBuffer from, long position) throws IOException {
        long grows = Math.max(0, position + from.remaining() - real.size(name));
        long room = Math.max(0, room());
        if (grows <= room) {
          file.write(from, position);
          return;
        }
        int fits = (int) (from.remaining() - (grows - room));
        file.write(from.slice(from.position(), Math.max(0, fits)), position);
        throw new IOException("No space left on device");
      }

      @Override
      public void truncate(long size) throws IOException {
        file.truncate(size);
      }

      @Override
      public void force() throws IOException {
        if (forceFails) {
          throw new IOException("Input/output error");
        }
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public void delete(String name) throws IOException {
    real.delete(name);
  }

  @Override
  public void close() throws IOException {
    real.close();
  }

  @Override
  public String toString() {
    return real.toString();
  }
}
