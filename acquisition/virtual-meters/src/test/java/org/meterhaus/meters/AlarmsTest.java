package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.PushSender;

@DisplayName("The alarms of a meter")
class AlarmsTest {
  private static final Instant NINE = Instant.parse("2026-11-12T09:00:00Z");
  private static final Data ZERO = new Data.Integer8(0);

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final PowerPush pushes =
      new PowerPush(executor, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
  private final BlockingQueue<Data> said = new LinkedBlockingQueue<>();
  private final Alarms alarms = new Alarms("MHV0000000000109", InstantSource.fixed(NINE));

  /** Keeps what is pushed. */
  private final PushSender sender = (PushSender.Destination to, Data body) -> said.add(body);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private CosemObject object(int classId, ObisCode name) {
    return alarms.objects().stream()
        .filter(each -> each.classId() == classId && each.logicalName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private long value(ObisCode name) throws Exception {
    return object(InterfaceClass.DATA, name).get(2, null).asLong();
  }

  private Data heard() throws Exception {
    Data first = said.poll(20, TimeUnit.SECONDS);
    assertThat(said.poll(20, TimeUnit.SECONDS)).isEqualTo(first);
    return first;
  }

  @Test
  void are_kept_until_a_client_clears_them() throws Exception {
    alarms.raise(PowerPush.POWER_DOWN, NINE);
    alarms.raise(PowerPush.POWER_UP, NINE.plusSeconds(60));
    CosemObject descriptor = object(InterfaceClass.DATA, Alarms.DESCRIPTOR);

    assertThat(value(Alarms.REGISTER)).isEqualTo(PowerPush.POWER_UP);
    assertThat(value(Alarms.DESCRIPTOR)).isEqualTo(PowerPush.POWER_DOWN | PowerPush.POWER_UP);
    descriptor.set(2, new Data.DoubleLongUnsigned(~PowerPush.POWER_DOWN & 0xFFFF_FFFFL));
    assertThat(value(Alarms.DESCRIPTOR)).isEqualTo(PowerPush.POWER_UP);
    assertThatThrownBy(() ->
            object(InterfaceClass.DATA, Alarms.REGISTER).set(2, new Data.DoubleLongUnsigned(0)))
        .isInstanceOf(AccessError.class);
  }

  @Test
  void are_told_as_the_push_setup_says() throws Exception {
    CosemObject setup = object(InterfaceClass.PUSH_SETUP, PowerPush.PUSH_ON_ALARM);
    assertThatThrownBy(() -> setup.action(1, ZERO))
        .isInstanceOfSatisfying(
            AccessError.class,
            e -> assertThat(e.result()).isEqualTo(DataAccessResult.TEMPORARY_FAILURE));
    pushes.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4059));
    alarms.tellBy(pushes, sender);

    alarms.raise(PowerPush.POWER_UP, NINE);
    Data body = heard();
    setup.action(1, ZERO);

    assertThat(heard()).isEqualTo(body);
    assertThat(body.asList()).hasSameSizeAs(setup.get(2, null).asList());
    assertThat(body.asList().getLast()).isEqualTo(new Data.DoubleLongUnsigned(PowerPush.POWER_UP));
    SendDestination to = TypedValues.decode(setup.get(3, null), SendDestination.class);
    assertThat(to.transport()).isEqualTo(SendDestination.Transport.UDP);
    assertThat(new String(to.destination().toArray(), StandardCharsets.US_ASCII))
        .isEqualTo("127.0.0.1:4059");
  }

  @Test
  void have_a_push_setup_of_version_0_that_clients_cannot_change() throws Exception {
    CosemObject setup = object(InterfaceClass.PUSH_SETUP, PowerPush.PUSH_ON_ALARM);
    var model = InterfaceClasses.of(InterfaceClass.PUSH_SETUP, 0);

    assertThat(setup.version()).isZero();
    assertThat(setup.methods()).isEqualTo(List.of(1));
    for (var attribute : model.attributes()) {
      attribute.type().check(setup.get(attribute.index(), null));
      assertThatThrownBy(() -> setup.set(attribute.index(), setup.get(attribute.index(), null)))
          .isInstanceOf(AccessError.class);
    }
  }
}
