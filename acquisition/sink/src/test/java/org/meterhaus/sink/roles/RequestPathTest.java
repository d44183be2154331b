package org.meterhaus.sink.roles;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.sink.roles.World.A;
import static org.meterhaus.sink.roles.World.B;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.sink.roles.Message.Priority;

/** The roles on real threads; what they do is tested in virtual time. */
@DisplayName("The request path")
class RequestPathTest {
  private static final Roles.Limits PATIENT = new Roles.Limits(Duration.ofSeconds(30), 2, 1000);

  private static final long PATIENCE_S = 30;

  /** Answers from a thread of its own, and counts how many calls it has at once. */
  private static final class CountingPort implements MeterPort {
    final ExecutorService thread;
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    CountingPort(ExecutorService thread) {
      this.thread = thread;
    }

    @Override
    public void call(long number, Operation operation, Consumer<Outcome> reply) {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      thread.execute(() -> {
        underWay.decrementAndGet();
        reply.accept(World.value(operation));
      });
    }

    @Override
    public void abandon(long number) {}
  }

  /** Never answers. */
  private static final class SilentPort implements MeterPort {
    final LinkedBlockingQueue<Long> calls = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Long> abandoned = new LinkedBlockingQueue<>();

    @Override
    public void call(long number, Operation operation, Consumer<Outcome> reply) {
      calls.add(number);
    }

    @Override
    public void abandon(long number) {
      abandoned.add(number);
    }
  }

  @Test
  void answers_many_clients_at_once_one_call_at_a_time_for_each_meter() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountingPort a = new CountingPort(threads);
      CountingPort b = new CountingPort(threads);
      try (RequestPath path = RequestPath.start(Map.of(A, a, B, b), PATIENT, _ -> {})) {
        List<Future<List<Outcome>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          MeterId meter = i % 2 == 0 ? A : B;
          Operation operation = World.operation(i % 100);
          answers.add(
              threads.submit(() -> path.ask(meter, Priority.ASKED, List.of(operation, operation))));
        }

        for (int i = 0; i < answers.size(); i++) {
          Outcome expected = World.value(World.operation(i % 100));
          assertThat(answers.get(i).get()).containsExactly(expected, expected);
        }
        assertThat(a.most).hasValue(1);
        assertThat(b.most).hasValue(1);
      }
    }
  }

  @Test
  void gives_up_a_call_that_is_not_answered_and_tells_the_board() throws Exception {
    SilentPort silent = new SilentPort();
    var board = new LinkedBlockingQueue<Message.Contact>();
    var limits = new Roles.Limits(Duration.ofMillis(20), 1, 10);
    try (RequestPath path = RequestPath.start(Map.of(A, silent), limits, board::add)) {

      Outcome outcome = path.ask(A, Priority.URGENT, World.operation(1));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              f -> assertThat(f.failure()).isEqualTo(Outcome.Failure.TIMED_OUT));
      // Board and port are told by threads of their own, at the earliest with the answer.
      assertThat(board.poll(PATIENCE_S, SECONDS)).isEqualTo(new Message.Contact(A, outcome));
      assertThat(silent.abandoned.poll(PATIENCE_S, SECONDS)).isEqualTo(1L);
    }
  }

  @Test
  void answers_everybody_when_it_is_closed() throws Exception {
    SilentPort silent = new SilentPort();
    RequestPath path = RequestPath.start(Map.of(A, silent), PATIENT, _ -> {});
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> waiting =
          threads.submit(() -> path.ask(A, Priority.POLL, World.operation(1)));
      silent.calls.take();

      path.close();

      assertThat(waiting.get())
          .isEqualTo(new Outcome.Failed(Outcome.Failure.CLOSING, "the sink is closing"));
      assertThat(path.ask(A, Priority.POLL, World.operation(1)))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              f -> assertThat(f.failure()).isEqualTo(Outcome.Failure.CLOSING));
    }
  }
}
