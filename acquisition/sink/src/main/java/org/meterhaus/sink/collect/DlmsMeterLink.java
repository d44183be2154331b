package org.meterhaus.sink.collect;

import static java.lang.System.Logger.Level.DEBUG;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.sink.roles.MeterId;
import org.meterhaus.sink.roles.MeterPort;
import org.meterhaus.sink.roles.Operation;
import org.meterhaus.sink.roles.Outcome;
import org.meterhaus.sink.roles.Outcome.Failure;

/**
 * A meter's link over DLMS: one virtual thread that opens the association when it is needed, keeps
 * it, and opens it anew after a failure. Whoever answers has to be the meter that is expected, or
 * readings would land in another flat.
 */
final class DlmsMeterLink implements MeterPort, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(DlmsMeterLink.class.getName());
  private static final AttributeRef DEVICE_NAME =
      new AttributeRef(InterfaceClass.DATA, ObisCode.of(0, 0, 42, 0, 0, 255), 2);

  private final MeterId meter;
  private final LinkConfig link;
  private final AssociationConfig association;
  private final ExecutorService thread;

  /** Saying good-bye waits for the peer, and for a request under way: not for the one who asked. */
  private final ExecutorService farewells = Executors.newVirtualThreadPerTaskExecutor();

  private final Object lock = new Object();
  private @Nullable DlmsClient client; // guarded by lock
  private long underWay; // guarded by lock

  DlmsMeterLink(MeterId meter, LinkConfig link, AssociationConfig association) {
    this.meter = meter;
    this.link = link;
    this.association = association;
    this.thread =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("link " + meter).factory());
  }

  @Override
  public void call(long number, Operation operation, Consumer<Outcome> reply) {
    thread.execute(() -> {
      synchronized (lock) {
        underWay = number;
      }
      reply.accept(attempt(operation));
    });
  }

  @Override
  public void abandon(long number) {
    synchronized (lock) {
      if (underWay == number) {
        drop();
      }
    }
  }

  /** Returns when nothing uses the invocation counter any more. */
  @Override
  public void close() {
    thread.shutdownNow(); // an interrupt ends a virtual thread's wait for its socket
    thread.close();
    synchronized (lock) {
      drop();
    }
    farewells.close();
  }

  /**
   * A reading on a connection that turns out to be dead (the meter was restarted) is tried once
   * more on a new one. A change never is: it may have been carried out.
   */
  private Outcome attempt(Operation operation) {
    boolean reused;
    synchronized (lock) {
      reused = client != null;
    }
    Outcome first = once(operation);
    boolean dead =
        first instanceof Outcome.Failed(Failure failure, String _)
            && failure == Failure.UNREACHABLE;
    return reused && dead && operation instanceof Operation.Get ? once(operation) : first;
  }

  private Outcome once(Operation operation) {
    try {
      return new Outcome.Value(perform(opened(), operation));
    } catch (MeterException.Refused e) {
      return new Outcome.Refused(e.resultCode());
    } catch (MeterException e) {
      synchronized (lock) {
        drop();
      }
      LOG.log(DEBUG, "meter {0} at {1}:{2}: {3}", meter, link.host(), link.port(), e);
      return new Outcome.Failed(
          failure(e), "%s:%d: %s".formatted(link.host(), link.port(), e.getMessage()));
    }
  }

  private static Data perform(DlmsClient client, Operation operation) throws MeterException {
    return switch (operation) {
      case Operation.Get get when get.selection().isPresent() ->
          client.get(get.attribute(), get.selection().get());
      case Operation.Get get -> client.get(get.attribute());
      case Operation.Set(AttributeRef attribute, Data value) -> {
        client.set(attribute, value);
        yield new Data.NullData();
      }
      case Operation.Action action -> client.action(action.method(), action.parameter());
    };
  }

  private static Failure failure(MeterException e) {
    return switch (e) {
      case MeterException.TimedOut _ -> Failure.TIMED_OUT;
      case MeterException.Unreachable _ -> Failure.UNREACHABLE;
      case MeterException.AssociationRefused _, MeterException.SecurityRefused _ ->
          Failure.NOT_TRUSTED;
      case MeterException.Malformed _, MeterException.ServiceRejected _, MeterException.Refused _ ->
          Failure.PROTOCOL;
    };
  }

  private DlmsClient opened() throws MeterException {
    synchronized (lock) {
      if (client != null) {
        return client;
      }
    }
    DlmsClient fresh = DlmsClient.open(link, association);
    try {
      requireRightMeter(fresh);
    } catch (MeterException e) {
      fresh.close();
      throw e;
    }
    synchronized (lock) {
      client = fresh;
    }
    return fresh;
  }

  private void requireRightMeter(DlmsClient fresh) throws MeterException {
    String name = fresh.get(DEVICE_NAME).asText();
    if (!name.equals(meter.value())) {
      throw new MeterException.SecurityRefused("another meter answers: '%s'".formatted(name));
    }
  }

  private void drop() {
    DlmsClient old = client;
    client = null;
    if (old != null) {
      farewells.execute(old::close);
    }
  }
}
