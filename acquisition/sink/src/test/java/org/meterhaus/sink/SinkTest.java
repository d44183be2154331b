package org.meterhaus.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meterhaus.sink.SinkWorld.NOW;
import static org.meterhaus.sink.SinkWorld.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.sink.collect.MeterTable;
import org.meterhaus.sink.journal.DirectoryStorage;
import org.meterhaus.sink.journal.JournalInUse;
import org.meterhaus.sink.journal.JournalStatus;
import org.meterhaus.sink.journal.SmallStorage;

@DisplayName("A sink")
class SinkTest {
  /** End of the last interval before now. */
  private static final Instant LAST = NOW.minus(Duration.ofMinutes(10));

  private static final Duration WEEK = Duration.ofDays(7);
  private static final AttributeRef CONTROL_STATE =
      new AttributeRef(InterfaceClass.DISCONNECT_CONTROL, TestMeter.RELAY, 3);
  private static final MethodRef REMOTE_DISCONNECT =
      new MethodRef(InterfaceClass.DISCONNECT_CONTROL, TestMeter.RELAY, 1);

  @TempDir Path directory;
  private final List<SinkWorld> worlds = new ArrayList<>();

  private SinkWorld world(int meters) {
    SinkWorld world = new SinkWorld(directory, meters);
    worlds.add(world);
    return world;
  }

  @AfterEach
  void close() {
    worlds.forEach(SinkWorld::close);
  }

  private static MeterTable.State state(SinkWorld world, int meter) {
    return world.sink().meters().get(meter).state();
  }

  @Nested
  @DisplayName("reading its meters")
  class Reading {
    @Test
    void finds_the_load_profiles_by_itself_and_journals_what_their_numbers_mean() throws Exception {
      SinkWorld world = world(1);
      world.meter(0).measure(NOW.minus(Duration.ofHours(1)), 42);
      world.start();
      world.awaitJournaled(world.meter(0), 1);

      List<Data> record = world.journal().getFirst().asList();

      assertThat(record.get(0)).isEqualTo(new Data.Long64Unsigned(1));
      assertThat(record.get(1).asText()).isEqualTo("MHV0000000000001");
      assertThat(record.get(2)).isEqualTo(TestMeter.PROFILE.toData());
      assertThat(record.get(4)).isEqualTo(new Data.DoubleLongUnsigned(1800));
      List<Data> columns = record.get(5).asList();
      assertThat(columns).hasSize(4);
      assertThat(columns.get(0).asList().get(1)).isEqualTo(new Data.NullData());
      assertThat(columns.get(2).asList().get(1))
          .isEqualTo(Data.Structure.of(new Data.Integer8(0), new Data.Enumerated(30)));
      assertThat(world.journaled(world.meter(0))).isEqualTo(world.meter(0).rows());
    }

    @Test
    void takes_ten_weeks_in_requests_of_a_week_each_row_once() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      meter.measure(LAST.minus(WEEK.multipliedBy(10)), LAST);
      world.start();

      world.awaitJournaled(meter, 3360);

      world.awaitPolls(meter);
      assertThat(world.journaled(meter)).isEqualTo(meter.rows());
      assertThat(meter.asked)
          .allSatisfy(
              r -> assertThat(Duration.between(r.from(), r.to())).isLessThanOrEqualTo(WEEK));
      assertThat(world.journal()).hasSizeBetween(10, 12);
    }

    @Test
    void then_asks_only_for_what_is_new_and_a_little_before() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      meter.measure(LAST.minus(WEEK), LAST);
      world.start();
      world.awaitJournaled(meter, 336);
      world.awaitPolls(meter);

      assertThat(meter.asked.getLast().from()).isEqualTo(LAST.minus(Duration.ofHours(6)));
      int records = world.journal().size();

      world.now.set(NOW.plus(TestMeter.PERIOD));
      meter.measure(LAST.plus(TestMeter.PERIOD), 7);
      world.awaitJournaled(meter, 337);

