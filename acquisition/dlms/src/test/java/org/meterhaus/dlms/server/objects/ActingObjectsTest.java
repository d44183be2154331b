package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.CompactBuffer;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.ArrayObject;
import org.meterhaus.dlms.classes.values.FunctionBlock;
import org.meterhaus.dlms.classes.values.FunctionStatus;
import org.meterhaus.dlms.classes.values.ObjectDefinition;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.RegisterActivationMask;
import org.meterhaus.dlms.classes.values.RepetitionDelay;
import org.meterhaus.dlms.classes.values.Script;
import org.meterhaus.dlms.classes.values.ScriptAction;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.classes.values.TableCells;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.classes.values.Window;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.Caller;
import org.meterhaus.dlms.server.objects.communication.PortProtection;
import org.meterhaus.dlms.server.objects.communication.PushSetup;
import org.meterhaus.dlms.server.objects.control.Arbitrator;
import org.meterhaus.dlms.server.objects.control.ArrayAccess;
import org.meterhaus.dlms.server.objects.control.FunctionControl;
import org.meterhaus.dlms.server.objects.control.ParameterMonitor;
import org.meterhaus.dlms.server.objects.control.RegisterMonitor;

@DisplayName("Objects that act")
class ActingObjectsTest {

  private static final Data ZERO = new Data.Integer8(0);
  private static final ObisCode OTHER = ObisCode.of(0, 0, 97, 0, 0, 255);
  private static final ObisCode NOTE = ObisCode.of(0, 0, 98, 0, 0, 255);

  private final ReadyMade meter;
  private final List<Long> notes = new ArrayList<>();

  ActingObjectsTest() throws Exception {
    meter = new ReadyMade();
    meter.device.add(
        new DataObject(NOTE, () -> new Data.LongUnsigned(0), value -> notes.add(value.asLong())));
    List<Script> scripts = new ArrayList<>();
    AttributeRef note = new AttributeRef(InterfaceClass.DATA, NOTE, 2);
    for (int i = 1; i <= 4; i++) {
      scripts.add(new Script(i, List.of(ScriptAction.write(note, new Data.LongUnsigned(i)))));
    }
    meter.device.add(new ScriptTable(meter.device, OTHER, scripts));
  }

  private static ActionItem script(int number) {
    return new ActionItem(OTHER, number);
  }

  private static Data parameter(ModelledObject object, int method, Object value) {
    ClassModel.MethodModel known = object.model().methods().get(method - 1);
    return TypedValues.encode(value, known.parameter());
  }

  @Test
  void scripts_that_run_themselves_end() throws Exception {
    ObisCode name = ObisCode.of(0, 0, 10, 0, 1, 255);
    MethodRef itself = new MethodRef(InterfaceClass.SCRIPT_TABLE, name, 1);
    ScriptTable table =
        meter.device.add(
            new ScriptTable(
                meter.device,
                name,
                List.of(
                    new Script(
                        1, List.of(ScriptAction.execute(itself, new Data.LongUnsigned(1)))))));

    assertRefused(DataAccessResult.OTHER_REASON, () -> table.action(1, new Data.LongUnsigned(1)));
    assertRefused(
        DataAccessResult.OBJECT_UNAVAILABLE, () -> table.action(1, new Data.LongUnsigned(9)));
  }

  @Test
  void a_register_monitor_tells_both_ways_over_each_threshold() {
    meter.device.add(
        new RegisterMonitor(
            meter.device,
            ObisCode.of(0, 0, 16, 9, 0, 255),
            ValueDefinition.of(ReadyMade.ENERGY_VALUE),
            List.of(new Data.DoubleLongUnsigned(10), new Data.DoubleLongUnsigned(20)),
            List.of(new ActionSet(script(1), script(2)), new ActionSet(script(3), script(4)))));

    for (long value : new long[] {5, 10, 11, 25, 20, 3}) {
      meter.energy.set(value);
      meter.pass(Duration.ofSeconds(1));
    }

    assertThat(notes).containsExactly(1L, 3L, 4L, 2L);
  }

