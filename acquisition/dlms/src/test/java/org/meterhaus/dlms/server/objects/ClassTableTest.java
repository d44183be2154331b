package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.client.objects.AccountClient;
import org.meterhaus.dlms.client.objects.ActivityCalendarClient;
import org.meterhaus.dlms.client.objects.ArbitratorClient;
import org.meterhaus.dlms.client.objects.ArrayAccessClient;
import org.meterhaus.dlms.client.objects.AssociationClient;
import org.meterhaus.dlms.client.objects.ChargeClient;
import org.meterhaus.dlms.client.objects.ClockClient;
import org.meterhaus.dlms.client.objects.CompactDataClient;
import org.meterhaus.dlms.client.objects.CreditClient;
import org.meterhaus.dlms.client.objects.DataClient;
import org.meterhaus.dlms.client.objects.DemandRegisterClient;
import org.meterhaus.dlms.client.objects.DisconnectControlClient;
import org.meterhaus.dlms.client.objects.ExtendedRegisterClient;
import org.meterhaus.dlms.client.objects.FunctionControlClient;
import org.meterhaus.dlms.client.objects.GprsModemClient;
import org.meterhaus.dlms.client.objects.GsmDiagnosticClient;
import org.meterhaus.dlms.client.objects.HdlcSetupClient;
import org.meterhaus.dlms.client.objects.ImageTransferClient;
import org.meterhaus.dlms.client.objects.Ipv4SetupClient;
import org.meterhaus.dlms.client.objects.Ipv6SetupClient;
import org.meterhaus.dlms.client.objects.LimiterClient;
import org.meterhaus.dlms.client.objects.MacAddressClient;
import org.meterhaus.dlms.client.objects.MbusClientClient;
import org.meterhaus.dlms.client.objects.MbusMasterPortClient;
import org.meterhaus.dlms.client.objects.MbusSlavePortClient;
import org.meterhaus.dlms.client.objects.MeterObject;
import org.meterhaus.dlms.client.objects.ParameterMonitorClient;
import org.meterhaus.dlms.client.objects.PortProtectionClient;
import org.meterhaus.dlms.client.objects.PppSetupClient;
import org.meterhaus.dlms.client.objects.ProfileClient;
import org.meterhaus.dlms.client.objects.PushSetupClient;
import org.meterhaus.dlms.client.objects.RegisterActivationClient;
import org.meterhaus.dlms.client.objects.RegisterClient;
import org.meterhaus.dlms.client.objects.RegisterMonitorClient;
import org.meterhaus.dlms.client.objects.RegisterTableClient;
import org.meterhaus.dlms.client.objects.SapAssignmentClient;
import org.meterhaus.dlms.client.objects.ScheduleClient;
import org.meterhaus.dlms.client.objects.ScriptTableClient;
import org.meterhaus.dlms.client.objects.SecuritySetupClient;
import org.meterhaus.dlms.client.objects.SensorClient;
import org.meterhaus.dlms.client.objects.SingleActionScheduleClient;
import org.meterhaus.dlms.client.objects.SpecialDaysClient;
import org.meterhaus.dlms.client.objects.StatusMappingClient;
import org.meterhaus.dlms.client.objects.TcpUdpSetupClient;
import org.meterhaus.dlms.client.objects.TokenGatewayClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.server.AccessError;

@DisplayName("The table of interface classes")
class ClassTableTest {

  private static final Path PAGE = Path.of("../../docs/dlms-classes.md");
  private static final Path WRITTEN = Path.of("target/dlms-classes.md");

  private static final String HEAD =
      """
      # Interface classes

      Made by `ClassTableTest` of `interface-classes.txt` (package `org.meterhaus.dlms.classes`), which has the types and ranges of every
      attribute and parameter; the test says so when the two differ. `*` marks attributes that can be written; rights of an association
      may be narrower. Attribute 1 is the logical name in every class. One version of each class, the newest in wide use; where a
      meter has another one, `DlmsClient` reads any attribute of any class.

      | class | version | name | attributes from 2 on | methods from 1 on | what the server does | server object | typed client |
      |---|---|---|---|---|---|---|---|
      """;

