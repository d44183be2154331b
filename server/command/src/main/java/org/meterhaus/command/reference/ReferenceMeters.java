package org.meterhaus.command.reference;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.security.DeviceKeys;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.transport.Framing;
import org.meterhaus.dlms.transport.ServerLoops;

/** Reference meters at work, on the loopback address only: their keys are known to everybody. */
public final class ReferenceMeters implements AutoCloseable {

  /** Where the meters are found. */
  public enum Layout {
    /** A port each. */
    PORTS,
    /** A logical device each, at one port. */
    LD
  }

  /**
   * What to serve.
   *
   * @param port first port, 0 = any free ones
   * @param count meters, at least 1
   * @param framing what carries the APDUs
   * @param suite security suite of every association
   */
  public record Config(int port, int count, Layout layout, Framing framing, SecuritySuite suite) {}

  private final ServerLoops loops;
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);
  private final List<DlmsServer> servers = new ArrayList<>();

  private ReferenceMeters(ServerLoops loops) {
    this.loops = loops;
  }

  /**
   * Starts the meters.
   *
   * @throws IOException if a port is taken
   */
  public static ReferenceMeters start(Config config) throws IOException {
    ReferenceMeters meters = new ReferenceMeters(ServerLoops.start(1));
    try {
      meters.serve(config);
      return meters;
    } catch (IOException | RuntimeException e) {
      meters.close();
      throw e;
    }
  }

  /** Where they listen. */
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(DlmsServer::address).toList();
  }

  @Override
  public void close() {
    servers.forEach(DlmsServer::close);
    loops.close();
  }

  private void serve(Config config) throws IOException {
    ReferenceAccess.Pairs pairs = ReferenceAccess.Pairs.of(config.suite());
    DeviceKeys keys = ReferenceKeys.device(config.suite());
    switch (config.layout()) {
      case PORTS -> {
        for (int i = 0; i < config.count(); i++) {
          int port = config.port() == 0 ? 0 : config.port() + i;
          listen(config, port, List.of(device(1, i + 1, keys, pairs)));
        }
      }
      case LD ->
          listen(
              config,
              config.port(),
              IntStream.rangeClosed(1, config.count())
                  .mapToObj(sap -> device(sap, sap, keys, pairs))
                  .toList());
    }
  }

  private LogicalDevice device(int sap, int number, DeviceKeys keys, ReferenceAccess.Pairs pairs) {
    KeyVault vault = KeyVault.inMemory(keys);
    DeviceSecurity security =
        new DeviceSecurity.ByClient(
            new ReferenceAccess(vault, pairs, counter, Conformance.EVERYTHING),
            DeviceSecurity.ReplayMemory.ASSOCIATION);
    return new LogicalDevice(sap, security, ReferenceMeter.of(number, vault));
  }

  private void listen(Config config, int port, List<LogicalDevice> devices) throws IOException {
    servers.add(
        DlmsServer.start(
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            config.framing(),
            devices,
            ServerLimits.DEFAULT.withMaxConnections(1024)));
  }
}
