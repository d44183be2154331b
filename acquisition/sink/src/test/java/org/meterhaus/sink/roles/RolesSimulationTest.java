package org.meterhaus.sink.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.sink.roles.World.A;
import static org.meterhaus.sink.roles.World.B;
import static org.meterhaus.sink.roles.World.PATIENCE;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.sink.roles.Message.Priority;
import org.meterhaus.sink.roles.Message.Request;
import org.meterhaus.sink.roles.Outcome.Failure;

/** The roles in virtual time: many orderings, each one checked. */
@DisplayName("The six roles")
class RolesSimulationTest {
  private static final Duration SLOWEST = Duration.ofMillis(30);

  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answer_every_request_once_and_each_operation_with_its_own_outcome(long seed) {
    World world = new World(seed, SLOWEST, new Roles.Limits(PATIENCE, 1, 20), World::anyMood);
    int requests = 20 + world.time.random().nextInt(80);
    for (int i = 0; i < requests; i++) {
      MeterId meter = world.time.random().nextBoolean() ? A : B;
      Priority priority = PRIORITIES.get(world.time.random().nextInt(PRIORITIES.size()));
      int count = 1 + world.time.random().nextInt(4);
      world.time.after(
          Duration.ofMillis(world.time.random().nextLong(2000)),
          () -> world.ask(meter, priority, count));
    }

    world.time.run();

    assertThat(world.answers.keySet()).isEqualTo(world.asked.keySet());
    world.asked.forEach((id, request) -> check(request, world.outcomes(id)));
  }

  private static void check(Request request, List<Outcome> outcomes) {
    assertThat(outcomes).hasSameSizeAs(request.operations());
    boolean failed = false;
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      assertThat(failed)
          .as("nothing is carried out after an operation without an answer: %s", outcomes)
          .isEqualTo(failed && outcome instanceof Outcome.Failed);
      switch (outcome) {
        case Outcome.Value _ ->
            assertThat(outcome).isEqualTo(World.value(request.operations().get(i)));
        case Outcome.Refused(int code) -> assertThat(code).isEqualTo(3);
        case Outcome.Failed _ -> failed = true;
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void say_the_same_in_whatever_order_the_roles_run(long seed) {
    Map<Long, List<Outcome>> first = quiet(seed);
    Map<Long, List<Outcome>> second = quiet(seed + 1_000_000);

    assertThat(second).isEqualTo(first).hasSize(12);
  }

  /** Twelve requests to meters that always answer, in an order that the seed decides. */
  private static Map<Long, List<Outcome>> quiet(long seed) {
    World world =
        new World(seed, SLOWEST, new Roles.Limits(PATIENCE, 2, 20), _ -> World.Mood.ANSWERS);
    for (int i = 0; i < 12; i++) {
      world.ask(i % 2 == 0 ? A : B, PRIORITIES.get(i % PRIORITIES.size()), 1 + i % 4);
    }
    world.time.run();
    Map<Long, List<Outcome>> outcomes = new HashMap<>();
    world.answers.forEach((id, answer) -> outcomes.put(id, answer.outcomes()));
    return outcomes;
  }

  private static World scene(World.Mood... inTurn) {
    int[] calls = {0};
    return new World(
        1,
        Duration.ZERO,
        new Roles.Limits(PATIENCE, 1, 3),
        _ -> inTurn[Math.min(calls[0]++, inTurn.length - 1)]);
  }

  /**
   * The paper's figure 10: 2 and 3 come while 1 is worked on, each more urgent than the one before.
   */
  @Test
  void finish_what_has_begun_and_then_take_the_most_urgent() {
    World world = scene(World.Mood.ANSWERS);
    long first = world.ask(A, Priority.POLL, 3);
    long[] later = new long[2];
    world.time.after(
        Duration.ofMillis(1),
        () -> {
          later[0] = world.ask(A, Priority.ASKED, 3);
          later[1] = world.ask(A, Priority.URGENT, 3);
        });

    world.time.run();

    assertThat(world.answerOrder).containsExactly(first, later[1], later[0]);
  }

  /** The paper's figure 12. */
  @Test
  void report_a_silent_meter_when_its_time_is_over_and_leave_the_rest_untried() {
    World world = scene(World.Mood.ANSWERS, World.Mood.IS_SILENT);

    long request = world.ask(A, Priority.ASKED, 3);
    world.time.run();

    List<Outcome> outcomes = world.outcomes(request);
    assertThat(outcomes.get(0)).isEqualTo(World.value(World.operation(0)));
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.failure()).isEqualTo(Failure.TIMED_OUT));
    assertThat(outcomes.get(2))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, f -> assertThat(f.detail()).contains("not tried"));
    assertThat(world.calls).isEqualTo(2);
    assertThat(world.time.now()).isBetween(PATIENCE, PATIENCE.plusMillis(60));
    assertThat(world.contacts)
        .singleElement()
        .satisfies(c -> assertThat(c.last()).isEqualTo(outcomes.get(1)));
  }

  @Test
  void do_not_take_a_late_answer_for_that_of_the_next_request() {
    World world = scene(World.Mood.ANSWERS_TOO_LATE, World.Mood.IS_SILENT, World.Mood.ANSWERS);

    long late = world.ask(A, Priority.ASKED, 1);
    long silent = world.ask(A, Priority.ASKED, 1);
    long well = world.ask(A, Priority.ASKED, 1);
    world.time.run();

    assertThat(world.outcomes(late).getFirst()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.outcomes(silent).getFirst()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.outcomes(well).getFirst()).isInstanceOf(Outcome.Value.class);
  }

  @Test
  void let_a_command_to_one_meter_go_while_the_only_poll_hangs_at_another() {
    World world = scene(World.Mood.IS_SILENT, World.Mood.ANSWERS);
    world.ask(A, Priority.POLL, 1);
    world.time.after(
        Duration.ofMillis(1),
        () -> {
          world.ask(B, Priority.POLL, 1);
          world.ask(B, Priority.URGENT, 1);
        });

    world.time.run();

    assertThat(world.answerOrder).containsExactly(3L, 1L, 2L);
  }

  @Test
  void refuse_when_too_many_wait() {
    World world = scene(World.Mood.ANSWERS);
    for (int i = 0; i < 6; i++) {
      world.ask(A, Priority.ASKED, 1);
    }

    world.time.run();

    assertThat(world.answers.values())
        .filteredOn(
            a -> a.outcomes().getFirst() instanceof Outcome.Failed f && f.failure() == Failure.BUSY)
        .hasSizeBetween(2, 3);
    assertThat(world.answers).hasSize(6);
  }

  @Test
  void refuse_a_meter_that_is_not_there() {
    World world = scene(World.Mood.ANSWERS);

    long request = world.ask(new MeterId("MHV9"), Priority.ASKED, 2);
    world.time.run();

    assertThat(world.outcomes(request))
        .hasSize(2)
        .allSatisfy(o ->
            assertThat(o).isEqualTo(new Outcome.Failed(Failure.UNKNOWN_METER, "no meter MHV9")));
    assertThat(world.calls).isZero();
  }
}
