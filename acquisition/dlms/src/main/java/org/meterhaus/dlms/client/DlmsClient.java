package org.meterhaus.dlms.client;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.AccessSelection;
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
 * A client associated with one logical device over one connection. Calls block; they are made for
 * virtual threads. Thread-safe: one request is under way at a time, others wait their turn.
 *
 * <p>After {@link MeterException.TimedOut}, {@link MeterException.Unreachable}, {@link
 * MeterException.Malformed} and {@link MeterException.SecurityRefused} the connection is closed,
 * since an answer that comes late would be taken for the next one; open another client. After a
 * refusal it goes on.
 *
 * <p>An exception-response ({@link ServiceRejected}) is not protected even where services are: take
 * it for "not known", not for "not done".
 */
public final class DlmsClient implements AutoCloseable {

  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

  private final LinkConfig link;
  private final ApduLink wire;
  private final Dialogue dialogue;
  private final ReentrantLock turn = new ReentrantLock();
  private final ClientServices services;
  private final Conformance agreed;

  private DlmsClient(LinkConfig link, ApduLink wire, Dialogue dialogue) {
    this.link = link;
    this.wire = wire;
    this.dialogue = dialogue;
    this.services = new ClientServices(dialogue, link);
    this.agreed = dialogue.conformance();
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
    ApduLink wire =
        ApduLink.open(
            link.framing(),
            new InetSocketAddress(link.host(), link.port()),
            link.connectWithin(),
            link.clientSap(),
            link.serverSap(),
            link.maxApduBytes());
    try {
      Dialogue dialogue = new Dialogue(link, association, wire, listener, new SecureRandom());
      dialogue.open();
      return new DlmsClient(link, wire, dialogue);
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
    return get(new AttributeSelection(attribute, null));
  }

  /**
   * Reads the selected part of an attribute.
   *
   * @throws Refused if the server does not give it, or not by such a selection
   */
  public Data get(AttributeRef attribute, Selection selection) throws MeterException {
    AccessSelection access =
        new AccessSelection(selection.accessSelector(), selection.accessParameters());
    return get(new AttributeSelection(attribute, access));
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
    return targets.isEmpty() ? List.of() : exclusively(() -> services.get(targets));
  }

  /**
   * Writes an attribute; a long value goes in blocks if the server takes them.
   *
   * @throws Refused if the server does not take it
   */
  public void set(AttributeRef attribute, Data value) throws MeterException {
    exclusively(() -> {
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
    return targets.isEmpty() ? List.of() : exclusively(() -> services.set(targets, values));
  }

  /**
   * Invokes a method; a long parameter goes in blocks if the server takes them.
   *
   * @return what the method returns, {@link Data.NullData} if nothing
   * @throws Refused if the server does not carry it out
   */
  public Data action(MethodRef method, Data parameter) throws MeterException {
    return exclusively(() -> services.action(method, parameter));
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
    return methods.isEmpty() ? List.of() : exclusively(() -> services.action(methods, parameters));
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
    return exclusively(() -> services.access(parts, data, breakOnError));
  }

  /**
   * Waits for what the server sends unasked and hands it to the listener, for so long. Other calls
   * wait meanwhile.
   */
  public void listen(Duration within) throws MeterException {
    exclusively(() -> {
      dialogue.listen(within);
      return null;
    });
  }

  /** What was agreed: the services both sides have. */
  public Conformance conformance() {
    return agreed;
  }

  /**
   * Releases the association politely, closes the connection; never throws. Waits for a request
   * that another thread has under way; interrupting that thread ends it at once.
   */
  @Override
  public void close() {
    turn.lock();
    try {
      Duration within = link.answerWithin();
      dialogue.release(within.compareTo(RELEASE_WITHIN) < 0 ? within : RELEASE_WITHIN);
    } finally {
      wire.close();
      turn.unlock();
    }
  }

  private Data get(AttributeSelection target) throws MeterException {
    return exclusively(() -> services.get(target));
  }

  /** One exchange with the server, which may take several requests. */
  private interface Exchange<T extends @Nullable Object> {
    T run() throws MeterException;
  }

  private <T extends @Nullable Object> T exclusively(Exchange<T> exchange) throws MeterException {
    turn.lock();
    try {
      if (!dialogue.isOpen()) {
        throw new Unreachable("association is closed");
      }
      return exchange.run();
    } catch (Refused | ServiceRejected e) {
      throw e; // the peer's answer: the association goes on
    } catch (MeterException e) {
      dialogue.lost();
      wire.close();
      throw e;
    } finally {
      turn.unlock();
    }
  }
}
