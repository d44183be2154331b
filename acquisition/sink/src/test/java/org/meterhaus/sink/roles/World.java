package org.meterhaus.sink.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.sink.roles.Message.Answer;
import org.meterhaus.sink.roles.Message.Priority;
import org.meterhaus.sink.roles.Message.Request;
import org.meterhaus.sink.roles.Outcome.Failure;

/** A world of clients and meters around the roles; records everything, checks while it runs. */
final class World {
  static final MeterId A = new MeterId("MHV0000000000001");
  static final MeterId B = new MeterId("MHV0000000000002");
  static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration TOO_LATE = Duration.ofSeconds(2);

  /** How a meter treats one call. */
  enum Mood {
    ANSWERS,
    REFUSES,
    IS_GONE,
    IS_SILENT,
    ANSWERS_TOO_LATE
  }

  /** Mostly well, sometimes each of the other ways. */
  static Mood anyMood(RandomGenerator random) {
    double d = random.nextDouble();
    if (d < 0.75) {
      return Mood.ANSWERS;
    }
    if (d < 0.85) {
      return Mood.REFUSES;
    }
    return d < 0.9 ? Mood.IS_GONE : d < 0.95 ? Mood.IS_SILENT : Mood.ANSWERS_TOO_LATE;
  }

  /** An operation that the meter answers with its own number. */
  static Operation operation(int number) {
    return new Operation.Get(new AttributeRef(3, ObisCode.of(1, 0, 1, 8, 0, 255), number));
  }

  private static List<Operation> operations(int count) {
    return IntStream.range(0, count).mapToObj(World::operation).toList();
  }

  final VirtualTime time;
  final Map<Long, Answer> answers = new HashMap<>();
  final Map<Long, Request> asked = new HashMap<>();
  final List<Long> answerOrder = new ArrayList<>();

  final List<Message.Contact> contacts = new ArrayList<>();
  private final Function<RandomGenerator, Mood> moods;
  private final Map<MeterId, Long> openCall = new HashMap<>();
  private long ids;
  int calls;

  World(long seed, Duration slowest, Roles.Limits limits, Function<RandomGenerator, Mood> moods) {
    this.moods = moods;
    time = new VirtualTime(seed, slowest);
    Roles.of(Set.of(A, B), limits).forEach(time::add);
    time.addOutside(new Address.Client(), this::answer);
    time.addOutside(new Address.Board(), m -> contacts.add((Message.Contact) m));
    for (MeterId meter : List.of(A, B)) {
      time.addOutside(new Address.Meter(meter), m -> meter(meter, m));
    }
  }

  long ask(MeterId meter, Priority priority, int count) {
    Request request = new Request(++ids, meter, priority, operations(count));
    asked.put(request.id(), request);
    time.send(new Address.Client(), new Envelope(new Address.Recv(), request));
    return request.id();
  }

  List<Outcome> outcomes(long request) {
    return Objects.requireNonNull(answers.get(request), "not answered").outcomes();
  }

  private void answer(Message message) {
    Answer answer = (Answer) message;
    assertThat(answers.put(answer.request(), answer)).as("answered twice").isNull();
    answerOrder.add(answer.request());
  }

  private void meter(MeterId meter, Message message) {
    switch (message) {
      case Message.Call(long call, Operation operation) -> {
        calls++;
        assertThat(openCall.put(meter, call)).as("two calls at once on %s", meter).isNull();
        Mood mood = moods.apply(time.random());
        Duration takes = Duration.ofMillis(time.random().nextLong(50));
        switch (mood) {
          case IS_SILENT -> {}
          case ANSWERS_TOO_LATE -> time.after(TOO_LATE, () -> reply(meter, call, value(operation)));
          case ANSWERS -> time.after(takes, () -> reply(meter, call, value(operation)));
          case REFUSES -> time.after(takes, () -> reply(meter, call, new Outcome.Refused(3)));
          case IS_GONE ->
              time.after(
                  takes, () -> reply(meter, call, new Outcome.Failed(Failure.UNREACHABLE, "gone")));
        }
      }
      case Message.Abandon(long call) -> openCall.remove(meter, call);
      default -> throw new AssertionError("a meter got " + message);
    }
  }

  private void reply(MeterId meter, long call, Outcome outcome) {
    openCall.remove(meter, call);
    time.send(
        new Address.Meter(meter),
        new Envelope(new Address.MicroHandler(meter), new Message.Reply(call, outcome)));
  }

  static Outcome value(Operation operation) {
    return new Outcome.Value(
        new Data.Unsigned8(((Operation.Get) operation).attribute().attribute()));
  }
}
