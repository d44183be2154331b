package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * REPORT: records what came of each operation, builds the answers, and tells the board how each
 * meter was last met. Does not mind in which order HANDLER's results and MANAGER's notices come.
 */
final class Report implements Atomic<Report.State> {

  /**
   * What is recorded of open requests, and what is about to be sent.
   *
   * @param open by request id
   */
  record State(Map<Long, Entry> open, List<Envelope> due) {
    State {
      open = Map.copyOf(open);
      due = List.copyOf(due);
    }
  }

  /**
   * One open request.
   *
   * @param results by index of the operation
   * @param complete what MANAGER said at its end; null while it is worked on
   */
  record Entry(Map<Integer, Outcome> results, Message.@Nullable Complete complete) {
    static final Entry NEW = new Entry(Map.of(), null);

    Entry {
      results = Map.copyOf(results);
    }
  }

  @Override
  public Address name() {
    return new Address.Report();
  }

  @Override
  public State initial() {
    return new State(Map.of(), List.of());
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
    return new State(state.open, List.of());
  }

  @Override
  public State external(State state, Duration elapsed, Message input) {
    return switch (input) {
      case Message.Begun(Message.Request request) ->
          put(state, request.id(), state.open.getOrDefault(request.id(), Entry.NEW));
      case Message.Result(long id, int index, Outcome outcome) -> {
        Entry entry = state.open.getOrDefault(id, Entry.NEW);
        Map<Integer, Outcome> results = new TreeMap<>(entry.results);
        results.put(index, outcome);
        yield put(state, id, new Entry(results, entry.complete));
      }
      case Message.Complete complete -> {
        Entry entry = state.open.getOrDefault(complete.request().id(), Entry.NEW);
        yield put(state, complete.request().id(), new Entry(entry.results, complete));
      }
      default -> throw new IllegalStateException("REPORT does not expect " + input);
    };
  }

  /** Keeps the entry, or answers if nothing is missing any more. */
  private static State put(State state, long id, Entry entry) {
    Map<Long, Entry> open = new HashMap<>(state.open);
    Message.Complete complete = entry.complete;
    if (complete == null || entry.results.size() < complete.results()) {
      open.put(id, entry);
      return new State(open, state.due);
    }
    open.remove(id);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < complete.request().operations().size(); i++) {
      outcomes.add(entry.results.getOrDefault(i, complete.otherwise()));
    }
    List<Envelope> due = new ArrayList<>(state.due);
    if (complete.results() > 0) {
      due.add(
          new Envelope(
              new Address.Board(),
              new Message.Contact(
                  complete.request().meter(), outcomes.get(complete.results() - 1))));
    }
    due.add(new Envelope(new Address.Send(), new Message.Answer(id, outcomes)));
    return new State(open, due);
  }
}
