package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.DayProfile;
import org.meterhaus.dlms.classes.values.DayProfileAction;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.classes.values.PresetTime;
import org.meterhaus.dlms.classes.values.ScheduleEntry;
import org.meterhaus.dlms.classes.values.Script;
import org.meterhaus.dlms.classes.values.ScriptAction;
import org.meterhaus.dlms.classes.values.Season;
import org.meterhaus.dlms.classes.values.SpecialDay;
import org.meterhaus.dlms.classes.values.WeekProfile;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.objects.control.ActivityCalendar;
import org.meterhaus.dlms.server.objects.control.Schedule;
import org.meterhaus.dlms.server.objects.control.SingleActionSchedule;
import org.meterhaus.dlms.server.objects.control.SpecialDaysTable;

@DisplayName("A device with time")
class TimeTest {

  private static final ObisCode NAME = ObisCode.of(0, 0, 15, 0, 0, 255);
  private static final ObisCode SCRIPTS = ObisCode.of(0, 0, 10, 0, 100, 255);
  private static final ObisCode TARIFF = ObisCode.of(0, 0, 96, 14, 0, 255);
  private static final Bytes SCRIPT_NAME = SCRIPTS.octets();
  private static final int ANY = CosemDateTime.NOT_SPECIFIED;

  /** A Monday, 12:00 in Berlin. */
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-06-01T10:00:00Z"));

  private final DeviceObjects device = new DeviceObjects(time::get, ZoneId.of("Europe/Berlin"));

  /** What scripts wrote, with the moment. */
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void scripts() {
    device.add(
        new DataObject(
            TARIFF,
            () -> new Data.Unsigned8(0),
            value -> log.add(device.local(device.now()) + " " + value.asLong())));
    AttributeRef tariff = new AttributeRef(InterfaceClass.DATA, TARIFF, 2);
    device.add(
        new ScriptTable(
            device, SCRIPTS, List.of(script(tariff, 1), script(tariff, 2), script(tariff, 3))));
  }

  private static Script script(AttributeRef tariff, int number) {
    return new Script(number, List.of(ScriptAction.write(tariff, new Data.Unsigned8(number))));
  }

  private void passTo(String instant) {
    time.set(Instant.parse(instant));
    device.tick();
  }

  @Test
  void goes_on_for_the_others_when_one_object_fails() {
    device.add(new Failing());
    device.add(
        new SingleActionSchedule(
            device,
            NAME,
            new ActionItem(SCRIPTS, 1),
            1,
            List.of(new ExecutionTime(new CosemTime(13, 0, 0, 0), CosemDate.ANY))));

    passTo("2026-06-01T12:00:00Z");

    assertThat(log).containsExactly("2026-06-01T13:00 1");
  }

  /** Always due, never able. */
  private static final class Failing implements CosemObject, TimeDriven {
    @Override
    public int classId() {
      return 8192;
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public ObisCode logicalName() {
      return NAME;
    }

    @Override
    public Data get(int attribute, @Nullable Selection selection) throws AccessError {
      throw new AccessError(DataAccessResult.HARDWARE_FAULT);
    }

    @Override
    public Instant due() {
      return Instant.EPOCH;
    }

    @Override
    public void tick(Instant now) {
      throw new IllegalStateException("as expected by this test");
    }
  }

  @Nested
  @DisplayName("and a single action schedule")
  class SingleAction {

    @Test
    void runs_its_script_at_each_of_its_times_and_in_their_order() {
      device.add(
          new SingleActionSchedule(
              device,
              NAME,
              new ActionItem(SCRIPTS, 1),
              4,
              List.of(at(2026, 6, 3, 8), at(2026, 6, 2, 7), at(2020, 1, 1, 0))));

      passTo("2026-06-30T00:00:00Z");

      assertThat(log).containsExactly("2026-06-02T07:00 1", "2026-06-03T08:00 1");
    }