  private static final Map<Integer, Class<? extends MeterObject>> CLIENTS =
      Map.ofEntries(
          Map.entry(InterfaceClass.DATA, DataClient.class),
          Map.entry(InterfaceClass.REGISTER, RegisterClient.class),
          Map.entry(InterfaceClass.EXTENDED_REGISTER, ExtendedRegisterClient.class),
          Map.entry(InterfaceClass.DEMAND_REGISTER, DemandRegisterClient.class),
          Map.entry(InterfaceClass.REGISTER_ACTIVATION, RegisterActivationClient.class),
          Map.entry(InterfaceClass.PROFILE_GENERIC, ProfileClient.class),
          Map.entry(InterfaceClass.CLOCK, ClockClient.class),
          Map.entry(InterfaceClass.SCRIPT_TABLE, ScriptTableClient.class),
          Map.entry(InterfaceClass.SCHEDULE, ScheduleClient.class),
          Map.entry(InterfaceClass.SPECIAL_DAYS_TABLE, SpecialDaysClient.class),
          Map.entry(InterfaceClass.ASSOCIATION_LN, AssociationClient.class),
          Map.entry(InterfaceClass.SAP_ASSIGNMENT, SapAssignmentClient.class),
          Map.entry(InterfaceClass.IMAGE_TRANSFER, ImageTransferClient.class),
          Map.entry(InterfaceClass.ACTIVITY_CALENDAR, ActivityCalendarClient.class),
          Map.entry(InterfaceClass.REGISTER_MONITOR, RegisterMonitorClient.class),
          Map.entry(InterfaceClass.SINGLE_ACTION_SCHEDULE, SingleActionScheduleClient.class),
          Map.entry(InterfaceClass.IEC_HDLC_SETUP, HdlcSetupClient.class),
          Map.entry(InterfaceClass.MBUS_SLAVE_PORT_SETUP, MbusSlavePortClient.class),
          Map.entry(InterfaceClass.PUSH_SETUP, PushSetupClient.class),
          Map.entry(InterfaceClass.TCP_UDP_SETUP, TcpUdpSetupClient.class),
          Map.entry(InterfaceClass.IPV4_SETUP, Ipv4SetupClient.class),
          Map.entry(InterfaceClass.MAC_ADDRESS_SETUP, MacAddressClient.class),
          Map.entry(InterfaceClass.PPP_SETUP, PppSetupClient.class),
          Map.entry(InterfaceClass.GPRS_MODEM_SETUP, GprsModemClient.class),
          Map.entry(InterfaceClass.GSM_DIAGNOSTIC, GsmDiagnosticClient.class),
          Map.entry(InterfaceClass.IPV6_SETUP, Ipv6SetupClient.class),
          Map.entry(InterfaceClass.REGISTER_TABLE, RegisterTableClient.class),
          Map.entry(InterfaceClass.COMPACT_DATA, CompactDataClient.class),
          Map.entry(InterfaceClass.STATUS_MAPPING, StatusMappingClient.class),
          Map.entry(InterfaceClass.SECURITY_SETUP, SecuritySetupClient.class),
          Map.entry(InterfaceClass.PARAMETER_MONITOR, ParameterMonitorClient.class),
          Map.entry(InterfaceClass.SENSOR_MANAGER, SensorClient.class),
          Map.entry(InterfaceClass.ARBITRATOR, ArbitratorClient.class),
          Map.entry(InterfaceClass.DISCONNECT_CONTROL, DisconnectControlClient.class),
          Map.entry(InterfaceClass.LIMITER, LimiterClient.class),
          Map.entry(InterfaceClass.MBUS_CLIENT, MbusClientClient.class),
          Map.entry(InterfaceClass.MBUS_MASTER_PORT_SETUP, MbusMasterPortClient.class),
          Map.entry(InterfaceClass.ACCOUNT, AccountClient.class),
          Map.entry(InterfaceClass.CREDIT, CreditClient.class),
          Map.entry(InterfaceClass.CHARGE, ChargeClient.class),
          Map.entry(InterfaceClass.TOKEN_GATEWAY, TokenGatewayClient.class),
          Map.entry(InterfaceClass.FUNCTION_CONTROL, FunctionControlClient.class),
          Map.entry(InterfaceClass.ARRAY_MANAGER, ArrayAccessClient.class),
          Map.entry(InterfaceClass.PORT_PROTECTION, PortProtectionClient.class));

  @Test
  void is_what_the_code_says() throws Exception {
    String table = table();
    Files.createDirectories(WRITTEN.getParent());
    Files.writeString(WRITTEN, table);

    assertThat(Files.readString(PAGE))
        .as("copy acquisition/dlms/" + WRITTEN + " over docs/dlms-classes.md")
        .isEqualTo(table);
  }

  @Test
  void has_a_client_for_every_class() {
    Set<Integer> known =
        InterfaceClasses.all().stream().map(ClassModel::id).collect(Collectors.toSet());

    assertThat(CLIENTS.keySet()).isEqualTo(known);
  }

  private static String table() throws AccessError {
    Map<Integer, String> servers = new TreeMap<>();
    for (ModelledObject object : new ReadyMade().objects) {
      servers.put(object.classId(), "`" + object.getClass().getSimpleName() + "`");
    }
    servers.put(InterfaceClass.ASSOCIATION_LN, "the server itself");
    servers.put(InterfaceClass.SECURITY_SETUP, "`SecuritySetup`");
    servers.merge(InterfaceClass.CLOCK, "`Clock`", (one, other) -> one + ", " + other);
    servers.merge(
        InterfaceClass.PROFILE_GENERIC, "`ProfileGeneric`", (one, other) -> one + ", " + other);
    servers.merge(
        InterfaceClass.DISCONNECT_CONTROL,
        "`DisconnectControl`",
        (one, other) -> one + ", " + other);
    StringBuilder table = new StringBuilder(HEAD);
    for (ClassModel model : InterfaceClasses.all()) {
      table.append(row(model, servers.getOrDefault(model.id(), "")));
    }
    return table.toString();
  }

  private static String row(ClassModel model, String server) {
    String attributes =
        model.attributes().stream()
            .map(each -> each.name() + (each.writable() ? "*" : ""))
            .collect(Collectors.joining(", "));
    String methods =
        model.methods().stream()
            .map(ClassModel.MethodModel::name)
            .collect(Collectors.joining(", "));
    Class<?> client = CLIENTS.get(model.id());
    return "| %d | %d | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            model.id(),
            model.version(),
            model.name(),
            attributes,
            methods.isEmpty() ? "-" : methods,
            model.behaviour(),
            server,
            client == null ? "" : "`" + client.getSimpleName() + "`");
  }
}
