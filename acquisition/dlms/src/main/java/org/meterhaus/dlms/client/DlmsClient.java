package org.meterhaus.dlms.client;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.transport.ApduLink;

/**
 * A client associated with one logical device. Calls block; they are made for virtual threads.
 * Thread-safe: one request is under way at a time, others wait their turn.
 *
 * <p>After {@link MeterException.TimedOut}, {@link MeterException.Unreachable}, {@link
 * MeterException.Malformed} and {@link MeterException.SecurityRefused} the connection is closed,
 * since an answer that comes late would be taken for the next one. With {@link Reconnection#NONE}
 * that is the end: open another client. Otherwise the next call connects and associates again, and
 * a read does so by itself if the connection was lost or the answer did not come: it goes on where
 * it was in a profile's rows, and else begins anew. A write or a method is never sent twice. After
 * a refusal the connection goes on.
 *
 * <p>An exception-response ({@link ServiceRejected}) is not protected even where services are: take
 * it for "not known", not for "not done".
 */
public final class DlmsClient implements AutoCloseable {

  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

  /** One connection with its association. */
  private record Session(ApduLink wire, Dialogue dialogue, ClientServices services) {
    void lose() {
      dialogue.lost();
      wire.close();
    }
  }

  private final LinkConfig link;
  private final AssociationConfig association;
  private final NotificationListener listener;
  private final Reconnection reconnection;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock turn = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Session session;

  private DlmsClient(
      LinkConfig link,
      AssociationConfig association,
      NotificationListener listener,
      Reconnection reconnection)
      throws MeterException {
    this.link = link;
    this.association = association;
    this.listener = listener;
    this.reconnection = reconnection;
    this.session = open(link, association, listener, random);
  }

  /**
   * Connects and associates; with HLS both sides have proven themselves when it returns.
   *
   * @throws MeterException.Unreachable if there is no connection
   * @throws MeterException.AssociationRefused if the server does not want this client
   * @throws MeterException.SecurityRefused if the server's proof or protection does not fit
   */
  public static DlmsClient open(LinkConfig link, AssociationConfig association)
      throws MeterException {
    return open(link, association, NotificationListener.NONE);
  }

  /**
   * The same, with somebody who takes what the server sends unasked: while an answer is waited for,
   * and during {@link #listen}.
   */
  public static DlmsClient open(
      LinkConfig link, AssociationConfig association, NotificationListener listener)
      throws MeterException {
    return open(link, association, listener, Reconnection.NONE);
  }

  /**
   * The same, with how to go on after the connection is lost. The first connection is tried once.
   */
  public static DlmsClient open(
      LinkConfig link,
      AssociationConfig association,
      NotificationListener listener,
      Reconnection reconnection)
      throws MeterException {
    return new DlmsClient(link, association, listener, reconnection);
  }

