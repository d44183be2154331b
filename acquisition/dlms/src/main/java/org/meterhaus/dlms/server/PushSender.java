package org.meterhaus.dlms.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
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
   * What is pushed, and what a Push setup says of how.
   *
   * @param invokeId number of the push, 0..16777215; the same however often it is tried, so that
   *     who gets it twice can tell
   * @param clientSap whom it is for, 1..127; 0 = whom the sender is set up for
   * @param protection applied one after another; empty = as the sender is set up
   */
  record Push(long invokeId, int clientSap, Data body, List<ProtectionParameters> protection) {
    public Push {
      protection = List.copyOf(protection);
    }
  }

  /**
   * Sends a data-notification as a Push setup says. Blocks.
   *
   * @throws Unreachable if nobody takes it there, or there is no way to such a destination
   * @throws SecurityRefused if it cannot be protected so
   * @throws MeterException if it cannot be sent otherwise
   */
  default void push(Destination to, Push what) throws MeterException {
    if (!what.protection().isEmpty()) {
      throw new SecurityRefused("this sender does not protect pushes as it is told");
    }
    push(to, what.body());
  }

  /** Whether {@link #push} comes back only after the receiver has confirmed the push. */
  default boolean confirms() {
    return false;
  }

  /**
   * Sends a data-notification. Blocks.
   *
   * @throws Unreachable if nobody takes it there, or there is no way to such a destination
   * @throws MeterException if it cannot be protected or sent otherwise
   */
  void push(Destination to, Data body) throws MeterException;
}
