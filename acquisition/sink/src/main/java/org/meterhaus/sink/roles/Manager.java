package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * MANAGER: stores requests and lets them go by priority, oldest first within one, one at a time for
 * each meter. A request that has begun is never interrupted. Polls are bounded over all meters;
 * what somebody waits for is not, so that a building full of polls cannot keep a command waiting.
 */
final class Manager implements Atomic<Manager.State> {
  private static final Outcome.Failed BUSY =
      new Outcome.Failed(Outcome.Failure.BUSY, "too many requests are waiting");
  private static final Outcome.Failed NOT_TRIED =
      new Outcome.Failed(Outcome.Failure.UNREACHABLE, "not tried: an operation before it failed");

  private final int pollsAtOnce;
  private final int mostWaiting;

  /**
   * With its bounds.
   *
   * @param pollsAtOnce meters polled at the same time, 1 or more
   * @param mostWaiting requests waiting before the next one is refused, 1 or more
   */
  Manager(int pollsAtOnce, int mostWaiting) {
    this.pollsAtOnce = pollsAtOnce;
    this.mostWaiting = mostWaiting;
  }

  /**
   * What waits and what works.
   *
   * @param waiting in the order of coming
   * @param working begun and not done, one a meter at most
   * @param answers to be asked from REPORT
   */
  record State(
      List<Message.Request> waiting,
      List<Message.Request> working,
      List<Message.Complete> answers) {
    State {
      waiting = List.copyOf(waiting);
      working = List.copyOf(working);
      answers = List.copyOf(answers);
    }
  }

  @Override
  public Address name() {
    return new Address.Manager();
  }

  @Override
  public State initial() {
    return new State(List.of(), List.of(), List.of());
  }

  @Override
  public Optional<Duration> timeAdvance(State state) {
    boolean something = !state.answers.isEmpty() || !startable(state).isEmpty();
    return something ? Optional.of(Duration.ZERO) : Optional.empty();
  }

  @Override
  public List<Envelope> output(State state) {
    List<Envelope> out = new ArrayList<>();
    state.answers.forEach(a -> out.add(new Envelope(new Address.Report(), a)));
    for (Message.Request request : startable(state)) {
      out.add(new Envelope(new Address.Report(), new Message.Begun(request)));
      out.add(new Envelope(new Address.Handler(request.meter()), request));
    }
    return out;
  }

  @Override
  public State internal(State state) {
    List<Message.Request> started = startable(state);
    List<Message.Request> waiting = new ArrayList<>(state.waiting);
    waiting.removeAll(started);
    List<Message.Request> working = new ArrayList<>(state.working);
    working.addAll(started);
    return new State(waiting, working, List.of());
  }

  @Override
  public State external(State state, Duration elapsed, Message input) {
    return switch (input) {
      case Message.Request request when state.waiting.size() >= mostWaiting ->
          answer(state, new Message.Complete(request, 0, BUSY));
      case Message.Request request -> {
        List<Message.Request> waiting = new ArrayList<>(state.waiting);
        waiting.add(request);
        yield new State(waiting, state.working, state.answers);
      }
      case Message.Done(Message.Request request, int results) -> {
        List<Message.Request> working = new ArrayList<>(state.working);
        if (!working.remove(request)) {
          throw new IllegalStateException("done, but never begun: " + request);
        }
        yield answer(
            new State(state.waiting, working, state.answers),
            new Message.Complete(request, results, NOT_TRIED));
      }
      default -> throw new IllegalStateException("MANAGER does not expect " + input);
    };
  }

  private static State answer(State state, Message.Complete answer) {
    List<Message.Complete> answers = new ArrayList<>(state.answers);
    answers.add(answer);
    return new State(state.waiting, state.working, answers);
  }

  /** Those that may begin now, in the order in which they do. */
  private List<Message.Request> startable(State state) {
    Set<MeterId> taken = new HashSet<>();
    state.working.forEach(r -> taken.add(r.meter()));
    int polls =
        (int) state.working.stream().filter(r -> r.priority() == Message.Priority.POLL).count();
    List<Message.Request> startable = new ArrayList<>();
    for (Message.Priority priority : Message.Priority.values()) {
      for (Message.Request request : state.waiting) {
        boolean isPoll = priority == Message.Priority.POLL;
        if (request.priority() == priority
            && (!isPoll || polls < pollsAtOnce)
            && taken.add(request.meter())) {
          startable.add(request);
          polls += isPoll ? 1 : 0;
        }
      }
    }
    return startable;
  }
}
