package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SEND: gives answers to clients. */
final class Send implements Atomic<Send.State> {

  /** Answers not yet given, oldest first. */
  record State(List<Message.Answer> answers) {
    State {
      answers = List.copyOf(answers);
    }
  }

  @Override
  public Address name() {
    return new Address.Send();
  }

  @Override
  public State initial() {
    return new State(List.of());
  }

  @Override
  public Optional<Duration> timeAdvance(State state) {
    return state.answers.isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO);
  }

  @Override
  public List<Envelope> output(State state) {
    return state.answers.stream().map(a -> new Envelope(new Address.Client(), a)).toList();
  }

  @Override
  public State internal(State state) {
    return initial();
  }

  @Override
  public State external(State state, Duration elapsed, Message input) {
    if (input instanceof Message.Answer answer) {
      List<Message.Answer> answers = new ArrayList<>(state.answers);
      answers.add(answer);
      return new State(answers);
    }
    throw new IllegalStateException("SEND does not expect " + input);
  }
}
