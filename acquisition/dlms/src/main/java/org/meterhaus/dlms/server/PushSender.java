package org.meterhaus.dlms.server;

import java.nio.charset.StandardCharsets;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.data.Data;

/**
 * Sends what a device pushes to whom a Push setup (class 40) names. One try: when to try again is
 * told by the Push setup.
 */
public interface PushSender {

  /**
   * send_destination_and_method.
   *
   * @param service 0 TCP, 1 UDP, 5 HDLC; the others go over no network of ours
   * @param address host and port as {@code host:port} or {@code [host]:port} in ASCII
   * @param message 0 = xDLMS in A-XDR; others are refused
   */
  record Destination(int service, Bytes address, int message) {
    public static final int TCP = 0;
    public static final int UDP = 1;
    public static final int HDLC = 5;

    /** To a host and port, in A-XDR. */
    public static Destination of(int service, String host, int port) {
      String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      return new Destination(
          service, Bytes.copyOf((literal + ":" + port).getBytes(StandardCharsets.US_ASCII)), 0);
    }
  }

  /**
   * Sends a data-notification. Blocks.
   *
   * @throws Unreachable if nobody takes it there, or there is no way to such a destination
   * @throws MeterException if it cannot be protected or sent otherwise
   */
  void push(Destination to, Data body) throws MeterException;
}
