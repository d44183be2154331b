package org.meterhaus.dlms.client.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.DayProfile;
import org.meterhaus.dlms.classes.values.DayProfileAction;
import org.meterhaus.dlms.classes.values.Season;
import org.meterhaus.dlms.classes.values.WeekProfile;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.protection.DataProtector;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.ModelledObject;
import org.meterhaus.dlms.server.objects.ReadyMade;

@DisplayName("Typed access to the objects of a meter")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypedClientsTest {

  private interface Reading {
    Record read(DlmsClient meter, ObisCode name) throws MeterException;
  }

  /** Has keys with nobody. */
  private static final DataProtector STRANGER =
      new DataProtector(
          SystemTitle.of("MHC", 1),
          InvocationCounter.volatileFrom(1),
          new SecureRandom(),
          _ -> null);

  private static final Map<Integer, Reading> READINGS =
      Map.ofEntries(
          Map.entry(InterfaceClass.DATA, (meter, name) -> new DataClient(meter, name).read()),
          Map.entry(
              InterfaceClass.REGISTER, (meter, name) -> new RegisterClient(meter, name).read()),
          Map.entry(
              InterfaceClass.EXTENDED_REGISTER,
              (meter, name) -> new ExtendedRegisterClient(meter, name).read()),
          Map.entry(
              InterfaceClass.DEMAND_REGISTER,
              (meter, name) -> new DemandRegisterClient(meter, name).read()),
          Map.entry(
              InterfaceClass.REGISTER_ACTIVATION,
              (meter, name) -> new RegisterActivationClient(meter, name).read()),
          Map.entry(InterfaceClass.CLOCK, (meter, name) -> new ClockClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SCRIPT_TABLE,
              (meter, name) -> new ScriptTableClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SCHEDULE, (meter, name) -> new ScheduleClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SPECIAL_DAYS_TABLE,
              (meter, name) -> new SpecialDaysClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SAP_ASSIGNMENT,
              (meter, name) -> new SapAssignmentClient(meter, name).read()),
          Map.entry(
              InterfaceClass.ACTIVITY_CALENDAR,
              (meter, name) -> new ActivityCalendarClient(meter, name).read()),
          Map.entry(
              InterfaceClass.REGISTER_MONITOR,
              (meter, name) -> new RegisterMonitorClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SINGLE_ACTION_SCHEDULE,
              (meter, name) -> new SingleActionScheduleClient(meter, name).read()),
          Map.entry(
              InterfaceClass.IEC_HDLC_SETUP,
              (meter, name) -> new HdlcSetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.MBUS_SLAVE_PORT_SETUP,
              (meter, name) -> new MbusSlavePortClient(meter, name).read()),
          Map.entry(
              InterfaceClass.PUSH_SETUP, (meter, name) -> new PushSetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.TCP_UDP_SETUP,
              (meter, name) -> new TcpUdpSetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.IPV4_SETUP, (meter, name) -> new Ipv4SetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.MAC_ADDRESS_SETUP,
              (meter, name) -> new MacAddressClient(meter, name).read()),
          Map.entry(
              InterfaceClass.PPP_SETUP, (meter, name) -> new PppSetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.GPRS_MODEM_SETUP,
              (meter, name) -> new GprsModemClient(meter, name).read()),
          Map.entry(
              InterfaceClass.GSM_DIAGNOSTIC,
              (meter, name) -> new GsmDiagnosticClient(meter, name).read()),
          Map.entry(
              InterfaceClass.IPV6_SETUP, (meter, name) -> new Ipv6SetupClient(meter, name).read()),
          Map.entry(
              InterfaceClass.REGISTER_TABLE,
              (meter, name) -> new RegisterTableClient(meter, name).read()),
          Map.entry(
              InterfaceClass.STATUS_MAPPING,
              (meter, name) -> new StatusMappingClient(meter, name).read()),
          Map.entry(
              InterfaceClass.PARAMETER_MONITOR,
              (meter, name) -> new ParameterMonitorClient(meter, name).read()),
          Map.entry(
              InterfaceClass.SENSOR_MANAGER, (meter, name) -> new SensorClient(meter, name).read()),
          Map.entry(
              InterfaceClass.ARBITRATOR, (meter, name) -> new ArbitratorClient(meter, name).read()),
          Map.entry(
              InterfaceClass.DISCONNECT_CONTROL,
              (meter, name) -> new DisconnectControlClient(meter, name).read()),
          Map.entry(InterfaceClass.LIMITER, (meter, name) -> new LimiterClient(meter, name).read()),
          Map.entry(
              InterfaceClass.MBUS_CLIENT,
              (meter, name) -> new MbusClientClient(meter, name).read()),
          Map.entry(
              InterfaceClass.MBUS_MASTER_PORT_SETUP,
              (meter, name) -> new MbusMasterPortClient(meter, name).read()),
          Map.entry(InterfaceClass.ACCOUNT, (meter, name) -> new AccountClient(meter, name).read()),
          Map.entry(InterfaceClass.CREDIT, (meter, name) -> new CreditClient(meter, name).read()),
          Map.entry(InterfaceClass.CHARGE, (meter, name) -> new ChargeClient(meter, name).read()),
          Map.entry(
              InterfaceClass.TOKEN_GATEWAY,
              (meter, name) -> new TokenGatewayClient(meter, name).read()),
          Map.entry(
              InterfaceClass.FUNCTION_CONTROL,
              (meter, name) -> new FunctionControlClient(meter, name).read()),
          Map.entry(
              InterfaceClass.ARRAY_MANAGER,
              (meter, name) -> new ArrayAccessClient(meter, name).read()),
          Map.entry(
              InterfaceClass.PORT_PROTECTION,
              (meter, name) -> new PortProtectionClient(meter, name).read()),
          Map.entry(
              InterfaceClass.PROFILE_GENERIC,
              (meter, name) -> new ProfileClient(meter, name).settings()),
          Map.entry(
              InterfaceClass.IMAGE_TRANSFER,
              (meter, name) -> new ImageTransferClient(meter, name).read()),
          Map.entry(
              InterfaceClass.DATA_PROTECTION,
              (meter, name) -> new DataProtectionClient(meter, name, STRANGER).read()),
          Map.entry(
              InterfaceClass.COMPACT_DATA,
              (meter, name) -> new CompactDataClient(meter, name).read()));

  private ReadyMade device;
  private DlmsServer server;
  private DlmsClient meter;

  @BeforeAll
  void associate() throws Exception {
    device = new ReadyMade();
    server =
        DlmsServer.start(
            new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
            List.of(new LogicalDevice(1, new DeviceSecurity.Open(), device.device)),
            ServerLimits.DEFAULT);
    meter =
        DlmsClient.open(
            LinkConfig.of("127.0.0.1", server.address().getPort(), 16, 1)
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20)),
            new AssociationConfig.PublicClient());
  }

  @AfterAll
  void release() {
    meter.close();
    server.close();
  }

  @Test
  void reads_every_attribute_of_every_ready_made_object() throws Exception {
    List<Integer> read = new ArrayList<>();
    for (ModelledObject object : device.objects) {
      Reading reading = Objects.requireNonNull(READINGS.get(object.classId()));

      Record attributes = reading.read(meter, object.logicalName());

      for (RecordComponent component : attributes.getClass().getRecordComponents()) {
        if (!component.getName().equals("status")) { // null-data is a status
          assertThat(component.getAccessor().invoke(attributes))
              .as(object.model().name() + " " + component.getName())
              .isNotNull();
        }
      }
      read.add(object.classId());
    }
    assertThat(read).containsExactlyInAnyOrderElementsOf(READINGS.keySet());
  }

  @Test
  void reads_a_register_in_its_unit() throws Exception {
    device.energy.set(1234);

    Quantity energy = new RegisterClient(meter, ReadyMade.ENERGY).value();

    assertThat(energy).isEqualTo(new Quantity(BigDecimal.valueOf(1234), ScalerUnit.WATT_HOUR));
    assertThat(energy).hasToString("1234 Wh");
    new RegisterClient(meter, ReadyMade.ENERGY).reset();
    assertThat(device.energy).hasValue(0);
    assertThatThrownBy(() -> new RegisterClient(meter, ObisCode.of(1, 0, 9, 9, 9, 255)).value())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("object-undefined");
  }

  @Test
  void reads_rows_of_a_profile_by_their_columns() throws Exception {
    ProfileClient profile = new ProfileClient(meter, nameOf(InterfaceClass.PROFILE_GENERIC));
    profile.reset();
    Instant last = device.time.get();
    for (int i = 1; i <= 3; i++) {
      device.energy.set(100L * i);
      profile.capture();
      last = device.time.get();
      device.time.updateAndGet(now -> now.plusSeconds(1));
    }

    List<ProfileRow> rows = profile.rows(last, last);

    assertThat(profile.rows()).hasSize(3);
    assertThat(profile.rows(2, 0)).hasSize(2);
    assertThat(rows)
        .singleElement()
        .satisfies(row -> {
          assertThat(row.quantity(ReadyMade.ENERGY_VALUE)).hasToString("300 Wh");
          assertThat(row.raw(ReadyMade.ENERGY_VALUE)).isEqualTo(new Data.DoubleLongUnsigned(300));
        });
    assertThat(rows.getFirst().time()).isEqualTo(last);
  }

  @Test
  void fills_in_what_a_profile_leaves_out() throws Exception {
    ProfileColumns columns =
        new ProfileColumns(
            List.of(CaptureObject.CLOCK, new CaptureObject(ReadyMade.ENERGY_VALUE, 0)),
            java.util.Arrays.asList(null, ScalerUnit.wattHours()),
            900);
    Data none = new Data.NullData();

    List<ProfileRow> rows =
        columns.rows(
            new Data.Array(
                List.of(
                    Data.Structure.of(
                        CosemDateTime.of(ReadyMade.START, java.time.ZoneOffset.UTC).toData(), none),
                    Data.Structure.of(none, new Data.Unsigned8(7)),
                    Data.Structure.of(none, none))));

    assertThat(rows.stream().map(ProfileRow::time))
        .containsExactly(
            ReadyMade.START, ReadyMade.START.plusSeconds(900), ReadyMade.START.plusSeconds(1800));
    assertThat(rows.get(0).quantity(ReadyMade.ENERGY_VALUE)).isNull();
    assertThat(rows.get(2).quantity(ReadyMade.ENERGY_VALUE)).hasToString("7 Wh");
  }

  @Test
  void brings_an_image_into_the_meter_and_goes_on_where_it_broke_off() throws Exception {
    Bytes content = Bytes.copyOf(new byte[1000]);
    Bytes image = org.meterhaus.dlms.server.objects.communication.ImageDigest.append(content);
    ImageTransferClient transfer =
        new ImageTransferClient(meter, nameOf(InterfaceClass.IMAGE_TRANSFER));
    transfer.initiate(Bytes.of(1), image.size());
    transfer.invoke(2, new ImageTransferClient.Block(0, image.slice(0, 64)));
    transfer.invoke(2, new ImageTransferClient.Block(2, image.slice(128, 192)));
    assertThat(transfer.read().firstNotTransferredBlock()).isEqualTo(1);
    List<Long> progress = new ArrayList<>();

    transfer.upload(Bytes.of(1), image, (done, all) -> progress.add(done));

    assertThat(progress).hasSize(17).endsWith(17L);
    assertThat(transfer.status()).isEqualTo(ImageTransferClient.Status.VERIFICATION_SUCCESSFUL);
    assertThat(transfer.read().toActivateInfo())
        .singleElement()
        .satisfies(info -> assertThat(info.size()).isEqualTo(1032));
    transfer.activate();
    assertThat(device.activated).containsExactly(content);

    Bytes damaged = image.slice(0, 1031).concat(Bytes.of(0xEE));
    assertThatThrownBy(() -> transfer.upload(Bytes.of(2), damaged, (done, all) -> {}))
        .isInstanceOf(Refused.class);
    assertThat(transfer.status()).isEqualTo(ImageTransferClient.Status.VERIFICATION_FAILED);
  }

  @Test
  void switches_the_supply() throws Exception {
    DisconnectControlClient supply =
        new DisconnectControlClient(meter, nameOf(InterfaceClass.DISCONNECT_CONTROL));
    supply.set(4, 4);
    supply.disconnect();
    assertThat(supply.state()).isEqualTo(DisconnectControlClient.State.DISCONNECTED);
    assertThat(supply.isConnected()).isFalse();
    supply.reconnect();
    assertThat(supply.isConnected()).isTrue();
    assertThat(supply.mode()).isEqualTo(4);
  }

  @Test
  void writes_a_calendar_and_reads_it_back() throws Exception {
    ActivityCalendarClient calendar =
        new ActivityCalendarClient(meter, nameOf(InterfaceClass.ACTIVITY_CALENDAR));
    CosemDateTime newYear =
        new CosemDateTime(0xFFFF, 1, 1, 0xFF, 0, 0, 0, 0, CosemDateTime.NO_DEVIATION, 0);
    List<Season> seasons = List.of(new Season(Bytes.of(1), newYear, Bytes.of(1)));
    List<DayProfile> days =
        List.of(
            new DayProfile(
                1,
                List.of(
                    new DayProfileAction(
                        new CosemTime(6, 0, 0, 0), ReadyMade.SCRIPTS.octets(), 1))));

    calendar.writePassive(
        Bytes.of(7), seasons, List.of(new WeekProfile(Bytes.of(1), 1, 1, 1, 1, 1, 1, 1)), days);
    calendar.activatePassiveCalendar();

    ActivityCalendarClient.Attributes now = calendar.read();
    assertThat(now.calendarNameActive()).isEqualTo(Bytes.of(7));
    assertThat(now.seasonProfileActive()).isEqualTo(seasons);
    assertThat(now.dayProfileTableActive()).isEqualTo(days);
  }

  @Test
  void lists_the_objects_of_the_association() throws Exception {
    AssociationClient association = new AssociationClient(meter);

    List<AssociationClient.Listed> objects = association.objects();

    assertThat(objects).hasSize(device.objects.size() + 1);
    AssociationClient.Listed limiter =
        objects.stream()
            .filter(each -> each.classId() == InterfaceClass.LIMITER)
            .findFirst()
            .orElseThrow();
    assertThat(limiter.attributes())
        .contains(
            new AssociationClient.AttributeRight(3, 1, List.of(), 2),
            new AssociationClient.AttributeRight(4, 3, List.of(), 2));
    AssociationClient.Listed profile =
        objects.stream()
            .filter(each -> each.classId() == InterfaceClass.PROFILE_GENERIC)
            .findFirst()
            .orElseThrow();
    assertThat(profile.attributes())
        .contains(new AssociationClient.AttributeRight(2, 1, List.of(1, 2), 2));
    assertThat(profile.methods()).hasSize(2);
    assertThat(association.read().objectList()).hasSize(objects.size());
  }

  @Test
  void refuses_to_send_what_the_standard_does_not_allow() {
    LimiterClient limiter = new LimiterClient(meter, nameOf(InterfaceClass.LIMITER));

    assertThatThrownBy(() -> limiter.writeMinOverThresholdDuration(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limiter.set(11, ActionItem.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ObisCode nameOf(int classId) {
    return device.objects.stream()
        .filter(each -> each.classId() == classId)
        .findFirst()
        .orElseThrow()
        .logicalName();
  }
}