    @Test
    void runs_on_the_last_sunday_of_every_month_if_told_so() {
      ExecutionTime lastSunday =
          new ExecutionTime(
              new CosemTime(3, 0, 0, 0), new CosemDate(CosemDateTime.NO_YEAR, ANY, 0xFE, 7));
      device.add(
          new SingleActionSchedule(
              device, NAME, new ActionItem(SCRIPTS, 2), 1, List.of(lastSunday)));

      passTo("2026-08-15T00:00:00Z");

      assertThat(log).containsExactly("2026-06-28T03:00 2", "2026-07-26T03:00 2");
    }

    @Test
    void takes_times_that_fit_its_type_only() {
      var schedule = new SingleActionSchedule(device, NAME, ActionItem.NONE, 2, List.of());
      Data wild =
          new Data.Array(
              List.of(
                  Data.Structure.of(new CosemTime(1, 0, 0, 0).toData(), CosemDate.ANY.toData())));

      assertThatThrownBy(() -> schedule.set(4, wild))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("wildcards");
    }

    @Test
    void refuses_a_time_that_no_day_has() {
      var schedule = new SingleActionSchedule(device, NAME, ActionItem.NONE, 1, List.of());
      Data never =
          new Data.Array(
              List.of(
                  Data.Structure.of(
                      new Data.OctetString(Bytes.of(25, 0, 0, 0)), CosemDate.ANY.toData())));

      assertThatThrownBy(() -> schedule.set(4, never))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("hour");
    }

    private static ExecutionTime at(int year, int month, int day, int hour) {
      return new ExecutionTime(new CosemTime(hour, 0, 0, 0), new CosemDate(year, month, day, ANY));
    }
  }

  @Nested
  @DisplayName("and an activity calendar")
  class Calendar {

    private ActivityCalendar calendar(SpecialDaysTable special) {
      Season summer = new Season(Bytes.of(1), start(4, 1), Bytes.of(1));
      Season winter = new Season(Bytes.of(2), start(10, 1), Bytes.of(2));
      WeekProfile summerWeek = new WeekProfile(Bytes.of(1), 1, 1, 1, 1, 1, 2, 2);
      WeekProfile winterWeek = new WeekProfile(Bytes.of(2), 3, 3, 3, 3, 3, 3, 3);
      return device.add(
          new ActivityCalendar(
              device,
              ObisCode.of(0, 0, 13, 0, 0, 255),
              new ActivityCalendar.Calendar(
                  Bytes.of(1),
                  List.of(summer, winter),
                  List.of(summerWeek, winterWeek),
                  List.of(
                      new DayProfile(1, List.of(action(6, 1), action(22, 2))),
                      new DayProfile(2, List.of(action(0, 2))),
                      new DayProfile(3, List.of(action(5, 3))))),
              special));
    }

    private SpecialDaysTable special(SpecialDay... days) {
      return device.add(
          new SpecialDaysTable(device, ObisCode.of(0, 0, 11, 0, 0, 255), List.of(days)));
    }

    private static CosemDateTime start(int month, int day) {
      return new CosemDateTime(
          CosemDateTime.NO_YEAR, month, day, ANY, 0, 0, 0, 0, CosemDateTime.NO_DEVIATION, 0);
    }

    private static DayProfileAction action(int hour, int script) {
      return new DayProfileAction(new CosemTime(hour, 0, 0, 0), SCRIPT_NAME, script);
    }

    @Test
    void switches_by_season_weekday_and_hour() {
      calendar(special());

      passTo("2026-06-07T10:00:00Z");
      log.subList(2, 8).clear();
      assertThat(log)
          .containsExactly(
              "2026-06-01T22:00 2",
              "2026-06-02T06:00 1",
              "2026-06-05T22:00 2",
              "2026-06-06T00:00 2",
              "2026-06-07T00:00 2");

      log.clear();
      passTo("2026-10-01T10:00:00Z");
      assertThat(log.getLast()).isEqualTo("2026-10-01T05:00 3");
    }

