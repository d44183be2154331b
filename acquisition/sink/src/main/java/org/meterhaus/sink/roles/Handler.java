package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * HANDLER of one meter: splits a request into its operations, has them carried out one after
 * another, and reports each. A refused operation does not keep the others from being tried; one
 * without an answer does.
 */
final class Handler implements Atomic<Handler.State> {
  private final MeterId meter;
  private final Duration answerWithin;

  /**
   * For one meter.
   *
   * @param answerWithin how long it waits for one operation, more than zero
   */
  Handler(MeterId meter, Duration answerWithin) {
    this.meter = meter;
    this.answerWithin = answerWithin;
  }

  /** The phases of the paper's figure 7. */
  sealed interface State {
    /** Nothing to do. */
    record Idle() implements State {}

    /** Operation {@code index} is about to go to uHANDLER. */
    record Sending(Message.Request request, int index) implements State {}

    /**
     * uHANDLER works on it.
     *
     * @param left time until it counts as unanswered
     */
    record Waiting(Message.Request request, int index, Duration left) implements State {}

    /** Its outcome is about to go to REPORT. */
    record Responding(Message.Request request, int index, Outcome outcome) implements State {
      boolean isLast() {
        return index + 1 == request.operations().size() || outcome instanceof Outcome.Failed;
      }
    }
  }

  @Override
  public Address name() {
    return new Address.Handler(meter);
  }

  @Override
  public State initial() {
    return new State.Idle();
  }

  @Override
  public Optional<Duration> timeAdvance(State state) {
    return switch (state) {
      case State.Idle _ -> Optional.empty();
      case State.Sending _, State.Responding _ -> Optional.of(Duration.ZERO);
      case State.Waiting(Message.Request _, int _, Duration left) -> Optional.of(left);
    };
  }

  @Override
  public List<Envelope> output(State state) {
    return switch (state) {
      case State.Idle _ -> List.of();
      case State.Sending(Message.Request request, int index) ->
          List.of(micro(new Message.Command(request.id(), index, request.operations().get(index))));
      case State.Waiting(Message.Request request, int index, Duration _) ->
          List.of(
              micro(new Message.Cancel(request.id(), index)),
              report(request, index, timedOut()),
              done(request, index + 1));
      case State.Responding last when last.isLast() ->
          List.of(
              report(last.request, last.index, last.outcome), done(last.request, last.index + 1));
      case State.Responding(Message.Request request, int index, Outcome outcome) ->
          List.of(report(request, index, outcome));
    };
  }

  @Override
  public State internal(State state) {
    return switch (state) {
      case State.Idle _, State.Waiting _ -> new State.Idle();
      case State.Sending(Message.Request request, int index) ->
          new State.Waiting(request, index, answerWithin);
      case State.Responding last when last.isLast() -> new State.Idle();
      case State.Responding(Message.Request request, int index, Outcome _) ->
          new State.Sending(request, index + 1);
    };
  }

  /** Pairs are matched by record pattern, so that the compiler proves that none is forgotten. */
  @Override
  public State external(State state, Duration elapsed, Message input) {
    return switch (state) {
      case State.Idle _ when input instanceof Message.Request request ->
          new State.Sending(request, 0);
      case State.Waiting(Message.Request request, int index, Duration left)
          when input instanceof Message.Result(long id, int at, Outcome outcome) ->
          id == request.id() && at == index
              ? new State.Responding(request, index, outcome)
              : new State.Waiting(request, index, left.minus(elapsed)); // late: waits on
      // a result that crossed our Cancel: it was reported as unanswered already
      case State _ when input instanceof Message.Result -> state;
      case State _ -> throw new IllegalStateException(name() + " in " + state + " got " + input);
    };
  }

  private Outcome timedOut() {
    return new Outcome.Failed(
        Outcome.Failure.TIMED_OUT,
        "meter %s did not answer within %s".formatted(meter, answerWithin));
  }

  private Envelope micro(Message message) {
    return new Envelope(new Address.MicroHandler(meter), message);
  }

  private static Envelope report(Message.Request request, int index, Outcome outcome) {
    return new Envelope(new Address.Report(), new Message.Result(request.id(), index, outcome));
  }

  private static Envelope done(Message.Request request, int results) {
    return new Envelope(new Address.Manager(), new Message.Done(request, results));
  }
}
