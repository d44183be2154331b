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
import org.meterhaus.dlms.client.objects.DataProtectionClient;
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
      may be narrower. Attribute 1 is the logical name in every class. The version is the newest known, whose attributes and methods are
      listed; those in brackets are served too (`serveAs`, `LogicalDevice.withAssociationVersion`) and known to the typed clients, as the
      table below says. Where a meter has another one, `DlmsClient` reads any attribute of any class.

      | class | version | name | attributes from 2 on | methods from 1 on | what the server does | server object | typed client |
      |---|---|---|---|---|---|---|---|
      """;

  private static final String TAIL =
      """

      ## Versions

      Sources are the Blue Book as far as it is public, and what several open implementations agree on; what only one of them has is
      named as such. Reading needs no version: the typed clients know an earlier one by the shape of its values and give them in the
      newest, with null for attributes that are not there. Writing does: `new PushSetupClient(meter, name, 0)`; what the version has no
      word for is refused before it is sent. `AssociationClient.objects()` tells the version of each object.

      | class | versions | what differs |
      |---|---|---|
      | 7 | 0 | capture_objects and sort_object without data_index; methods 3 and 4, get_buffer_by_range and get_buffer_by_index, with the parameters of the selectors (the one source of their form) |
      | 15 | 0 | 8 attributes; access modes without authentication; methods have a boolean |
      | 15 | 1 | 9 attributes: security_setup_reference |
      | 15 | 2 | 11 attributes: user_list, current_user; methods 5 and 6. What is served unless another one is asked for |
      | 15 | 3 | access modes are bits: read 1, write 2, request authenticated 4, encrypted 8, signed 16, response 32, 64, 128; served are the first three |
      | 18, 25, 45, 48, 122, 123, 124 | 0 | there is no other up to edition 16 |
      | 23 | 0 | information fields of 32 to 128 octets, as unsigned |
      | 40 | 0 | push_object_list without restriction and columns; repetition_delay is a number of seconds; attributes 2 to 7, method 1 |
      | 40 | 1 | push_object_list without columns; repetition_delay is a number of seconds; attributes 2 to 10, method 1 |
      | 40 | 3 (edition 16) | not served: its attributes are those of version 2, but what differs is not public; a client reads it as version 2 |
      | 47 | 0 | cell_info without mcc, mnc and channel; cell_ID of 16 bits; ps_status up to hsdpa |
      | 47 | 1 | ps_status up to cdma |
      | 62 | 0 | capture_objects without restriction and columns |
      | 64 | 0 | policy 0 to 3, without certificates; methods 1 and 2 |
      | 65 | 0 | attributes 2 to 4: no name, no digest, no values |
      | 65 | 1 | digests cut to 16, 8 or 4 octets, which one source has, are not served |
      | 72 | 0 | attributes 2 to 12: no configuration, no encryption_key_status |
      | 72 | 2 (edition 16) | not served: its attributes are not public |
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
          Map.entry(InterfaceClass.DATA_PROTECTION, DataProtectionClient.class),
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
    for (ClassModel model : InterfaceClasses.newest()) {
      table.append(row(model, servers.getOrDefault(model.id(), "")));
    }
    return table.append(TAIL).toString();
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
    String earlier =
        InterfaceClasses.versions(model.id()).stream()
            .filter(version -> version != model.version())
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return "| %d | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            model.id(),
            model.version() + (earlier.isEmpty() ? "" : " (" + earlier + ")"),
            model.name(),
            attributes,
            methods.isEmpty() ? "-" : methods,
            model.behaviour(),
            server,
            client == null ? "" : "`" + client.getSimpleName() + "`");
  }
}
