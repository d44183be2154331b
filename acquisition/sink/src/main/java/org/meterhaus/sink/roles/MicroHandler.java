package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * uHANDLER of one meter: has one call at a time on the meter's link. A call that is given up leaves
 * the link to be opened anew, and its late reply is recognised by its number and dropped.
 */
final class MicroHandler implements Atomic<MicroHandler.State> {
  private final MeterId meter;

  MicroHandler(MeterId meter) {
    this.meter = meter;
  }

  /**
   * What is under way.
   *
   * @param calls calls made so far; the number of the last one
   * @param current the command that the last call carries out, if it is not answered
   * @param due what is about to be sent
   */
  record State(long calls, Optional<Message.Command> current, List<Envelope> due) {
    State {
      due = List.copyOf(due);
    }

    private State with(Optional<Message.Command> now, long called, Envelope next) {
      List<Envelope> more = new ArrayList<>(due);
      more.add(next);
      return new State(called, now, more);
    }
  }

  @Override
  public Address name() {
    return new Address.MicroHandler(meter);
  }

  @Override
  public State initial() {
    return new State(0, Optional.empty(), List.of());
  }

  @Override
  public Optional<Duration> timeAdvance(State state) {
    return state.due.isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO);
  }

  @Override
  public List<Envelope> output(State state) {
    return state.due;
  }

  @Override
  public State internal(State state) {
    return new State(state.calls, state.current, List.of());
  }

  @Override
  public State external(State state, Duration elapsed, Message input) {
    return switch (input) {
      case Message.Command command when state.current.isEmpty() ->
          state.with(
              Optional.of(command),
              state.calls + 1,
              link(new Message.Call(state.calls + 1, command.operation())));
      case Message.Cancel(long request, int index) ->
          isCurrent(state, request, index)
              ? state.with(Optional.empty(), state.calls, link(new Message.Abandon(state.calls)))
              : state; // answered meanwhile
      case Message.Reply(long call, Outcome outcome) ->
          state.current.isPresent() && call == state.calls
              ? state.with(
                  Optional.empty(), state.calls, result(state.current.orElseThrow(), outcome))
              : state; // of a call that was given up
      default -> throw new IllegalStateException(name() + " does not expect " + input);
    };
  }

  private static boolean isCurrent(State state, long request, int index) {
    return state.current.filter(c -> c.request() == request && c.index() == index).isPresent();
  }

  private Envelope link(Message message) {
    return new Envelope(new Address.Meter(meter), message);
  }

  private Envelope result(Message.Command command, Outcome outcome) {
    return new Envelope(
        new Address.Handler(meter),
        new Message.Result(command.request(), command.index(), outcome));
  }
}
