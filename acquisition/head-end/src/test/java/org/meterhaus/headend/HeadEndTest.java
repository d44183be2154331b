package org.meterhaus.headend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.headend.HeadEndWorld.FLAT;
import static org.meterhaus.headend.HeadEndWorld.HOME;
import static org.meterhaus.headend.HeadEndWorld.KETTLE;
import static org.meterhaus.headend.HeadEndWorld.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.db.Sql;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Command;
import org.meterhaus.db.commands.State;
import org.meterhaus.db.outages.MeterReaches;
import org.meterhaus.dlms.security.SymmetricKey;

@DisplayName("A head-end")
class HeadEndTest {
  private static TestDatabase test;

  @TempDir Path directory;
  private HeadEndWorld world;

  @BeforeAll
  static void openDatabase() {
    test = TestDatabase.create();
  }

  @AfterAll
  static void closeDatabase() {
    test.close();
  }

  @BeforeEach
  void open() throws Exception {
    world = new HeadEndWorld(directory, test);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void awaitAll(String meter, int channel) throws Exception {
    int expected = world.truth(meter, channel).size();
    await(() -> world.arrived(meter, channel).size() >= expected);
  }

  private void assertWholeHouseArrivedOnce() throws Exception {
    awaitAll(FLAT, 0);
    assertThat(world.arrived(FLAT, 0)).isEqualTo(world.truth(FLAT, 0));
    for (int channel = 0; channel <= 4; channel++) {
      awaitAll(HOME, channel);
      assertThat(world.arrived(HOME, channel)).isEqualTo(world.truth(HOME, channel));
    }
  }

  private String reach(String meter) {
    return test.database()
        .reading(session ->
            Sql.of(
                    session,
                    """
                    select state || coalesce(' ' || answered_at, '') from meter_reach
                    where meter_id = :meter
                    """)
                .with("meter", meter)
                .first(row -> row.text(0)))
        .orElse("");
  }

  @Nested
  @DisplayName("asking whom the sink reaches")
  class AskingWhomTheSinkReaches {
    @Test
    void notes_within_moments_who_answers_and_who_does_not_and_since_when() throws Exception {
      world.provisionFlatOnly();
      world.startAll();
      await(() -> reach(FLAT).startsWith("online"));

      world.stopMeters();

      // the test's clock stands still, so the last answer is of now
      await(() -> reach(FLAT).startsWith("offline " + HeadEndWorld.NOW.toString().substring(0, 4)));
      assertThat(reach(HOME)).as("a meter that is not ours").isEmpty();
    }

    /** From the dying meter over its datagram, the sink and the head-end to the database. */
    @Test
    void notes_when_a_meter_said_that_its_power_was_going_and_when_it_was_back() throws Exception {
      world.provisionFlatOnly();
      world.startAll();
      await(() -> reach(FLAT).startsWith("online"));
      assertThat(gasp(FLAT)).isEqualTo("never");

      world.cutPower("A", Duration.ofMinutes(1));
      await(() -> gasp(FLAT).equals(HeadEndWorld.NOW + " going on"));
      await(() -> reach(FLAT).startsWith("offline"));

      Instant back = HeadEndWorld.NOW.plus(Duration.ofMinutes(1));
      world.now.set(back);
      await(() -> gasp(FLAT).equals(HeadEndWorld.NOW + " to " + back));
      await(() -> reach(FLAT).startsWith("online"));
    }

    private String gasp(String meter) {
      var told = test.database().reading(session -> new MeterReaches(session).all());
      return Optional.ofNullable(told.get(meter))
          .flatMap(each -> each.reach().gasp())
          .map(gasp -> gasp.at() + gasp.overAt().map(at -> " to " + at).orElse(" going on"))
          .orElse("never");
    }
  }

  @Nested
  @DisplayName("following a journal")
  class Following {
    @Test
    void appends_every_interval_of_every_channel_exactly_once() throws Exception {
      world.provision();
      world.startAll();

      assertWholeHouseArrivedOnce();

      world.now.set(HeadEndWorld.NOW.plus(Duration.ofHours(5)));
      assertWholeHouseArrivedOnce();
    }

    @Test
    void appends_nothing_twice_when_two_of_them_follow_and_both_are_restarted() throws Exception {
      world.provision();
      world.startMeters();
      world.startSink();
      SymmetricKey key = SymmetricKey.ofHex("11".repeat(16));
      HeadEnd one = world.startHeadEnd("one", key, 2);
      HeadEnd two = world.startHeadEnd("two", key, 3);
      await(() -> one.status().getFirst().watermark() > 5);
      one.close();
      HeadEnd three = world.startHeadEnd("three", key, 1);
      await(() -> three.status().getFirst().watermark() > 12);
      two.close();

      assertWholeHouseArrivedOnce();
    }

    @Test
    void acknowledges_what_is_durable() throws Exception {
      world.provision();
      world.startAll();
      assertWholeHouseArrivedOnce();
      world.stopSink();
      world.startSink();

      world.now.set(HeadEndWorld.NOW.plus(Duration.ofHours(1)));

      assertWholeHouseArrivedOnce();
    }

    @Test
    void keeps_readings_of_unknown_channels_aside_and_delivers_them_when_these_are_known()
        throws Exception {
      world.provisionFlatOnly();
      world.startMeters();
      world.startSink();
      HeadEnd headEnd = world.startHeadEnd("head-end");
      awaitAll(FLAT, 0);
      await(() -> headEnd.status().getFirst().setAside() >= 5 * 14);

      world.provisionHome();

      assertWholeHouseArrivedOnce();
      await(() -> headEnd.status().getFirst().setAside() == 0);
    }

    @Test
    void takes_a_new_journal_from_its_start() throws Exception {
      world.provision();
      world.startAll();
      assertWholeHouseArrivedOnce();
      int before = world.arrived(FLAT, 0).size();
      world.stopSink();

      world.startSink("another-directory");

      // repeated in the log, as evidence; a reading is the same reading however often it comes
      await(() -> world.arrived(FLAT, 0).size() == 2 * before);
      assertThat(world.arrived(FLAT, 0).stream().distinct()).isEqualTo(world.truth(FLAT, 0));
    }

    @Test
    void takes_nothing_with_wrong_keys() throws Exception {
      world.provision();
      world.startMeters();
      world.startSink();
      HeadEnd wrong = world.startHeadEnd("wrong", SymmetricKey.ofHex("99".repeat(16)), 500);

      UUID command = world.command(KETTLE, Action.SWITCH_OFF);

      assertThat(world.awaitEnd(command).reason()).isEqualTo("sink-unreachable");
      assertThat(wrong.status())
          .containsExactly(new HeadEnd.SinkStatus("sink-lindenhof", false, 0, 0));
      assertThat(world.connected(1)).isTrue();
    }
  }

  @Nested
  @DisplayName("carrying out a command")
  class Commanding {
    @BeforeEach
    void provision() {
      world.provision();
    }

    @Test
    void switches_reads_back_and_announces_within_a_second() throws Exception {
      world.startAll();
      await(() -> world.reportedState(KETTLE).equals("on"));
      long begin = System.nanoTime();

      UUID off = world.command(KETTLE, Action.SWITCH_OFF);
      Command ended = world.awaitEnd(off);

      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.printf("from command to outbox: %d ms%n", took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(ended.state()).isEqualTo(State.CONFIRMED);
      assertThat(world.connected(1)).isFalse();
      assertThat(world.connected(2)).isTrue();
      assertThat(world.reportedState(KETTLE)).isEqualTo("off");
      assertThat(world.announced(off)).containsExactly("command.confirmed");

      UUID on = world.command(KETTLE, Action.SWITCH_ON);
      assertThat(world.awaitEnd(on).state()).isEqualTo(State.CONFIRMED);
      assertThat(world.connected(1)).isTrue();
    }

    @Test
    void keeps_the_order_of_commands_to_one_device() throws Exception {
      world.startAll();
      UUID last = new UUID(0, 0);
      for (int i = 0; i < 12; i++) {
        world.now.set(world.now.get().plusMillis(1));
        last = world.command(KETTLE, i % 2 == 0 ? Action.SWITCH_OFF : Action.SWITCH_ON);
      }

      Command ended = world.awaitEnd(last);

      assertThat(ended.state()).isEqualTo(State.CONFIRMED);
      assertThat(world.connected(1)).isTrue();
      assertThat(world.reportedState(KETTLE)).isEqualTo("on");
    }

    @Test
    void fails_with_the_reason_when_the_meter_is_gone() throws Exception {
      world.startAll();
      await(() -> world.reportedState(KETTLE).equals("on"));
      world.stopMeters();

      UUID command = world.command(KETTLE, Action.SWITCH_OFF);

      Command ended = world.awaitEnd(command);
      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.reason()).isEqualTo("meter-unreachable");
      assertThat(world.announced(command)).containsExactly("command.failed");
      assertThat(world.reportedState(KETTLE)).isEqualTo("on");
    }

    @Test
    void fails_with_the_reason_when_the_sink_is_gone() throws Exception {
      world.startAll();
      await(() -> world.reportedState(KETTLE).equals("on"));
      world.stopSink();

      UUID command = world.command(KETTLE, Action.SWITCH_OFF);

      assertThat(world.awaitEnd(command).reason()).isEqualTo("sink-unreachable");
    }

    @Test
    void fails_with_the_reason_when_the_meter_has_no_such_relay() throws Exception {
      world
          .database()
          .transact(session ->
              Sql.of(session, "update device set relay_obis = '0.9.96.3.10.255' where id = :id")
                  .with("id", KETTLE)
                  .execute());
      world.startAll();

      UUID command = world.command(KETTLE, Action.SWITCH_OFF);

      assertThat(world.awaitEnd(command).reason()).isEqualTo("meter-refused");
      assertThat(world.connected(1)).isTrue();
    }

    @Test
    void never_sends_one_that_has_expired() throws Exception {
      world.startMeters();
      world.startSink();
      UUID command = world.command(KETTLE, Action.SWITCH_OFF);
      world.now.set(world.now.get().plus(Duration.ofMinutes(2)));

      HeadEnd _ = world.startHeadEnd("head-end");

      assertThat(world.awaitEnd(command).state()).isEqualTo(State.EXPIRED);
      assertThat(world.announced(command)).containsExactly("command.failed");
      assertThat(world.connected(1)).isTrue();
    }

    @Test
    void finds_work_that_nobody_notified() throws Exception {
      world.startAll();
      Instant at = world.now.get();
      UUID id = UUID.randomUUID();

      world
          .database()
          .transact(session ->
              Sql.of(
                      session,
                      """
                      insert into command (id, device_id, customer_id, action, state, created_at, expires_at)
                      values (:id, :device, 'c-A-01', 'switch-off', 'accepted', :at, :expires)
                      """)
                  .with("id", id)
                  .with("device", KETTLE)
                  .with("at", at)
                  .with("expires", at.plusSeconds(60))
                  .execute());

      assertThat(world.awaitEnd(id).state()).isEqualTo(State.CONFIRMED);
    }
  }

  @Nested
  @DisplayName("started after a kill")
  class Killed {
    @BeforeEach
    void start() throws Exception {
      world.provision();
      world.startMeters();
      world.startSink();
    }

    @Test
    void confirms_a_command_that_had_been_carried_out() throws Exception {
      HeadEnd first = world.startHeadEnd("first");
      world.awaitEnd(world.command(KETTLE, Action.SWITCH_OFF));
      first.close();
      UUID interrupted = world.sentCommand(KETTLE, Action.SWITCH_OFF);
      world.now.set(world.now.get().plus(Duration.ofMinutes(2)));

      HeadEnd _ = world.startHeadEnd("head-end");

      // its time is over: it can only have been confirmed by looking
      assertThat(world.awaitEnd(interrupted).state()).isEqualTo(State.CONFIRMED);
      assertThat(world.announced(interrupted)).containsExactly("command.confirmed");
    }

    @Test
    void carries_out_one_that_had_not_reached_the_meter() throws Exception {
      UUID interrupted = world.sentCommand(KETTLE, Action.SWITCH_OFF);

      HeadEnd _ = world.startHeadEnd("head-end");

      assertThat(world.awaitEnd(interrupted).state()).isEqualTo(State.CONFIRMED);
      assertThat(world.connected(1)).isFalse();
    }

    @Test
    void waits_for_a_sink_that_starts_later_than_itself() throws Exception {
      UUID interrupted = world.sentCommand(KETTLE, Action.SWITCH_OFF);
      world.stopSink();
      HeadEnd _ = world.startHeadEnd("head-end");

      world.startSink();

      assertThat(world.awaitEnd(interrupted).state()).isEqualTo(State.CONFIRMED);
    }

    @Test
    void fails_one_that_had_not_reached_the_meter_and_has_expired() throws Exception {
      UUID interrupted = world.sentCommand(KETTLE, Action.SWITCH_OFF);
      world.now.set(world.now.get().plus(Duration.ofMinutes(2)));

      HeadEnd _ = world.startHeadEnd("head-end");

      Command ended = world.awaitEnd(interrupted);
      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.reason()).isEqualTo("expired-before-sending");
      assertThat(world.connected(1)).isTrue();
      assertThat(world.reportedState(KETTLE)).isEqualTo("on");
    }
  }

  @Test
  void shows_a_relay_that_was_switched_by_other_means() throws Exception {
    world.provision();
    world.startAll();
    await(() -> world.reportedState(KETTLE).equals("on"));

    world
        .database()
        .transact(session ->
            Sql.of(session, "update device set reported_state = 'off' where id = :id")
                .with("id", KETTLE)
                .execute());

    await(() -> world.reportedState(KETTLE).equals("on"));
    assertThat(List.of("A-10-dishwasher", "A-10-washer", "A-10-microwave"))
        .allSatisfy(device -> assertThat(world.reportedState(device)).isEqualTo("on"));
  }
}
