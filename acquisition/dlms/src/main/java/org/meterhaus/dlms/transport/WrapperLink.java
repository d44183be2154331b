package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;

/** {@link ApduLink} over the TCP wrapper; a plain socket, since the JDK parks virtual threads. */
final class WrapperLink implements ApduLink {

  /** Takes the largest frame, so that a request never waits for a peer that does not read. */
  private static final int SEND_BUFFER_OCTETS = 128 << 10;

  private final Socket socket;
  private final InputStream in;
  private final int clientSap;
  private final int serverSap;
  private final int maxApduBytes;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;

  private WrapperLink(
      Socket socket, InputStream in, int clientSap, int serverSap, int maxApduBytes) {
    this.socket = socket;
    this.in = in;
    this.clientSap = clientSap;
    this.serverSap = serverSap;
    this.maxApduBytes = maxApduBytes;
  }

  /**
   * Opens a connection.
   *
   * @throws Unreachable if there is none within {@code within}
   */
  static WrapperLink connect(
      InetSocketAddress address, Duration within, int clientSap, int serverSap, int maxApduBytes)
      throws Unreachable {
    if (address.isUnresolved()) {
      throw new Unreachable("unknown host " + address.getHostString());
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER_OCTETS);
      socket.connect(address, millis(within.toNanos()));
      return new WrapperLink(socket, socket.getInputStream(), clientSap, serverSap, maxApduBytes);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new Unreachable("cannot connect to " + address, e);
    }
  }

  @Override
  public void send(Bytes apdu) throws Unreachable {
    try {
      socket.getOutputStream().write(new WrapperPdu(clientSap, serverSap, apdu).frame());
    } catch (IOException e) {
      throw new Unreachable("connection lost while sending", e);
    }
  }

  @Override
  public Bytes receive(Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    try {
      ByteBuffer header = ByteBuffer.wrap(read(WrapperPdu.HEADER_OCTETS, deadline));
      int version = header.getShort() & 0xFFFF;
      int source = header.getShort() & 0xFFFF;
      int destination = header.getShort() & 0xFFFF;
      int length = header.getShort() & 0xFFFF;
      if (version != WrapperPdu.VERSION) {
        throw new Malformed("wrapper version must be 1 but was " + version);
      }
      if (source != serverSap || destination != clientSap) {
        throw new Malformed(
            "expected wrapper ports %d to %d but got %d to %d"
                .formatted(serverSap, clientSap, source, destination));
      }
      if (length < 1 || length > maxApduBytes) {
        throw new Malformed("APDU must have 1.." + maxApduBytes + " octets but had " + length);
      }
      return Bytes.copyOf(read(length, deadline));
    } catch (SocketTimeoutException _) {
      throw new TimedOut("answer", within);
    } catch (IOException e) {
      throw new Unreachable("connection lost while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(socket);
  }

  private byte[] read(int count, long deadline) throws IOException {
    byte[] octets = new byte[count];
    int have = 0;
    while (have < count) {
      if (position == limit) {
        fill(deadline);
      }
      int part = Math.min(count - have, limit - position);
      System.arraycopy(buffer, position, octets, have, part);
      position += part;
      have += part;
    }
    return octets;
  }

  private void fill(long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    socket.setSoTimeout(millis(left));
    int count = in.read(buffer);
    if (count < 0) {
      throw new IOException("peer closed the connection");
    }
    position = 0;
    limit = count;
  }

  /** At least 1, since 0 would mean for ever. */
  private static int millis(long nanos) {
    return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, Integer.MAX_VALUE);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is left to be done with it, and whoever closes has the reason already.
    }
  }
}
