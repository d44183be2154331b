package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.objects.PortProtectionClient;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.communication.PortProtection;

@DisplayName("A port that a meter guards")
@Timeout(60)
class GuardedPortTest {

  private static final ObisCode GUARD = ObisCode.of(0, 0, 44, 2, 0, 255);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-06-01T10:00:00Z"));
  private DlmsServer server;

  /** Two wrong ones are forgiven, the third shuts the port for a minute. */
  @BeforeEach
  void serve() throws Exception {
    DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));
    PortProtection guard =
        device.add(
            new PortProtection(
                device,
                GUARD,
                ObisCode.of(0, 0, 25, 0, 0, 255),
                new PortProtection.Patience(2, 60, 2, 600)));
    server =
        DlmsServer.start(
            TestNet.loopback(),
            List.of(
                new LogicalDevice(TestNet.DEVICE_SAP, TestNet.hls(true), device).withGuard(guard)),
            ServerLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private DlmsClient open(AssociationConfig who) throws MeterException {
    return DlmsClient.open(TestNet.link(server), who);
  }

  private void guess() {
    assertThatThrownBy(
            () -> open(TestNet.client(TestNet.OTHER_KEY, TestNet.AUTHENTICATION_KEY)).close())
        .isInstanceOf(MeterException.class);
  }

  private void assertShut(AssociationConfig who) {
    assertThatThrownBy(() -> open(who).close()).isInstanceOf(MeterException.class);
  }

  @Test
  void is_shut_to_everybody_after_too_many_wrong_keys_and_opens_again() throws Exception {
    try (DlmsClient before = open(TestNet.client())) {
      guess();
      guess();
      open(new AssociationConfig.PublicClient()).close();
      guess();

      assertShut(TestNet.client());
      assertShut(new AssociationConfig.PublicClient());
      PortProtectionClient guard = new PortProtectionClient(before, GUARD);
      assertThat(guard.read().failedAttempts()).isEqualTo(3);
      assertThat(guard.read().protectionStatus()).isEqualTo(1);

      time.updateAndGet(now -> now.plusSeconds(60));
      open(TestNet.client()).close();
      assertThat(guard.read().failedAttempts()).isZero();
      assertThat(guard.read().cumulativeFailedAttempts()).isEqualTo(3);
    }
  }

  @Test
  void is_shut_by_who_is_inside_and_opened_again() throws Exception {
    try (DlmsClient inside = open(TestNet.client())) {
      PortProtectionClient guard = new PortProtectionClient(inside, GUARD);
      guard.set(2, PortProtection.Mode.LOCKED);
      assertShut(new AssociationConfig.PublicClient());

      guard.set(2, PortProtection.Mode.LOCKED_ON_FAILED_ATTEMPTS);
      open(new AssociationConfig.PublicClient()).close();
    }
  }
}
