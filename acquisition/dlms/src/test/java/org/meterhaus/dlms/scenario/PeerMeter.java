package org.meterhaus.dlms.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.transport.Framing;

/**
 * Serves the {@link TestMeter} to clients of other makers until it is killed: {@code PeerMeter PORT
 * [open]}. Keys are the ones of the Green Book's examples.
 */
public final class PeerMeter {

  static final int ROWS = 3360;
  static final SystemTitle TITLE = SystemTitle.ofHex("5045520000000001");

  private PeerMeter() {}

  static DeviceSecurity security() {
    return new DeviceSecurity.HlsGmac(
        TITLE,
        TestNet.ENCRYPTION_KEY,
        TestNet.AUTHENTICATION_KEY,
        InvocationCounter.volatileFrom(1),
        false);
  }

  /** Serves until it is killed. */
  public static void main(String... args) throws IOException, InterruptedException {
    List<String> options = List.of(args).subList(1, args.length);
    boolean open = options.contains("open");
    Framing framing =
        options.contains("hdlc")
            ? new Framing.HdlcOverTcp()
            : options.contains("udp") ? new Framing.UdpWrapper() : new Framing.TcpWrapper();
    DeviceSecurity security = open ? new DeviceSecurity.Open() : security();
    var device = new LogicalDevice(1, security, new TestMeter(ROWS).directory());
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    try (DlmsServer server =
        DlmsServer.start(address, framing, List.of(device), ServerLimits.DEFAULT)) {
      System.out.println("serving at " + server.address());
      Thread.currentThread().join();
    }
  }
}
