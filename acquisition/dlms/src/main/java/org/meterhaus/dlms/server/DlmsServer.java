package org.meterhaus.dlms.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.meterhaus.dlms.transport.ServerLoops;

/**
 * Serves logical devices at one TCP port. A port costs a few kilobytes and no thread, so one JVM
 * carries thousands of servers that share {@link ServerLoops}, or hundreds of devices at one port;
 * an idle connection costs no thread either.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow in the next commits
public final class DlmsServer implements AutoCloseable {

  private DlmsServer() {}

  /**
   * Starts a server with a socket thread of its own.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      InetSocketAddress address, List<LogicalDevice> devices, ServerLimits limits)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a server on threads it shares with others; closing the server leaves them running.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      ServerLoops loops,
      InetSocketAddress address,
      List<LogicalDevice> devices,
      ServerLimits limits)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    throw new UnsupportedOperationException();
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {}
}