    @Test
    void treats_a_special_day_like_the_day_it_is_said_to_be() {
      calendar(special(new SpecialDay(1, new CosemDate(CosemDateTime.NO_YEAR, 6, 2, ANY), 2)));

      passTo("2026-06-02T20:30:00Z");

      assertThat(log).containsExactly("2026-06-01T22:00 2", "2026-06-02T00:00 2");
    }

    @Test
    void becomes_the_passive_one_at_its_time_and_runs_what_is_in_force_then() throws Exception {
      ActivityCalendar calendar = calendar(special());
      calendar.set(6, new Data.OctetString(Bytes.of(9)));
      calendar.set(
          7, array(7, calendar, List.of(new Season(Bytes.of(1), start(1, 1), Bytes.of(1)))));
      calendar.set(
          8, array(8, calendar, List.of(new WeekProfile(Bytes.of(1), 1, 1, 1, 1, 1, 1, 1))));
      calendar.set(9, array(9, calendar, List.of(new DayProfile(1, List.of(action(1, 3))))));
      calendar.set(
          10,
          CosemDateTime.of(Instant.parse("2026-06-01T11:30:00Z"), ZoneOffset.ofHours(2)).toData());

      passTo("2026-06-01T12:00:00Z");

      assertThat(log).containsExactly("2026-06-01T13:30 3");
      assertThat(calendar.get(2, null)).isEqualTo(new Data.OctetString(Bytes.of(9)));
      passTo("2026-06-02T12:00:00Z");
      assertThat(log).containsExactly("2026-06-01T13:30 3", "2026-06-02T01:00 3");
    }

    private static Data array(int attribute, ModelledObject object, List<?> values) {
      return TypedValues.encode(values, object.model().attributes().get(attribute - 2).type());
    }
  }

  @Nested
  @DisplayName("and a schedule")
  class Scheduled {

    private final Schedule schedule =
        new Schedule(device, ObisCode.of(0, 0, 12, 0, 0, 255), List.of(entry(1, 60)), null);

    private static ScheduleEntry entry(int index, int window) {
      return new ScheduleEntry(
          index,
          true,
          SCRIPT_NAME,
          1,
          new CosemTime(7, 0, 0, 0),
          window,
          ReadyMade.bits("0100000"),
          ReadyMade.bits(""),
          CosemDate.ANY,
          CosemDate.ANY);
    }

    @Test
    void runs_on_its_weekdays() {
      device.add(schedule);

      passTo("2026-06-17T00:00:00Z");

      assertThat(log)
          .containsExactly("2026-06-02T07:00 1", "2026-06-09T07:00 1", "2026-06-16T07:00 1");
    }

    @Test
    void catches_up_after_a_power_failure_within_the_validity_window_only() {
      device.add(schedule);
      Instant away = time.get();
      time.set(Instant.parse("2026-06-02T05:59:00Z"));
      schedule.powerReturned(away);
      assertThat(log).containsExactly("2026-06-02T07:59 1");

      away = time.get();
      time.set(Instant.parse("2026-06-09T06:01:00Z"));
      schedule.powerReturned(away);
      assertThat(log).hasSize(1);
    }

    @Test
    void disables_and_deletes_entries() throws Exception {
      device.add(schedule);
      schedule.action(1, range(1, 1, 0, 0));
      passTo("2026-06-03T00:00:00Z");
      assertThat(log).isEmpty();

      schedule.action(1, range(0, 0, 1, 9));
      passTo("2026-06-10T00:00:00Z");
      assertThat(log).hasSize(1);

      schedule.action(3, Data.Structure.of(new Data.LongUnsigned(1), new Data.LongUnsigned(1)));
      assertThat(schedule.get(2, null)).isEqualTo(new Data.Array(List.of()));
    }

    private static Data range(int a, int b, int c, int d) {
      return Data.Structure.of(
          new Data.LongUnsigned(a),
          new Data.LongUnsigned(b),
          new Data.LongUnsigned(c),
          new Data.LongUnsigned(d));
    }
  }

  @Nested
  @DisplayName("and a clock")
  class ClockOfDevice {

