package org.meterhaus.dlms.client.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.PushRestriction;
import org.meterhaus.dlms.classes.values.RepetitionDelay;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.client.objects.AssociationClient.AttributeRight;
import org.meterhaus.dlms.client.objects.AssociationClient.Listed;
import org.meterhaus.dlms.client.objects.AssociationClient.MethodRight;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.ModelledObject;
import org.meterhaus.dlms.server.objects.ReadyMade;

@DisplayName("A typed client of a meter of earlier versions")
@Timeout(60)
class EarlierVersionsTest {

  private interface Visit {
    void to(DlmsClient meter) throws Exception;
  }

  /** Serves an object of every class, with the association in a version. */
  private static void visit(ReadyMade device, int association, Visit visit) throws Exception {
    try (DlmsServer server =
            DlmsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(
                    new LogicalDevice(1, new DeviceSecurity.Open(), device.device)
                        .withAssociationVersion(association)),
                ServerLimits.DEFAULT);
        DlmsClient meter =
            DlmsClient.open(
                LinkConfig.of("127.0.0.1", server.address().getPort(), 16, 1)
                    .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20)),
                new AssociationConfig.PublicClient())) {
      visit.to(meter);
    }
  }

  private static ObisCode served(ReadyMade device, int classId, int version) {
    for (ModelledObject object : device.objects) {
      if (object.classId() == classId && object instanceof HeldObject held) {
        held.serveAs(version);
        return object.logicalName();
      }
    }
    throw new IllegalArgumentException("no object of class " + classId);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void writes_and_reads_push_setups_in_the_words_of_the_newest(int version) throws Exception {
    ReadyMade device = new ReadyMade();
    ObisCode name = served(device, InterfaceClass.PUSH_SETUP, version);
    PushObject whole = PushObject.of(ReadyMade.ENERGY_VALUE);
    visit(
        device,
        2,
        meter -> {
          PushSetupClient push = new PushSetupClient(meter, name, version);
          push.writeObjects(List.of(whole));
          push.writeRepetitionDelay(new RepetitionDelay(30, 100, 0));

          PushSetupClient.Attributes read = new PushSetupClient(meter, name).read();
          assertThat(read.pushObjectList()).containsExactly(whole);
          assertThat(read.repetitionDelay()).isEqualTo(new RepetitionDelay(30, 100, 0));
          assertThat(read.pushClientSap() == null).isEqualTo(version == 0);
          assertThat(read.pushOperationMethod()).isNull();
          assertThat(push.read()).isEqualTo(read);
        });
  }

  @Test
  void does_not_send_what_the_version_has_no_word_for() throws Exception {
    ReadyMade device = new ReadyMade();
    ObisCode name = served(device, InterfaceClass.PUSH_SETUP, 0);
    visit(
        device,
        2,
        meter -> {
          PushSetupClient push = new PushSetupClient(meter, name, 0);
          PushObject rows =
              PushObject.rows(
                  ObisCode.of(1, 0, 99, 1, 0, 255), PushRestriction.byEntry(1, 2), List.of());

          assertThatThrownBy(() -> push.writeObjects(List.of(rows)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("version 0");
          assertThatThrownBy(() -> push.writeRepetitionDelay(new RepetitionDelay(10, 200, 60)))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> push.set(9, 16)).isInstanceOf(IllegalArgumentException.class);
          // Said anyway, in the words of the newest, it is refused by the meter.
          assertThatThrownBy(() -> new PushSetupClient(meter, name).writeObjects(List.of(rows)))
              .isInstanceOf(Refused.class);
        });
  }

  @Test
  void reads_profiles_cells_and_compact_data() throws Exception {
    ReadyMade device = new ReadyMade();
    ObisCode profile = served(device, InterfaceClass.PROFILE_GENERIC, 0);
    ObisCode cells = served(device, InterfaceClass.GSM_DIAGNOSTIC, 0);
    ObisCode compact = served(device, InterfaceClass.COMPACT_DATA, 0);
    ObisCode monitor = served(device, InterfaceClass.PARAMETER_MONITOR, 0);
    visit(
        device,
        2,
        meter -> {
          ProfileClient rows = new ProfileClient(meter, profile);
          rows.capture();
          assertThat(rows.rows()).hasSize(1);
          assertThat(rows.settings().captureObjects()).isNotEmpty();
          assertThat(new GsmDiagnosticClient(meter, cells).read().cellInfo()).isNotNull();
          assertThat(new CompactDataClient(meter, compact).read().captureObjects()).hasSize(3);
          assertThat(new ParameterMonitorClient(meter, monitor).read().parameterValueDigest())
              .isNull();
        });
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "1, 9", "2, 11", "3, 11"})
  void knows_what_it_may_do_in_every_version_of_the_association(int version, int attributes)
      throws Exception {
    ReadyMade device = new ReadyMade();
    visit(
        device,
        version,
        meter -> {
          AssociationClient association = new AssociationClient(meter);
          List<Listed> objects = association.objects();

          Listed own = find(objects, InterfaceClass.ASSOCIATION_LN);
          assertThat(own.version()).isEqualTo(version);
          assertThat(own.attributes()).hasSize(attributes);
          Listed limiter = find(objects, InterfaceClass.LIMITER);
          AttributeRight active = limiter.attributes().get(3 - 1);
          AttributeRight normal = limiter.attributes().get(4 - 1);
          assertThat(List.of(active.mayRead(), active.mayWrite())).containsExactly(true, false);
          assertThat(List.of(normal.mayRead(), normal.mayWrite())).containsExactly(true, true);
          assertThat(find(objects, InterfaceClass.CLOCK).methods())
              .hasSize(6)
              .allMatch(MethodRight::mayInvoke);
          AssociationClient.Attributes read = association.read();
          assertThat(read.securitySetupReference() == null).isEqualTo(version == 0);
          assertThat(read.currentUser() == null).isEqualTo(version < 2);
        });
  }

  private static Listed find(List<Listed> objects, int classId) {
    return objects.stream().filter(each -> each.classId() == classId).findFirst().orElseThrow();
  }
}
