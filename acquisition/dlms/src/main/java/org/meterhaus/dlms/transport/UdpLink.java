package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;

/**
 * {@link ApduLink} over the UDP wrapper: an APDU a datagram. Nothing is sent again: a lost datagram
 * is a {@link TimedOut}, since only the caller knows whether a request may be repeated.
 */
final class UdpLink implements ApduLink {

  private final DatagramSocket socket;
  private final int clientSap;
  private final int serverSap;
  private final int maxApduBytes;
  private final byte[] buffer;

  private UdpLink(DatagramSocket socket, int clientSap, int serverSap, int maxApduBytes) {
    this.socket = socket;
    this.clientSap = clientSap;
    this.serverSap = serverSap;
    this.maxApduBytes = maxApduBytes;
    // One more than the largest, so that a larger one does not look like it.
    this.buffer = new byte[WrapperPdu.HEADER_OCTETS + maxApduBytes + 1];
  }

  static UdpLink open(InetSocketAddress address, int clientSap, int serverSap, int maxApduBytes)
      throws Unreachable {
    if (address.isUnresolved()) {
      throw new Unreachable("unknown host " + address.getHostString());
    }
    try {
      DatagramSocket socket = new DatagramSocket();
      try {
        // Takes datagrams of nobody else.
        socket.connect(address);
        return new UdpLink(socket, clientSap, serverSap, maxApduBytes);
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new Unreachable("cannot send to " + address, e);
    }
  }

  @Override
  public void send(Bytes apdu) throws MeterException {
    byte[] frame = new WrapperPdu(clientSap, serverSap, apdu).frame();
    try {
      socket.send(new DatagramPacket(frame, frame.length));
    } catch (IOException e) {
      throw new Unreachable("cannot send", e);
    }
  }

  @Override
  public Bytes receive(Duration within) throws MeterException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.setSoTimeout(SocketOctets.millis(within));
      socket.receive(packet);
    } catch (SocketTimeoutException _) {
      throw new TimedOut("answer", within);
    } catch (IOException e) {
      throw new Unreachable("nothing is received any more", e);
    }
    int size = packet.getLength() - WrapperPdu.HEADER_OCTETS;
    if (size < 1) {
      throw new Malformed("datagram of " + packet.getLength() + " octets", packet.getLength());
    }
    int length =
        WrapperPdu.answerLength(ByteBuffer.wrap(buffer), clientSap, serverSap, maxApduBytes);
    if (length != size) {
      throw new Malformed("APDU of " + length + " octets in a datagram with room for " + size);
    }
    return Bytes.copyOf(buffer, WrapperPdu.HEADER_OCTETS, WrapperPdu.HEADER_OCTETS + length);
  }

  @Override
  public void close() {
    socket.close();
  }
}