  private static Session open(
      LinkConfig link,
      AssociationConfig association,
      NotificationListener listener,
      SecureRandom random)
      throws MeterException {
    ApduLink wire =
        ApduLink.open(
            link.framing(),
            new InetSocketAddress(link.host(), link.port()),
            link.connectWithin(),
            link.clientSap(),
            link.serverSap(),
            link.maxApduBytes());
    try {
      Dialogue dialogue = new Dialogue(link, association, wire, listener, random);
      dialogue.open();
      return new Session(wire, dialogue, new ClientServices(dialogue, link));
    } catch (MeterException | RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  /**
   * Reads a whole attribute; a long one comes in blocks and is put together.
   *
   * @throws Refused if the server does not give it
   */
  public Data get(AttributeRef attribute) throws MeterException {
    return read(new RowsRead(attribute, null, link.dataLimits()));
  }

  /**
   * Reads the selected part of an attribute.
   *
   * @throws Refused if the server does not give it, or not by such a selection
   */
  public Data get(AttributeRef attribute, Selection selection) throws MeterException {
    return read(new RowsRead(attribute, selection, link.dataLimits()));
  }

  /**
   * Reads several attributes, in as few requests as the server takes.
   *
   * @return a value or the reason why there is none for each, in the order asked
   */
  public List<GetResult> get(List<AttributeRef> attributes) throws MeterException {
    return getSelected(
        attributes.stream().map(each -> new AttributeSelection(each, null)).toList());
  }

  /** Reads several attributes or selected parts of them, as {@link #get(List)}. */
  public List<GetResult> getSelected(List<AttributeSelection> targets) throws MeterException {
    return targets.isEmpty() ? List.of() : reading(services -> services.get(targets));
  }

  /**
   * Writes an attribute; a long value goes in blocks if the server takes them.
   *
   * @throws Refused if the server does not take it
   */
  public void set(AttributeRef attribute, Data value) throws MeterException {
    changing(services -> {
      services.set(new AttributeSelection(attribute, null), value);
      return null;
    });
  }

  /**
   * Writes several attributes in one request, or in blocks of one.
   *
   * @param values as many as attributes, in their order
   * @return the data-access-result of each, 0 = written
   * @throws Refused if the server takes none of them
   */
  public List<Integer> set(List<AttributeRef> attributes, List<Data> values) throws MeterException {
    if (attributes.size() != values.size()) {
      throw new IllegalArgumentException(
          attributes.size() + " attributes but " + values.size() + " values");
    }
    List<AttributeSelection> targets =
        attributes.stream().map(each -> new AttributeSelection(each, null)).toList();
    return targets.isEmpty() ? List.of() : changing(services -> services.set(targets, values));
  }

  /**
   * Invokes a method; a long parameter goes in blocks if the server takes them.
   *
   * @return what the method returns, {@link Data.NullData} if nothing
   * @throws Refused if the server does not carry it out
   */
  public Data action(MethodRef method, Data parameter) throws MeterException {
    return changing(services -> services.action(method, parameter));
  }

  /**
   * Invokes several methods in one request, or in blocks of one.
   *
   * @param parameters as many as methods, {@link Data.NullData} where there is none
   * @return the outcome of each, in their order
   * @throws Refused if the server carries none of them out
   */
  public List<ActionOutcome> action(List<MethodRef> methods, List<Data> parameters)
      throws MeterException {
    if (methods.size() != parameters.size()) {
      throw new IllegalArgumentException(
          methods.size() + " methods but " + parameters.size() + " parameters");
    }
    return methods.isEmpty()
        ? List.of()
        : changing(services -> services.action(methods, parameters));
  }

  /**
   * Reads, writes and methods in one request, carried out in their order; needs {@link
   * Conformance#ACCESS}, and general protection if messages are protected.
   *
   * @param data as many as parts, {@link Data.NullData} where there is none
   * @param breakOnError stop at the first error; the answer then has fewer outcomes
   * @return data and outcome of each
   */
  public Apdu.AccessResponse access(
      List<AccessSpecification> parts, List<Data> data, boolean breakOnError)
      throws MeterException {
    if (parts.size() != data.size()) {
      throw new IllegalArgumentException(parts.size() + " parts but " + data.size() + " data");
    }
    return changing(services -> services.access(parts, data, breakOnError));
  }

  /**
   * Waits for what the server sends unasked and hands it to the listener, for so long. Other calls
   * wait meanwhile.
   */
  public void listen(Duration within) throws MeterException {
    changing(_ -> {
      session.dialogue().listen(within);
      return null;
    });
  }

  /** What was agreed: the services both sides have. */
  public Conformance conformance() {
    return session.dialogue().conformance();
  }

  /**
   * Releases the association politely, closes the connection; never throws. Waits for a request
   * that another thread has under way, but not for another try of it; interrupting that thread ends
   * it at once.
   */
  @Override
  public void close() {
    closed.countDown();
    turn.lock();
    try {
      Duration within = link.answerWithin();
      session.dialogue().release(within.compareTo(RELEASE_WITHIN) < 0 ? within : RELEASE_WITHIN);
    } finally {
      session.wire().close();
      turn.unlock();
    }
  }

  /** One exchange with the server, which may take several requests. */
  private interface Exchange<T extends @Nullable Object> {
    T run(ClientServices services) throws MeterException;
  }

  /** A read that goes on where it was when the connection was lost. */
  private Data read(RowsRead read) throws MeterException {
    return reading(
        services -> {
          try {
            Data all = read.joined(services.get(read.next(), read));
            return all != null ? all : services.get(read.next(), read);
          } catch (Refused e) {
            if (!read.beginAnew()) {
              throw e;
            }
            return services.get(read.next(), read);
          }
        },
        read::kept);
  }

  private <T extends @Nullable Object> T reading(Exchange<T> exchange) throws MeterException {
    return reading(exchange, () -> 0);
  }

  /**
   * Something that does no harm if it is done twice. Whoever gets further each time does not run
   * out of tries.
   *
   * @param progress how far it has got
   */
  private <T extends @Nullable Object> T reading(Exchange<T> exchange, IntSupplier progress)
      throws MeterException {
    turn.lock();
    try {
      int most = 0;
      for (int failures = 0; ; ) {
        try {
          return once(connected(), exchange);
        } catch (Unreachable | TimedOut e) {
          int now = progress.getAsInt();
          failures = now > most ? 1 : failures + 1;
          most = Math.max(most, now);
          waitAfter(failures, e);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Something that may have been done when the connection is lost, so that it is tried once. */
  private <T extends @Nullable Object> T changing(Exchange<T> exchange) throws MeterException {
    turn.lock();
    try {
      return once(connectedInTheEnd(), exchange);
    } finally {
      turn.unlock();
    }
  }

  private Session connectedInTheEnd() throws MeterException {
    for (int failures = 0; ; ) {
      try {
        return connected();
      } catch (Unreachable | TimedOut e) {
        waitAfter(++failures, e);
      }
    }
  }

  /** The open session, or another one if it has ended and there may be another. */
  private Session connected() throws MeterException {
    Session current = session;
    if (current.dialogue().isOpen()) {
      return current;
    }
    if (reconnection.attempts() == 0 || closed.getCount() == 0) {
      throw new Unreachable("association is closed");
    }
    current = open(link, association, listener, random);
    session = current;
    return current;
  }

  private static <T extends @Nullable Object> T once(Session session, Exchange<T> exchange)
      throws MeterException {
    try {
      return exchange.run(session.services());
    } catch (Refused | ServiceRejected e) {
      throw e; // the peer's answer: the association goes on
    } catch (MeterException e) {
      session.lose();
      throw e;
    }
  }

  /**
   * Waits until the next try.
   *
   * @param failures in a row
   * @throws MeterException the last failure if there is to be no other try
   */
  private <E extends MeterException> void waitAfter(int failures, E failure) throws E {
    if (failures > reconnection.attempts()) {
      throw failure;
    }
    try {
      if (closed.await(reconnection.pause(failures, random).toNanos(), TimeUnit.NANOSECONDS)) {
        throw failure;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
