package org.meterhaus.dlms.transport;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A server's side of one connection. Thread-safe. */
public interface ApduConnection {

  /**
   * Sends an APDU; waits only if the client does not take what was sent before, and closes the
   * connection if it does not for too long. Not to be called on a thread of {@link ServerLoops} but
   * where {@link #takesAtOnce()}.
   */
  void send(AddressedApdu apdu);

  /** What such a client sent last has no answer; where one has to take turns it hears that. */
  default void sendNothing(int clientSap, int serverSap) {}

  /**
   * Whether this is the thread that carries the connection, and {@link #send} would not wait on it:
   * then an answer goes out without a change of thread.
   */
  default boolean takesAtOnce() {
    return false;
  }

  /**
   * Sends an APDU that nobody asked for, such as must not be taken for an answer. Where a server
   * speaks only when it is asked (HDLC) it waits for its turn, and may get lost.
   */
  default void tell(AddressedApdu apdu) {
    send(apdu);
  }

  /** Closes the connection once what was sent is on its way. */
  void closeAfterSending(CloseReason reason);

  /** Closes the connection; of several reasons the first counts. */
  void close(CloseReason reason);

  /** Closes the connection as {@link CloseReason#NOT_ASSOCIATED} after a while unless kept then. */
  void closeAfter(Duration wait, BooleanSupplier kept);

  /** The client's address. */
  SocketAddress peer();
}
