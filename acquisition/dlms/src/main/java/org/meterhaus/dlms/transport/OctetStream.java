package org.meterhaus.dlms.transport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * A line that carries octets both ways: what HDLC needs, and what a serial port, a modem or a
 * tunnel has to look like to be used. One thread reads and writes; {@link #close} may come from any
 * other and ends a read that waits.
 */
public interface OctetStream extends Closeable {

  /** Opens the line anew for each link. */
  @FunctionalInterface
  interface Opener {
    OctetStream open() throws IOException;
  }

  /**
   * Reads what is there, or waits for at least one octet.
   *
   * @param within at most so long
   * @return how many octets were put at the start of {@code into}; 0 if none came in time, -1 if
   *     none will come any more
   * @throws IOException if the line is lost
   */
  int read(byte[] into, Duration within) throws IOException;

  /**
   * Sends all octets.
   *
   * @throws IOException if the line is lost
   */
  void write(byte[] octets) throws IOException;
}
