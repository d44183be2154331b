package org.meterhaus.sink.roles;

import java.util.List;

/** What the roles say to each other. */
public sealed interface Message {

  /**
   * From a client over RECV and MANAGER to a HANDLER.
   *
   * @param id unique while the sink runs
   * @param operations carried out in this order, one at least
   */
  record Request(long id, MeterId meter, Priority priority, List<Operation> operations)
      implements Message {
    public Request {
      operations = List.copyOf(operations);
      if (operations.isEmpty()) {
        throw new IllegalArgumentException("a request must have one operation at least");
      }
    }
  }

  /** Who goes first when several requests wait; earlier constants do. */
  enum Priority {
    /** Changes something that somebody waits for: SET and ACTION. */
    URGENT,
    /** Somebody waits for the value. */
    ASKED,
    /** The sink's own polling. */
    POLL
  }

  /** MANAGER to REPORT: work on this request begins. */
  record Begun(Request request) implements Message {}

  /**
   * HANDLER to uHANDLER: carry this out.
   *
   * @param index of the operation in its request, from 0
   */
  record Command(long request, int index, Operation operation) implements Message {}

  /** HANDLER to uHANDLER: nobody waits for this any more. */
  record Cancel(long request, int index) implements Message {}

  /** uHANDLER to HANDLER, and HANDLER to REPORT: what came of an operation. */
  record Result(long request, int index, Outcome outcome) implements Message {}

  /**
   * HANDLER to MANAGER: no more comes for this request, and the meter is free again.
   *
   * @param results how many results REPORT was or will be given
   */
  record Done(Request request, int results) implements Message {}

  /**
   * MANAGER to REPORT: answer this request.
   *
   * @param results how many results there are; operations beyond were not carried out
   * @param otherwise what is said of those
   */
  record Complete(Request request, int results, Outcome.Failed otherwise) implements Message {}

  /** REPORT over SEND to the client: an outcome for each operation of the request, in its order. */
  record Answer(long request, List<Outcome> outcomes) implements Message {
    public Answer {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** REPORT to the board: the meter answered, or did not. */
  record Contact(MeterId meter, Outcome last) implements Message {}

  /**
   * uHANDLER to the meter's link: do this now.
   *
   * @param call number of this attempt on this link, from 1
   */
  record Call(long call, Operation operation) implements Message {}

  /** uHANDLER to the meter's link: give this attempt up. */
  record Abandon(long call) implements Message {}

  /** The meter's link to uHANDLER. */
  record Reply(long call, Outcome outcome) implements Message {}
}