    private final SettableClock clock =
        new SettableClock(device, Clock.NAME, Duration.ofMinutes(30));

    @Test
    void tells_the_zone_it_is_in() throws Exception {
      assertThat(clock.get(3, null)).isEqualTo(new Data.Long16(-60));
      assertThat(clock.get(7, null)).isEqualTo(new Data.Integer8(60));
      CosemDateTime begin = CosemDateTime.from(clock.get(5, null));
      assertThat(begin.octets()).hasToString("ffff03fe07020000008000" + "00");
      assertThat(shown()).isEqualTo("2026-06-01T12:00");
    }

    @Test
    void adjusts_to_the_nearest_quarter_minute_and_measuring_period() throws Exception {
      time.set(Instant.parse("2026-06-01T10:07:31Z"));
      clock.action(3, new Data.Integer8(0));
      assertThat(device.now()).isEqualTo("2026-06-01T10:08:00Z");
      clock.action(1, new Data.Integer8(0));
      assertThat(device.now()).isEqualTo("2026-06-01T10:15:00Z");
      clock.action(2, new Data.Integer8(0));
      assertThat(device.now()).isEqualTo("2026-06-01T10:30:00Z");
    }

    @Test
    void shifts_by_fifteen_minutes_at_most() throws Exception {
      clock.action(6, new Data.Long16(-900));
      assertThat(device.now()).isEqualTo("2026-06-01T09:45:00Z");

      assertThatThrownBy(() -> clock.action(6, new Data.Long16(901))).isInstanceOf(Malformed.class);
    }

    @Test
    void takes_a_preset_time_while_it_is_valid() throws Exception {
      PresetTime preset = new PresetTime(at("10:00:07"), at("09:59:00"), at("10:01:00"));
      assertThatThrownBy(() -> clock.action(4, new Data.Integer8(0)))
          .isInstanceOf(AccessError.class);

      clock.action(5, TypedValues.encode(preset, clock.model().methods().get(4).parameter()));
      clock.action(4, new Data.Integer8(0));

      assertThat(device.now()).isEqualTo("2026-06-01T10:00:07Z");
    }

    @Test
    void follows_daylight_saving_that_is_written_to_it() throws Exception {
      clock.set(3, new Data.Long16(300));
      clock.set(5, rule(3, 8, 2));
      clock.set(6, rule(11, 1, 2));

      // New York: second Sunday of March to first Sunday of November
      for (String each :
          List.of("2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z")) {
        Instant moment = Instant.parse(each);
        assertThat(device.zone().getOffset(moment))
            .isEqualTo(ZoneId.of("America/New_York").getRules().getOffset(moment));
      }
      clock.set(8, new Data.Bool(false));
      assertThat(device.zone().isDaylightSavings(Instant.parse("2026-07-01T00:00:00Z"))).isFalse();
    }

    @Test
    void does_not_catch_up_on_what_a_new_time_skips() throws Exception {
      device.add(
          new SingleActionSchedule(
              device,
              NAME,
              new ActionItem(SCRIPTS, 1),
              1,
              List.of(new ExecutionTime(new CosemTime(13, 0, 0, 0), CosemDate.ANY))));

      clock.set(
          2, CosemDateTime.of(Instant.parse("2026-06-03T12:00:00Z"), ZoneOffset.UTC).toData());
      device.tick();
      assertThat(log).isEmpty();

      passTo("2026-06-02T10:00:00Z");
      assertThat(log).containsExactly("2026-06-04T13:00 1");
    }

    private static Data rule(int month, int day, int hour) {
      return new CosemDateTime(
              CosemDateTime.NO_YEAR, month, day, 7, hour, 0, 0, 0, CosemDateTime.NO_DEVIATION, 0)
          .toData();
    }

    private static CosemDateTime at(String utc) {
      return CosemDateTime.of(Instant.parse("2026-06-01T" + utc + "Z"), ZoneOffset.UTC);
    }

    private String shown() throws Exception {
      return device.local(CosemDateTime.from(clock.get(2, null)).toInstant()).toString();
    }
  }
}
