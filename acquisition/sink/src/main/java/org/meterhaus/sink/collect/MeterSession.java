package org.meterhaus.sink.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.sink.roles.Message.Priority;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.Operation;
import org.meterhaus.sink.roles.Outcome;
import org.meterhaus.sink.roles.RequestPath;

/** What a poll asks of its meter, by way of the roles and behind everybody else. */
record MeterSession(RequestPath path, MeterId meter) {

  /**
   * Reads attributes in one request.
   *
   * @return a value for each; empty where the meter refuses
   */
  List<Optional<Data>> get(List<AttributeRef> attributes) throws PollFailed, InterruptedException {
    if (attributes.isEmpty()) {
      return List.of();
    }
    List<Operation> operations = new ArrayList<>();
    attributes.forEach(attribute -> operations.add(new Operation.Get(attribute)));
    List<Optional<Data>> values = new ArrayList<>();
    for (Outcome outcome : path.ask(meter, Priority.POLL, operations)) {
      values.add(value(outcome));
    }
    return values;
  }

  /** Reads an attribute; empty if the meter refuses. */
  Optional<Data> get(AttributeRef attribute) throws PollFailed, InterruptedException {
    return get(List.of(attribute)).getFirst();
  }

  /** Reads a part of an attribute; empty if the meter refuses. */
  Optional<Data> get(AttributeRef attribute, Selection selection)
      throws PollFailed, InterruptedException {
    Operation operation = new Operation.Get(attribute, Optional.of(selection));
    return value(path.ask(meter, Priority.POLL, operation));
  }

  private static Optional<Data> value(Outcome outcome) throws PollFailed {
    return switch (outcome) {
      case Outcome.Value(Data data) -> Optional.of(data);
      case Outcome.Refused _ -> Optional.empty();
      case Outcome.Failed(Outcome.Failure failure, String detail) ->
          throw new PollFailed(failure + ": " + detail);
    };
  }
}
