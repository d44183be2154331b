package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.meterhaus.dlms.MeterException.Unreachable;

/** A TCP connection; a plain socket, since the JDK parks the virtual threads that wait for it. */
final class SocketOctets implements OctetStream {

  /** Takes the largest frame, so that a request never waits for a peer that does not read. */
  private static final int SEND_BUFFER_OCTETS = 128 << 10;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private SocketOctets(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static SocketOctets connect(InetSocketAddress address, Duration within) throws Unreachable {
    if (address.isUnresolved()) {
      throw new Unreachable("unknown host " + address.getHostString());
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER_OCTETS);
      socket.connect(address, millis(within));
      return new SocketOctets(socket);
    } catch (IOException e) {
      Quietly.close(socket);
      throw new Unreachable("cannot connect to " + address, e);
    }
  }

  @Override
  public int read(byte[] into, Duration within) throws IOException {
    socket.setSoTimeout(millis(within));
    try {
      return in.read(into);
    } catch (SocketTimeoutException _) {
      return 0;
    }
  }

  @Override
  public void write(byte[] octets) throws IOException {
    out.write(octets);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** At least 1, since 0 would mean for ever. */
  static int millis(Duration wait) {
    return Math.clamp(wait.toMillis(), 1, Integer.MAX_VALUE);
  }
}