      assertThat(world.journal()).hasSize(records + 1);
      assertThat(world.journaled(meter)).isEqualTo(meter.rows());
    }

    @Test
    void sees_a_row_that_comes_late_and_one_that_changed() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      Instant late = LAST.minus(Duration.ofHours(2));
      Instant changed = LAST.minus(Duration.ofHours(1));
      meter.measure(LAST.minus(WEEK), LAST);
      meter.lose(late);
      world.start();
      world.awaitJournaled(meter, 335);

      meter.measure(late, 9);
      meter.measure(changed, 8);
      world.awaitJournaled(meter, 337);

      world.awaitPolls(meter);
      assertThat(world.journaled(meter))
          .hasSize(337)
          .contains(TestMeter.row(late, 9), TestMeter.row(changed, 8), TestMeter.row(changed, 100));
    }

    @Test
    void goes_on_after_a_restart_without_a_repeat() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      meter.measure(LAST.minus(WEEK), LAST);
      world.start();
      world.awaitJournaled(meter, 336);
      int before = world.journal().size();
      world.stopSink();

      world.start();
      meter.measure(NOW, 5);
      world.awaitJournaled(meter, 337);
      world.awaitPolls(meter);

      assertThat(world.journaled(meter)).isEqualTo(meter.rows());
      assertThat(world.journal()).hasSize(before + 1);
    }

    @Test
    void is_not_led_astray_by_a_row_from_the_future() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      meter.measure(LAST.minus(Duration.ofHours(3)), LAST);
      meter.measure(NOW.plus(Duration.ofDays(4000)), 1);
      world.start();
      world.awaitJournaled(meter, 6);

      meter.measure(NOW.minus(Duration.ofMinutes(1)), 3);
      world.awaitJournaled(meter, 7);
    }

    @Test
    void waits_for_a_meter_that_has_not_measured_yet() throws Exception {
      SinkWorld world = world(1);
      world.start();
      world.awaitPolls(world.meter(0));
      assertThat(world.journal()).isEmpty();

      world.meter(0).measure(NOW, 3);

      world.awaitJournaled(world.meter(0), 1);
    }
  }

  @Nested
  @DisplayName("with a meter that does not answer")
  class Outage {
    @Test
    void says_it_once_reads_the_others_and_catches_up_afterwards() throws Exception {
      SinkWorld world = world(2);
      TestMeter lost = world.meter(0);
      TestMeter other = world.meter(1);
      lost.measure(LAST.minus(WEEK), LAST);
      other.measure(LAST.minus(WEEK), LAST);
      try (LogBook log = new LogBook(MeterTable.class)) {
        world.start();
        world.awaitJournaled(lost, 336);

        lost.stop();
        await(() -> state(world, 0) == MeterTable.State.OFFLINE);
        Instant later = NOW.plus(Duration.ofDays(3));
        world.now.set(later);
        lost.measure(LAST, LAST.plus(Duration.ofDays(3)));
        other.measure(LAST, LAST.plus(Duration.ofDays(3)));
        world.awaitJournaled(other, 336 + 144);
        world.awaitPolls(other);
        world.awaitPolls(other);
        assertThat(state(world, 1)).isEqualTo(MeterTable.State.ONLINE);
        assertThat(log.lines("does not answer")).hasSize(1);
        assertThat(log.lines("does not answer").getFirst())
            .contains(lost.id.value())
            .contains("UNREACHABLE");

        lost.start();
        world.awaitJournaled(lost, 336 + 144);
        assertThat(world.journaled(lost)).isEqualTo(lost.rows());
        await(() -> log.lines("answers again after PT72H").size() == 1);
        assertThat(log.lines("does not answer")).hasSize(1);
      }
    }

    @Test
    void is_not_held_up_by_one_that_is_silent() throws Exception {
      SinkWorld world = world(2);
      TestMeter silent = world.meter(0);
      silent.measure(LAST.minus(WEEK), LAST);
      world.meter(1).measure(LAST.minus(WEEK), LAST);
      silent.stall();
      try (LogBook log = new LogBook(MeterTable.class)) {
        world.start();

        world.awaitJournaled(world.meter(1), 336);

        // it does answer for its clock each time, so only its profile can be what times out
        await(() -> silent.asked.size() >= 2);
        assertThat(log.lines("does not answer"))
            .singleElement()
            .satisfies(line -> assertThat(line).contains(silent.id.value()).contains("TIMED_OUT"));
        silent.wake();
        world.awaitJournaled(silent, 336);
        await(() -> log.lines("answers again").size() == 1);
      }
    }

    @Test
    void does_not_trust_one_with_other_keys() throws Exception {
      SinkWorld world = world(2);
      world.meter(0).measure(NOW, 1);
      world.meter(1).measure(NOW, 1);
      var wrong = world.meter(0).connection(SymmetricKey.ofHex("00".repeat(16)));
      world.start(world.config(List.of(wrong, world.meter(1).connection())));

      world.awaitJournaled(world.meter(1), 1);

      await(() -> state(world, 0) == MeterTable.State.OFFLINE);
      assertThat(world.journaled(world.meter(0))).isEmpty();
      assertThat(world.sink().meters().getFirst().reason())
          .matches("(NOT_TRUSTED|PROTOCOL|UNREACHABLE): .*");
    }

    @Test
    void does_not_take_one_meter_for_another() throws Exception {
      SinkWorld world = world(1);
      world.meter(0).measure(NOW, 1);
      world.meter(0).pretend("MHV0000000000077");
      world.start();

      await(() -> state(world, 0) == MeterTable.State.OFFLINE);

      assertThat(world.sink().meters().getFirst().reason())
          .startsWith("NOT_TRUSTED")
          .contains("another meter answers: 'MHV0000000000077'");
      assertThat(world.journal()).isEmpty();
    }
  }

  @Nested
  @DisplayName("on a full disk")
  class FullDisk {
    @Test
    void says_so_stops_reading_and_goes_on_by_itself_with_nothing_lost() throws Exception {
      SinkWorld world = world(1);
      TestMeter meter = world.meter(0);
      meter.measure(LAST.minus(WEEK.multipliedBy(10)), LAST);
      var medium = new SmallStorage(DirectoryStorage.open(directory.resolve("journal")), 40_000);
      world.start(medium);

      await(() -> world.sink().journalStatus() instanceof JournalStatus.Stopped);
      try (DlmsClient client = world.open(1)) {
        List<Data> status = client.get(SinkWorld.data(13)).asList();
        assertThat(status.get(0)).isEqualTo(new Data.Bool(false));
        assertThat(status.get(2).asText()).contains("No space left on device");
      }
      // let a poll that was under way end, then nothing more may be asked of the meter
      await(() -> {
        int reads = meter.clockReads.get();
        Thread.sleep(200);
        return meter.clockReads.get() == reads;
      });

      medium.setCapacity(10_000_000);
      world.awaitJournaled(meter, meter.rows().size());
      world.awaitPolls(meter);
      assertThat(world.journaled(meter)).isEqualTo(meter.rows());
      assertThat(world.sink().journalStatus()).isInstanceOf(JournalStatus.Taking.class);
    }
  }

  @Nested
  @DisplayName("towards its head-end")
  class Serving {
    @Test
    void lists_itself_and_its_meters() throws Exception {
      SinkWorld world = world(2);
      world.start();
      world.awaitPolls(world.meter(1));
      try (DlmsClient client = world.open(1)) {
        var saps =
            client.get(
                new AttributeRef(
                    InterfaceClass.SAP_ASSIGNMENT, ObisCode.of(0, 0, 41, 0, 0, 255), 2));

        assertThat(saps)
            .isEqualTo(
                new Data.Array(
                    List.of(
                        sap(1, "sink-lindenhof"),
                        sap(16, "MHV0000000000001"),
                        sap(17, "MHV0000000000002"))));
        Data meter = client.get(SinkWorld.data(14)).asList().get(1);
        assertThat(meter.asList().get(1)).isEqualTo(new Data.LongUnsigned(17));
        assertThat(meter.asList().get(2)).isEqualTo(new Data.Enumerated(1));
        assertThat(meter.asList().get(6)).isEqualTo(new Data.DoubleLong(0));
        assertThat(meter.asList().get(7).asList())
            .contains(
                Data.Structure.of(
                    ObisCode.of(1, 0, 1, 8, 0, 255).toData(),
                    new Data.DoubleLongUnsigned(2),
                    ScalerUnit.wattHours().toData()));
        Data objects =
            client.get(
                new AttributeRef(
                    InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 2));
        assertThat(objects.asList()).hasSizeGreaterThanOrEqualTo(9);
      }
    }

    private Data sap(int sap, String name) {
      return Data.Structure.of(new Data.LongUnsigned(sap), Data.OctetString.ofAscii(name));
    }

    @Test
    void takes_acknowledgements_of_what_is_there_and_no_others() throws Exception {
      SinkWorld world = world(1);
      world.meter(0).measure(NOW, 1);
      world.start();
      world.awaitJournaled(world.meter(0), 1);
      try (DlmsClient client = world.open(1)) {
        client.set(SinkWorld.data(12), new Data.Long64Unsigned(1));

        assertThat(client.get(SinkWorld.data(12))).isEqualTo(new Data.Long64Unsigned(1));
        assertThat(client.get(SinkWorld.data(10))).isEqualTo(new Data.Long64Unsigned(1));
        assertThat(client.get(SinkWorld.data(11))).isEqualTo(new Data.Long64Unsigned(1));
        assertThatThrownBy(() -> client.set(SinkWorld.data(12), new Data.Long64Unsigned(2)))
            .isInstanceOfSatisfying(
                MeterException.Refused.class, e -> assertThat(e.resultCode()).isEqualTo(13));
        assertThatThrownBy(() -> client.get(SinkWorld.JOURNAL, new Selection.TimeRange(NOW, NOW)))
            .isInstanceOf(MeterException.Refused.class);
      }
    }

    @Test
    void passes_requests_through_to_the_meter_and_its_refusals_back() throws Exception {
      SinkWorld world = world(2);
      world.start();
      try (DlmsClient client = world.open(17)) {
        assertThat(client.get(CONTROL_STATE)).isEqualTo(new Data.Enumerated(1));

        client.action(REMOTE_DISCONNECT, new Data.Integer8(0));

        assertThat(client.get(CONTROL_STATE)).isEqualTo(new Data.Enumerated(0));
        assertThat(world.meter(1).connected()).isFalse();
        assertThat(world.meter(0).connected()).isTrue();
        assertThatThrownBy(() ->
                client.get(
                    new AttributeRef(InterfaceClass.REGISTER, ObisCode.of(1, 9, 9, 9, 9, 255), 2)))
            .isInstanceOfSatisfying(
                MeterException.Refused.class, e -> assertThat(e.resultCode()).isEqualTo(4));
        Data objects =
            client.get(
                new AttributeRef(
                    InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 2));
        assertThat(objects.asList())
            .anySatisfy(o -> assertThat(o.asList().get(2)).isEqualTo(TestMeter.RELAY.toData()));
      }
    }

    @Test
    void says_object_unavailable_and_why_for_a_meter_that_is_gone() throws Exception {
      SinkWorld world = world(1);
      world.start();
      world.awaitPolls(world.meter(0));
      world.meter(0).stop();
      try (DlmsClient client = world.open(16);
          DlmsClient management = world.open(1)) {

        assertThatThrownBy(() -> client.action(REMOTE_DISCONNECT, new Data.Integer8(0)))
            .isInstanceOfSatisfying(
                MeterException.Refused.class, e -> assertThat(e.resultCode()).isEqualTo(11));

        List<Data> row = management.get(SinkWorld.data(14)).asList().getFirst().asList();
        assertThat(row.get(2)).isEqualTo(new Data.Enumerated(2));
        assertThat(row.get(5).asText()).startsWith("UNREACHABLE");
      }
    }

    @Test
    void lets_nobody_in_with_other_keys_or_none() throws Exception {
      SinkWorld world = world(1);
      world.start();
      var wrong =
          new HeadEndKeys(SymmetricKey.ofHex("33".repeat(16)), SinkWorld.KEYS.authenticationKey());

      for (int sap : new int[] {1, 16}) {
        assertThatThrownBy(() -> world.open(sap, wrong)).isInstanceOf(MeterException.class);
      }
      try (DlmsClient right = world.open(1)) {
        assertThat(right.get(SinkWorld.data(11))).isNotNull();
      }
    }
  }

  @Test
  void refuses_to_share_its_directory_with_another() throws Exception {
    SinkWorld world = world(1);
    world.start();

    Sink second = new Sink(world.config(), world.now::get);

    assertThatThrownBy(second::start)
        .isInstanceOf(JournalInUse.class)
        .hasMessageContaining("in use by another sink");
    second.close();
    assertThat(world.journal()).isEmpty();
  }
}