  @Test
  void an_arbitrator_weighs_what_is_permitted() throws Exception {
    Arbitrator arbitrator =
        new Arbitrator(
            meter.device,
            ObisCode.of(0, 0, 96, 3, 21, 255),
            List.of(script(1), script(2)),
            List.of(ReadyMade.bits("11"), ReadyMade.bits("01")),
            List.of(List.of(5, 3), List.of(9, 4)));

    arbitrator.action(1, request(1, "10"));
    arbitrator.action(1, request(1, "11"));
    arbitrator.action(1, request(2, "11"));
    assertThat(notes).containsExactly(1L, 1L, 2L);
    assertThat(arbitrator.get(6, null)).isEqualTo(new Data.Unsigned8(2));

    arbitrator.action(2, ZERO);
    arbitrator.action(1, request(2, "10"));
    assertThat(arbitrator.get(6, null)).isEqualTo(new Data.Unsigned8(0));
    assertRefused(
        DataAccessResult.SCOPE_OF_ACCESS_VIOLATED, () -> arbitrator.action(1, request(3, "11")));
  }

  private static Data request(int actor, String bits) {
    return Data.Structure.of(new Data.Unsigned8(actor), ReadyMade.bits(bits));
  }

  @Test
  void a_demand_register_averages_over_its_periods() throws Exception {
    DemandRegister demand =
        meter.device.add(
            new DemandRegister(
                meter.device,
                ObisCode.of(1, 0, 1, 4, 9, 255),
                ScalerUnit.watts(),
                Duration.ofMinutes(5),
                3));

    // 900, 1800, 2700, 0 W for five minutes each
    for (long watts : new long[] {900, 1800, 2700, 0}) {
      demand.count(watts * 300);
      meter.pass(Duration.ofMinutes(5));
    }
    assertThat(demand.get(3, null)).isEqualTo(new Data.Long64(1500));
    assertThat(CosemDateTime.from(demand.get(6, null)).toInstant())
        .isEqualTo("2026-06-01T10:20:00Z");

    demand.count(900 * 300);
    assertThat(demand.get(2, null)).isEqualTo(new Data.Long64((2700 + 900) / 3));
    demand.action(1, ZERO);
    assertThat(demand.get(3, null)).isEqualTo(new Data.Long64(0));
  }

  @Test
  void a_register_activation_says_which_register_counts() throws Exception {
    ObjectDefinition day = new ObjectDefinition(3, ObisCode.of(1, 0, 1, 8, 1, 255));
    ObjectDefinition night = new ObjectDefinition(3, ObisCode.of(1, 0, 1, 8, 2, 255));
    RegisterActivation activation =
        new RegisterActivation(
            meter.device,
            ObisCode.of(0, 0, 14, 1, 0, 255),
            List.of(day),
            List.of(new RegisterActivationMask(Bytes.of(1), List.of(1))));

    activation.action(1, parameter(activation, 1, night));
    activation.action(
        2, parameter(activation, 2, new RegisterActivationMask(Bytes.of(2), List.of(2))));
    activation.set(4, new Data.OctetString(Bytes.of(2)));
    assertThat(activation.counts(3, night.logicalName())).isTrue();
    assertThat(activation.counts(3, day.logicalName())).isFalse();

    activation.action(3, new Data.OctetString(Bytes.of(2)));
    assertThat(activation.counts(3, night.logicalName())).isFalse();
    assertThat(activation.get(4, null)).isEqualTo(new Data.OctetString(Bytes.EMPTY));
  }

  @Test
  void a_register_table_copies_its_cells() throws Exception {
    RegisterTable table =
        new RegisterTable(
            meter.device,
            ObisCode.of(1, 0, 98, 11, 0, 255),
            new TableCells(3, ReadyMade.ENERGY, List.of(0, 7), 2),
            ScalerUnit.wattHours());

    table.action(2, ZERO);

    assertThat(table.get(2, null))
        .isEqualTo(new Data.Array(List.of(new Data.DoubleLongUnsigned(5), new Data.NullData())));
  }

  @Test
  void compact_data_reads_back_as_what_it_captured() throws Exception {
    CompactData compact =
        meter.device.add(
            new CompactData(
                meter.device,
                ObisCode.of(0, 0, 66, 0, 1, 255),
                7,
                List.of(PushObject.of(ReadyMade.ENERGY_VALUE))));

    compact.action(2, ZERO);

    assertThat(compact.get(2, null)).isEqualTo(new Data.OctetString(Bytes.ofHex("0700000005")));
    assertThat(compact.get(5, null)).isEqualTo(new Data.OctetString(Bytes.ofHex("02021106")));
    CompactBuffer buffer =
        new CompactBuffer(compact.get(5, null).asOctets(), compact.get(2, null).asOctets());
    assertThat(buffer.values(DataLimits.DEFAULT))
        .containsExactly(new Data.Unsigned8(7), new Data.DoubleLongUnsigned(5));
  }

