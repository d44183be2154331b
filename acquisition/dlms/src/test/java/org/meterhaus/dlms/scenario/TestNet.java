package org.meterhaus.dlms.scenario;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.ServerLimits;

/** Keys and addresses of the scenarios. */
final class TestNet {

  static final int CLIENT_SAP = 37;
  static final int DEVICE_SAP = 1;
  static final SystemTitle CLIENT_TITLE = SystemTitle.of("MHH", 1);
  static final SystemTitle METER_TITLE = SystemTitle.of("MHV", 1);
  static final SymmetricKey ENCRYPTION_KEY = SymmetricKey.ofHex("000102030405060708090a0b0c0d0e0f");
  static final SymmetricKey AUTHENTICATION_KEY =
      SymmetricKey.ofHex("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
  static final SymmetricKey OTHER_KEY = SymmetricKey.ofHex("ffffffffffffffffffffffffffffffff");

  /** One for all tests of the JVM: a title and a key never see a number twice. */
  private static final InvocationCounter CLIENT_COUNTER = InvocationCounter.volatileFrom(1);

  private TestNet() {}

  static DeviceSecurity hls(boolean discovery) {
    return new DeviceSecurity.HlsGmac(
        METER_TITLE,
        ENCRYPTION_KEY,
        AUTHENTICATION_KEY,
        InvocationCounter.volatileFrom(1),
        discovery);
  }

  static AssociationConfig.HlsGmac client() {
    return client(ENCRYPTION_KEY, AUTHENTICATION_KEY);
  }

  static AssociationConfig.HlsGmac client(SymmetricKey encryption, SymmetricKey authentication) {
    return new AssociationConfig.HlsGmac(CLIENT_TITLE, encryption, authentication, CLIENT_COUNTER);
  }

  static DlmsServer serve(DeviceSecurity security, ObjectDirectory directory) throws IOException {
    return serve(security, directory, ServerLimits.DEFAULT);
  }

  static DlmsServer serve(DeviceSecurity security, ObjectDirectory directory, ServerLimits limits)
      throws IOException {
    return DlmsServer.start(
        loopback(), List.of(new LogicalDevice(DEVICE_SAP, security, directory)), limits);
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Generous, so that a slow machine does not fail a test that is not about time. */
  static LinkConfig link(DlmsServer server) {
    return LinkConfig.of("127.0.0.1", server.address().getPort(), CLIENT_SAP, DEVICE_SAP)
        .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }
}
