package org.meterhaus.dlms.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;

/** {@link ApduConnection} over the TCP wrapper. */
final class WrapperConnection implements ApduConnection, OctetTaker {

  private final TcpConnection connection;
  private final WrapperReader reader;
  private ApduServer.@Nullable Handler handler;

  private WrapperConnection(TcpConnection connection, int maxApduBytes) {
    this.connection = connection;
    this.reader = new WrapperReader(maxApduBytes);
  }

  /** Has a connection's APDUs handled. */
  static OctetTaker over(
      TcpConnection connection,
      ApduServer.Limits limits,
      Function<ApduConnection, ApduServer.Handler> handlers) {
    WrapperConnection wrapped = new WrapperConnection(connection, limits.maxApduBytes());
    wrapped.handler = handlers.apply(wrapped);
    return wrapped;
  }

  @Override
  public void received(ByteBuffer octets) throws Malformed {
    ApduServer.Handler taker = handler;
    if (taker == null) {
      throw new IllegalStateException("a connection is used before it was set up");
    }
    WrapperPdu pdu = reader.next(octets);
    while (pdu != null && connection.isOpen()) {
      connection.frameWhole();
      taker.received(new AddressedApdu(pdu.source(), pdu.destination(), pdu.apdu()));
      pdu = reader.next(octets);
    }
    if (reader.isWaiting()) {
      connection.frameBegun();
    }
  }

  @Override
  public void closed() {
    ApduServer.Handler taker = handler;
    if (taker != null) {
      taker.closed();
    }
  }

  @Override
  public void send(AddressedApdu apdu) {
    connection.send(new WrapperPdu(apdu.serverSap(), apdu.clientSap(), apdu.apdu()).frame());
  }

  @Override
  public boolean takesAtOnce() {
    return connection.takesAtOnce();
  }

  @Override
  public void closeAfterSending(CloseReason reason) {
    connection.closeAfterSending(reason);
  }

  @Override
  public void close(CloseReason reason) {
    connection.close(reason);
  }

  @Override
  public void closeAfter(Duration wait, BooleanSupplier kept) {
    connection.closeAfter(wait, kept);
  }

  @Override
  public SocketAddress peer() {
    return connection.peer();
  }
}