  @Test
  void a_parameter_monitor_tells_what_changed_and_when() throws Exception {
    ParameterMonitor monitor =
        (ParameterMonitor)
            meter.device.objects().stream()
                .filter(ParameterMonitor.class::isInstance)
                .findFirst()
                .orElseThrow();
    meter.pass(Duration.ofSeconds(1));
    meter.energy.set(77);
    meter.pass(Duration.ofSeconds(1));

    assertThat(monitor.get(2, null).asList().getLast()).isEqualTo(new Data.DoubleLongUnsigned(77));
    assertThat(CosemDateTime.from(monitor.get(3, null)).toInstant())
        .isEqualTo(ReadyMade.START.plusSeconds(2));
  }

  @Test
  void an_array_manager_changes_entries_of_other_objects() throws Exception {
    AttributeRef scripts = new AttributeRef(InterfaceClass.SCRIPT_TABLE, OTHER, 2);
    ArrayAccess access =
        new ArrayAccess(
            meter.device,
            ObisCode.of(0, 0, 18, 1, 0, 255),
            List.of(new ArrayObject(1, ValueDefinition.of(scripts))));
    List<Data> before = meter.device.read(scripts).asList();

    assertThat(access.action(1, new Data.Unsigned8(1))).isEqualTo(new Data.LongUnsigned(4));
    access.action(5, range(2, 3));
    access.action(
        3, Data.Structure.of(new Data.Unsigned8(1), new Data.LongUnsigned(0), before.get(2)));

    assertThat(meter.device.read(scripts))
        .isEqualTo(new Data.Array(List.of(before.get(2), before.get(0), before.get(3))));
    assertThat(access.action(2, range(2, 0)))
        .isEqualTo(new Data.Array(List.of(before.get(0), before.get(3))));
    assertRefused(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED, () -> access.action(2, range(2, 4)));
    assertThatThrownBy(() ->
            access.action(
                4, Data.Structure.of(new Data.Unsigned8(1), new Data.LongUnsigned(1), ZERO)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void an_array_manager_does_no_more_for_a_client_than_it_may_do_itself() throws Exception {
    AttributeRef scripts = new AttributeRef(InterfaceClass.SCRIPT_TABLE, OTHER, 2);
    ArrayAccess access =
        new ArrayAccess(
            meter.device,
            ObisCode.of(0, 0, 18, 1, 0, 255),
            List.of(new ArrayObject(1, ValueDefinition.of(scripts))));

    assertThat(access.action(1, new Data.Unsigned8(1), caller(true, false)))
        .isEqualTo(new Data.LongUnsigned(4));
    assertRefused(
        DataAccessResult.READ_WRITE_DENIED,
        () -> access.action(5, range(1, 1), caller(true, false)));
    assertRefused(
        DataAccessResult.READ_WRITE_DENIED,
        () -> access.action(5, range(1, 1), caller(false, true)));
    assertRefused(
        DataAccessResult.READ_WRITE_DENIED,
        () -> access.action(2, range(1, 1), caller(false, true)));
    access.action(5, range(1, 1), caller(true, true));
    assertThat(access.action(1, new Data.Unsigned8(1))).isEqualTo(new Data.LongUnsigned(3));
  }

  private static Caller caller(boolean mayRead, boolean mayWrite) {
    return new Caller() {
      @Override
      public boolean mayRead(AttributeRef attribute) {
        return mayRead;
      }

      @Override
      public boolean mayWrite(AttributeRef attribute) {
        return mayWrite;
      }

      @Override
      public boolean mayInvoke(MethodRef method) {
        return false;
      }
    };
  }

  private static Data range(int from, int to) {
    return Data.Structure.of(
        new Data.Unsigned8(1), new Data.LongUnsigned(from), new Data.LongUnsigned(to));
  }

  @Test
  void a_function_control_switches_known_functions_only() throws Exception {
    List<String> switched = new ArrayList<>();
    FunctionControl control =
        new FunctionControl(
            meter.device,
            ObisCode.of(0, 0, 44, 9, 0, 255),
            List.of(new FunctionBlock(Bytes.of(1), List.of())),
            (name, on) -> switched.add(name + " " + on));

    control.action(1, parameter(control, 1, List.of(new FunctionStatus(Bytes.of(1), true))));
    assertRefused(
        DataAccessResult.OBJECT_UNAVAILABLE,
        () ->
            control.action(
                1, parameter(control, 1, List.of(new FunctionStatus(Bytes.of(2), true)))));
    control.action(3, new Data.OctetString(Bytes.of(1)));

    assertThat(switched).containsExactly("01 true", "01 false");
    assertThat(control.get(3, null)).isEqualTo(new Data.Array(List.of()));
  }

  @Test
  void a_port_locks_longer_each_time_and_opens_again() throws Exception {
    PortProtection port =
        meter.device.add(
            new PortProtection(
                meter.device,
                ObisCode.of(0, 0, 44, 2, 9, 255),
                OTHER,
                new PortProtection.Patience(2, 60, 2, 100)));
    port.failed();
    port.failed();
    assertThat(port.admits()).isTrue();

    long[] lockOuts = {60, 100};
    for (long seconds : lockOuts) {
      port.failed();
      meter.pass(Duration.ofSeconds(seconds - 1));
      assertThat(port.admits()).isFalse();
      meter.pass(Duration.ofSeconds(1));
      assertThat(port.admits()).isTrue();
    }
    port.failed();
    port.action(1, ZERO);
    assertThat(port.admits()).isTrue();
    assertThat(port.get(10, null)).isEqualTo(new Data.DoubleLongUnsigned(5));

    port.set(2, new Data.Enumerated(0));
    assertThat(port.admits()).isFalse();
  }

  @Test
  void a_push_is_tried_again_with_longer_and_longer_pauses() throws Exception {
    List<String> attempts = new ArrayList<>();
    PushSetup push =
        push((to, body) -> {
          attempts.add(meter.device.now() + " " + body.asList().getFirst().asLong());
          throw new Unreachable("nobody there");
        });
    push.retrying(3, new RepetitionDelay(10, 200, 30));

    push.action(PushSetup.PUSH, ZERO);
    meter.energy.set(99);
    meter.pass(Duration.ofMinutes(10));

    assertThat(attempts)
        .containsExactly(
            "2026-06-01T10:00:00Z 5",
            "2026-06-01T10:00:10Z 5",
            "2026-06-01T10:00:30Z 5",
            "2026-06-01T10:01:00Z 5");
    assertThat(push.waiting()).isZero();
  }

  @Test
  void a_push_waits_for_its_window_and_a_random_while() throws Exception {
    List<String> sent = new ArrayList<>();
    PushSetup push = push((to, body) -> sent.add(meter.device.now().toString()));
    CosemDateTime two = daily(2);
    CosemDateTime three = daily(3);
    push.set(
        4,
        TypedValues.encode(
            List.of(new Window(two, three)), push.model().attributes().get(2).type()));
    push.set(5, new Data.LongUnsigned(600));

    push.action(PushSetup.PUSH, ZERO);
    meter.pass(Duration.ofDays(2));

    assertThat(sent)
        .singleElement()
        .satisfies(
            moment -> assertThat(moment).isBetween("2026-06-02T00:00:00Z", "2026-06-02T00:10:00Z"));
  }

  private PushSetup push(org.meterhaus.dlms.server.PushSender sender) {
    return meter
        .device
        .add(
            new PushSetup(
                meter.device,
                ObisCode.of(0, 1, 25, 9, 0, 255),
                sender,
                Runnable::run,
                new java.util.SplittableRandom(7)))
        .pushing(
            List.of(PushObject.of(ReadyMade.ENERGY_VALUE)),
            new SendDestination(
                SendDestination.Transport.TCP, Bytes.EMPTY, SendDestination.MessageForm.A_XDR));
  }

  private static CosemDateTime daily(int hour) {
    return new CosemDateTime(
        CosemDateTime.NO_YEAR, 0xFF, 0xFF, 0xFF, hour, 0, 0, 0, CosemDateTime.NO_DEVIATION, 0);
  }

  private interface Request {
    void make() throws AccessError, Malformed;
  }

  private static void assertRefused(DataAccessResult expected, Request request) {
    assertThatThrownBy(request::make)
        .isInstanceOfSatisfying(AccessError.class, e -> assertThat(e.result()).isEqualTo(expected));
  }
}
