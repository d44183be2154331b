package org.meterhaus.sink.roles;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.meterhaus.sink.roles.Message.Priority;
import org.meterhaus.sink.roles.Message.Request;

/** The six roles on real threads: the way from whoever asks to the meters and back. Thread-safe. */
public final class RequestPath implements AutoCloseable {
  private final Map<Address, RoleThread<?>> roles = new HashMap<>();
  private final Map<MeterId, MeterPort> meters;
  private final Consumer<Message.Contact> board;
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private volatile boolean closed;

  private record Waiting(int operations, CompletableFuture<List<Outcome>> answer) {}

  private RequestPath(Map<MeterId, MeterPort> meters, Consumer<Message.Contact> board) {
    this.meters = Map.copyOf(meters);
    this.board = board;
  }

  /**
   * Starts the roles.
   *
   * @param board is told how each meter was last met; must return at once
   */
  public static RequestPath start(
      Map<MeterId, MeterPort> meters, Roles.Limits limits, Consumer<Message.Contact> board) {
    RequestPath path = new RequestPath(meters, board);
    for (Atomic<?> role : Roles.of(meters.keySet(), limits)) {
      path.roles.put(role.name(), new RoleThread<>(role, path::deliver));
    }
    path.roles.values().forEach(RoleThread::start);
    return path;
  }

  /**
   * Asks a meter and waits for the answer, which comes in bounded time after the requests that go
   * first.
   *
   * @return an outcome for each operation, in their order
   */
  public List<Outcome> ask(MeterId meter, Priority priority, List<Operation> operations)
      throws InterruptedException {
    long id = lastId.incrementAndGet();
    Request request = new Request(id, meter, priority, operations);
    CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
    waiting.put(id, new Waiting(operations.size(), answer));
    deliver(new Envelope(new Address.Recv(), request));
    if (closed) {
      giveUp();
    }
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is only ever completed with a value", e);
    } finally {
      waiting.remove(id);
    }
  }

  /** {@link #ask} for a single operation. */
  public Outcome ask(MeterId meter, Priority priority, Operation operation)
      throws InterruptedException {
    return ask(meter, priority, List.of(operation)).getFirst();
  }

  /** Answers everything that waits with {@link Outcome.Failure#CLOSING}. */
  @Override
  public void close() {
    closed = true;
    roles.values().forEach(RoleThread::stop);
    roles.values().forEach(RoleThread::close);
    giveUp();
  }

  private void giveUp() {
    Outcome closing = new Outcome.Failed(Outcome.Failure.CLOSING, "the sink is closing");
    waiting.values().forEach(w -> w.answer.complete(Collections.nCopies(w.operations, closing)));
  }

  /** The couplings: inside to a mailbox, outside to its port. */
  private void deliver(Envelope envelope) {
    switch (envelope.to()) {
      case Address.Client _ when envelope.message() instanceof Message.Answer answer -> {
        Waiting asked = waiting.get(answer.request());
        if (asked != null) {
          asked.answer.complete(answer.outcomes());
        }
      }
      case Address.Board _ when envelope.message() instanceof Message.Contact contact ->
          board.accept(contact);
      case Address.Meter(MeterId meter) -> deliver(meter, envelope.message());
      default -> role(envelope.to()).put(envelope.message());
    }
  }

  private void deliver(MeterId meter, Message message) {
    MeterPort port = meters.get(meter);
    if (port == null) {
      throw new IllegalStateException("no port for " + meter);
    }
    switch (message) {
      case Message.Call(long call, Operation operation) -> {
        RoleThread<?> micro = role(new Address.MicroHandler(meter));
        port.call(call, operation, outcome -> micro.put(new Message.Reply(call, outcome)));
      }
      case Message.Abandon(long call) -> port.abandon(call);
      default -> throw new IllegalStateException("a meter's port does not expect " + message);
    }
  }

  private RoleThread<?> role(Address address) {
    RoleThread<?> role = roles.get(address);
    if (role == null) {
      throw new IllegalStateException("nothing at " + address);
    }
    return role;
  }
}
