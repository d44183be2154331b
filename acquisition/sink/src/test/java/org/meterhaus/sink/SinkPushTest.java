package org.meterhaus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.sink.SinkWorld.NOW;
import static org.meterhaus.sink.SinkWorld.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.PushSender;
import org.meterhaus.dlms.server.SocketPushSender;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.Polling;

@DisplayName("A sink that hears what its meters push")
class SinkPushTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;
  private final List<SinkWorld> worlds = new ArrayList<>();
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);

  private void push(SinkWorld world, long alarms) throws MeterException {
    TestMeter meter = world.meter(0);
    var keys = KeySet.of(SecuritySuite.SUITE_0, meter.encryptionKey, meter.authenticationKey);
    var ciphering =
        new Ciphering(
            SystemTitle.of("MHV", 1),
            keys,
            counter,
            SecurityPolicy.of(Protection.AUTHENTICATED_ENCRYPTION));
    Data body =
        Data.Structure.of(
            ObisCode.of(0, 4, 25, 9, 0, 255).toData(),
            CosemDateTime.of(world.now.get(), ZoneOffset.UTC).toData(),
            new Data.DoubleLongUnsigned(alarms));
    int port = world.sink().pushAddress().orElseThrow().getPort();
    new SocketPushSender(SocketPushSender.Config.of(1, 1), () -> ciphering)
        .push(PushSender.Destination.of(PushSender.Destination.UDP, "127.0.0.1", port), body);
  }

  private List<Data> gasps(SinkWorld world) throws MeterException {
    try (DlmsClient client = world.open(1)) {
      return client.get(SinkWorld.data(15)).asList();
    }
  }

  @Test
  void asks_one_at_once_whose_power_is_back_and_tells_when_one_went() throws Exception {
    SinkWorld world = closed(new SinkWorld(directory, 1));
    TestMeter meter = world.meter(0);
    MeterConnection plain = meter.connection();
    Duration hour = Duration.ofHours(1);
    world.start(
        world
            .config(
                List.of(
                    new MeterConnection(
                        plain.id(),
                        plain.host(),
                        plain.port(),
                        plain.sap(),
                        plain.encryptionKey(),
                        plain.authenticationKey(),
                        Optional.of(SystemTitle.of("MHV", 1)))))
            .withPolling(new Polling(hour, hour, hour, WEEK, WEEK, 1, Duration.ofSeconds(2)))
            .withPushes(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    await(() -> meter.clockReads.get() > 0);
    assertThat(gasps(world)).isEmpty();

    push(world, 1);
    await(() -> !gasps(world).isEmpty());
    assertThat(gasps(world))
        .containsExactly(
            Data.Structure.of(
                Data.OctetString.ofAscii(meter.id.value()),
                CosemDateTime.of(NOW, ZoneOffset.UTC).toData(),
                new Data.NullData()));
    int read = meter.clockReads.get();
    world.now.set(NOW.plusSeconds(30));
    push(world, 2);

    await(() -> meter.clockReads.get() > read);
    assertThat(gasps(world).getFirst().asList().getLast())
        .isEqualTo(CosemDateTime.of(NOW.plusSeconds(30), ZoneOffset.UTC).toData());
    assertThat(world.sink().refusedPushes()).isZero();
  }

  private SinkWorld closed(SinkWorld world) {
    worlds.add(world);
    return world;
  }

  @AfterEach
  void close() {
    worlds.forEach(SinkWorld::close);
  }
}
