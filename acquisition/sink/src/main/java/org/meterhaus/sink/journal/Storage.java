package org.meterhaus.sink.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedSet;

/**
 * The few file operations that the journal needs, so that a test can make any one of them fail. Not
 * thread-safe for one name, except that {@link #read} may run beside one {@link Appender}.
 */
public interface Storage extends Closeable {

  /**
   * Names of all files there, in alphabetical order; sub-directories and lock files are left out.
   */
  SortedSet<String> names() throws IOException;

  /** Bytes in the file. */
  long size(String name) throws IOException;

  /**
   * Fills {@code into} from {@code position}, or stops at the end of the file.
   *
   * @return bytes read, 0..{@code into.remaining()}
   */
  int read(String name, long position, ByteBuffer into) throws IOException;

  /** Opens a file for writing; makes it, durably in its directory, if it is not there. */
  Appender open(String name) throws IOException;

  /** Removes a file durably; nothing happens if it is not there. */
  void delete(String name) throws IOException;

  /** One open file. */
  interface Appender extends Closeable {
    /**
     * Writes all of {@code from} at {@code position}. When this fails, any part of it may have been
     * written.
     */
    void write(ByteBuffer from, long position) throws IOException;

    /** Cuts the file to {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Returns when everything written is on the medium. */
    void force() throws IOException;
  }
}
