package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduServer;
import org.meterhaus.dlms.transport.PushListener;
import org.meterhaus.dlms.transport.PushListener.Arrived;
import org.meterhaus.dlms.transport.PushListener.Carrier;
import org.meterhaus.dlms.transport.ServerLoops;

@DisplayName("A meter whose power goes")
class PowerPushTest {
  private static final Instant NINE = Instant.parse("2026-11-12T09:00:00Z");
  private static final Instant BACK = NINE.plusSeconds(600);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private final Set<Long> counters = new HashSet<>();

  @TempDir Path directory;

  /** What was said the same number of times, each under a number of its own, taken out of it. */
  private Data heard(MeterKeys keys) throws Exception {
    List<Data> bodies = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Arrived next = Objects.requireNonNull(arrived.poll(20, TimeUnit.SECONDS), "nothing came");
      var message = (Apdu.Ciphered) ApduCodec.decode(next.push().apdu(), DataLimits.DEFAULT);
      assertThat(message.systemTitle()).isEqualTo(keys.title().octets());
      assertThat(counters.add(message.counter())).as("a number of its own").isTrue();
      var protection =
          new ApduProtection(
              keys.encryptionKey(),
              keys.authenticationKey(),
              SystemTitle.of("MHS", 1),
              InvocationCounter.volatileFrom(1));
      var plain = ApduCodec.decode(protection.unprotect(message, keys.title()), DataLimits.DEFAULT);
      bodies.add(((Apdu.DataNotification) plain).body());
    }
    assertThat(bodies.getFirst()).isEqualTo(bodies.getLast());
    return bodies.getFirst();
  }

  private static Data said(Instant at, long alarms) {
    return Data.Structure.of(
        PowerPush.PUSH_ON_ALARM.toData(),
        CosemDateTime.of(at, ZoneOffset.UTC).toData(),
        new Data.DoubleLongUnsigned(alarms));
  }

  private static void at(VirtualMeters meters, SettableClock clock, Instant moment) {
    clock.set(moment);
    meters.followFaults();
  }

  @Test
  void says_so_twice_and_when_it_is_back_but_nothing_of_what_others_suffer() throws Exception {
    Building.Unit unit = SampleBuilding.lindenhof().unit("A-09").orElseThrow();
    String id = unit.meter().id();
    KeyStore keys = KeyStore.openOrCreate(directory, List.of(id), new SecureRandom());
    var clock = new SettableClock(NINE.minusSeconds(60));
    try (ServerLoops loops = ServerLoops.start(1);
        PushListener listener = listen(loops);
        VirtualMeters meters = VirtualMeters.start(config(unit), keys, clock)) {
      PowerCuts.order(
          directory, new PowerCuts.Cut("B", NINE.minusSeconds(30), NINE.plusSeconds(3600)));
      PowerCuts.order(directory, new PowerCuts.Cut("A", NINE, BACK));
      at(meters, clock, NINE.minusSeconds(1)); // nobody listens, and nothing happens to A
      meters.pushTo(listener.address());

      at(meters, clock, NINE);
      assertThat(heard(keys.keys(id))).isEqualTo(said(NINE, PowerPush.POWER_DOWN));
      at(meters, clock, NINE.plusSeconds(1));
      at(meters, clock, BACK);
      assertThat(heard(keys.keys(id))).isEqualTo(said(BACK, PowerPush.POWER_UP));
      Reader.open(meters.address(id), keys.keys(id), 1).close();
    }
    assertThat(arrived).isEmpty();
  }

  private static final Instant COMMISSIONED = Instant.parse("2026-11-01T00:00:00Z");

  private MetersConfig config(Building.Unit unit) throws IOException {
    return new MetersConfig(SampleBuilding.only(unit), directory, COMMISSIONED, "127.0.0.1", 0);
  }

  private PushListener listen(ServerLoops loops) throws IOException {
    return PushListener.listen(
        loops,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Carrier.UDP_WRAPPER,
        new ApduServer.Limits(16, 16, 512, PATIENCE, PATIENCE, PATIENCE),
        arrived::add);
  }
}
