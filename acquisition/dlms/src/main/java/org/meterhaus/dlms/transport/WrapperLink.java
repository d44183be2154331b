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

  /** What has come of the next PDU so far: a wait may end in the middle of it. */
  private final byte[] header = new byte[WrapperPdu.HEADER_OCTETS];

  private byte @Nullable [] arriving;
  private int have;

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
      byte[] apdu = arriving;
      if (apdu == null) {
        if (!fill(header, deadline)) {
          throw new TimedOut("answer", within);
        }
        int length =
            WrapperPdu.answerLength(ByteBuffer.wrap(header), clientSap, serverSap, maxApduBytes);
        apdu = new byte[length];
        arriving = apdu;
        have = 0;
      }
      if (!fill(apdu, deadline)) {
        throw new TimedOut("answer", within);
      }
      arriving = null;
      have = 0;
      return Bytes.owned(apdu);
    } catch (IOException e) {
      throw new Unreachable("connection lost while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    Quietly.close(stream);
  }

  /** Reads on until the array is full; false if that does not come to be in time. */
  private boolean fill(byte[] octets, long deadline) throws IOException {
    while (have < octets.length) {
      if (position == limit && !fill(deadline)) {
        return false;
      }
      int part = Math.min(octets.length - have, limit - position);
      System.arraycopy(buffer, position, octets, have, part);
      position += part;
      have += part;
    }
    return true;
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
