package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;

/** {@link ApduLink} over the TCP wrapper. */
final class WrapperLink implements ApduLink {

  private final OctetStream stream;
  private final int clientSap;
  private final int serverSap;
  private final int maxApduBytes;
  private final byte[] buffer = new byte[8192];
  private int position;
  private int limit;

  private WrapperLink(OctetStream stream, int clientSap, int serverSap, int maxApduBytes) {
    this.stream = stream;
    this.clientSap = clientSap;
    this.serverSap = serverSap;
    this.maxApduBytes = maxApduBytes;
  }

  static WrapperLink connect(
      InetSocketAddress address, Duration within, int clientSap, int serverSap, int maxApduBytes)
      throws Unreachable {
    return new WrapperLink(
        SocketOctets.connect(address, within), clientSap, serverSap, maxApduBytes);
  }

  @Override
  public void send(Bytes apdu) throws Unreachable {
    try {
      stream.write(new WrapperPdu(clientSap, serverSap, apdu).frame());
    } catch (IOException e) {
      throw new Unreachable("connection lost while sending", e);
    }
  }

  @Override
  public Bytes receive(Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    try {
      byte @Nullable [] header = read(WrapperPdu.HEADER_OCTETS, deadline);
      if (header == null) {
        throw new TimedOut("answer", within);
      }
      int length =
          WrapperPdu.answerLength(ByteBuffer.wrap(header), clientSap, serverSap, maxApduBytes);
      byte @Nullable [] apdu = read(length, deadline);
      if (apdu == null) {
        throw new TimedOut("answer", within);
      }
      return Bytes.copyOf(apdu);
    } catch (IOException e) {
      throw new Unreachable("connection lost while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    Quietly.close(stream);
  }

  /** Reads so many octets; nothing if they do not come in time. */
  private byte @Nullable [] read(int count, long deadline) throws IOException {
    byte[] octets = new byte[count];
    int have = 0;
    while (have < count) {
      if (position == limit && !fill(deadline)) {
        return null;
      }
      int part = Math.min(count - have, limit - position);
      System.arraycopy(buffer, position, octets, have, part);
      position += part;
      have += part;
    }
    return octets;
  }

  private boolean fill(long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    int count = left <= 0 ? 0 : stream.read(buffer, Duration.ofNanos(left));
    if (count < 0) {
      throw new IOException("peer closed the connection");
    }
    position = 0;
    limit = count;
    return count > 0;
  }
}
