package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** RECV: takes requests from clients; passes on those that some HANDLER can serve. */
final class Recv implements Atomic<Recv.State> {
  private final Set<MeterId> meters;

  Recv(Set<MeterId> meters) {
    this.meters = Set.copyOf(meters);
  }

  /** Requests taken and not yet passed on, oldest first. */
  record State(List<Message.Request> taken) {
    State {
      taken = List.copyOf(taken);
    }
  }

  @Override
  public Address name() {
    return new Address.Recv();
  }

  @Override
  public State initial() {
    return new State(List.of());
  }

  @Override
  public Optional<Duration> timeAdvance(State state) {
    return state.taken.isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO);
  }

  @Override
  public List<Envelope> output(State state) {
    return state.taken.stream().map(this::pass).toList();
  }

  private Envelope pass(Message.Request request) {
    if (meters.contains(request.meter())) {
      return new Envelope(new Address.Manager(), request);
    }
    Outcome unknown =
        new Outcome.Failed(Outcome.Failure.UNKNOWN_METER, "no meter " + request.meter());
    int count = request.operations().size();
    return new Envelope(
        new Address.Send(), new Message.Answer(request.id(), Collections.nCopies(count, unknown)));
  }

  @Override
  public State internal(State state) {
    return initial();
  }

  @Override
  public State external(State state, Duration elapsed, Message input) {
    if (input instanceof Message.Request request) {
      List<Message.Request> taken = new ArrayList<>(state.taken);
      taken.add(request);
      return new State(taken);
    }
    throw new IllegalStateException("RECV does not expect " + input);
  }
}
