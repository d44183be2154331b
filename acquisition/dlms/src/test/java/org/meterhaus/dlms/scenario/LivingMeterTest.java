package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.EmergencyProfile;
import org.meterhaus.dlms.classes.values.LimiterActions;
import org.meterhaus.dlms.classes.values.Script;
import org.meterhaus.dlms.classes.values.ScriptAction;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.objects.LimiterClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.server.objects.ScriptTable;
import org.meterhaus.dlms.server.objects.control.DisconnectUnit;
import org.meterhaus.dlms.server.objects.control.Limiter;

@DisplayName("A meter whose objects act on each other")
class LivingMeterTest {

  private static final ObisCode POWER = ObisCode.of(1, 0, 1, 7, 0, 255);
  private static final ObisCode SCRIPTS = ObisCode.of(0, 0, 10, 0, 106, 255);
  private static final ObisCode LIMITER = ObisCode.of(0, 0, 17, 0, 0, 255);
  private static final ObisCode SUPPLY = ObisCode.of(0, 0, 96, 3, 10, 255);
  private static final AttributeRef STATE =
      new AttributeRef(InterfaceClass.DISCONNECT_CONTROL, SUPPLY, 3);
  private static final MethodRef DISCONNECT =
      new MethodRef(InterfaceClass.DISCONNECT_CONTROL, SUPPLY, 1);
  private static final MethodRef RECONNECT =
      new MethodRef(InterfaceClass.DISCONNECT_CONTROL, SUPPLY, 2);

  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-06-01T10:00:00Z"));
  private final AtomicLong watts = new AtomicLong(1000);
  private final AtomicBoolean contact = new AtomicBoolean(true);
  private final DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));
  private DlmsServer server;
  private DlmsClient client;

  @BeforeEach
  void serve() throws Exception {
    device.add(
        new Register(POWER, () -> new Data.DoubleLongUnsigned(watts.get()), ScalerUnit.watts()));
    device.add(new DisconnectUnit(device, SUPPLY, 5, new Contact()));
    device.add(
        new ScriptTable(
            device,
            SCRIPTS,
            List.of(
                new Script(1, List.of(ScriptAction.execute(DISCONNECT, new Data.Integer8(0)))),
                new Script(2, List.of(ScriptAction.execute(RECONNECT, new Data.Integer8(0)))))));
    device.add(
        new Limiter(
            device,
            LIMITER,
            new Limiter.Settings(
                ValueDefinition.of(new AttributeRef(InterfaceClass.REGISTER, POWER, 2)),
                new Data.DoubleLongUnsigned(3000),
                new Data.DoubleLongUnsigned(500),
                60,
                30,
                List.of(7),
                new LimiterActions(new ActionItem(SCRIPTS, 1), new ActionItem(SCRIPTS, 2)))));
    server = TestNet.serve(TestNet.hls(false), device);
    client = DlmsClient.open(TestNet.link(server), TestNet.client());
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void disconnects_after_a_minute_over_the_limit_and_connects_after_half_a_minute_under_it()
      throws Exception {
    watts.set(3001);
    pass(1);
    pass(59);
    assertThat(client.get(STATE)).isEqualTo(new Data.Enumerated(1));

    pass(1);
    assertThat(client.get(STATE)).isEqualTo(new Data.Enumerated(2));
    assertThat(contact).isFalse();

    watts.set(0);
    pass(1);
    pass(30);
    assertThat(client.get(STATE)).isEqualTo(new Data.Enumerated(1));
    assertThat(contact).isTrue();
  }

  @Test
  void acts_at_the_very_second_even_if_nobody_looked_for_an_hour() throws Exception {
    watts.set(3001);
    pass(1);
    pass(3600);

    assertThat(contact).isFalse();
  }

  @Test
  void takes_a_lower_limit_over_the_wire() throws Exception {
    client.set(
        new AttributeRef(InterfaceClass.LIMITER, LIMITER, 4), new Data.DoubleLongUnsigned(999));

    assertThat(client.get(new AttributeRef(InterfaceClass.LIMITER, LIMITER, 3)))
        .isEqualTo(new Data.DoubleLongUnsigned(999));
    pass(1);
    pass(60);
    assertThat(contact).isFalse();
  }

  @Test
  void limits_more_while_an_emergency_profile_of_its_group_is_active() throws Exception {
    LimiterClient limiter = new LimiterClient(client, LIMITER);
    CosemDateTime soon = CosemDateTime.of(time.get().plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
    limiter.writeEmergencyProfile(new EmergencyProfile(8, soon, 600));
    pass(1200);
    assertThat(contact).isTrue();

    CosemDateTime later = CosemDateTime.of(time.get().plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
    limiter.writeEmergencyProfile(new EmergencyProfile(7, later, 600));
    pass(659);
    assertThat(contact).isTrue();
    assertThat(limiter.read().emergencyProfileActive()).isTrue();
    pass(1);
    assertThat(contact).isFalse();

    pass(540);
    assertThat(limiter.read().emergencyProfileActive()).isFalse();
    pass(30);
    assertThat(contact).isTrue();
  }

  @Test
  void runs_a_script_for_a_client() throws Exception {
    client.action(new MethodRef(InterfaceClass.SCRIPT_TABLE, SCRIPTS, 1), new Data.LongUnsigned(1));

    assertThat(client.get(STATE)).isEqualTo(new Data.Enumerated(2));
  }

  private void pass(long seconds) {
    time.updateAndGet(now -> now.plus(Duration.ofSeconds(seconds)));
    device.tick();
  }

  private final class Contact implements DisconnectControl.Relay {
    @Override
    public boolean connected() {
      return contact.get();
    }

    @Override
    public void switchTo(boolean connected) {
      contact.set(connected);
    }
  }
}
