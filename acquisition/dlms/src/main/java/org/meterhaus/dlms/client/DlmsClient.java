package org.meterhaus.dlms.client;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.OctetWriter;
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

  private static final int CONFIRMED_HIGH_PRIORITY = 0xC0;
  private static final int INVOKE_IDS = 16;
  private static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

  private final LinkConfig link;
  private final ApduLink wire;
  private final Dialogue dialogue;
  private final ReentrantLock turn = new ReentrantLock();
  private int invokeId;

  private DlmsClient(LinkConfig link, ApduLink wire, Dialogue dialogue) {
    this.link = link;
    this.wire = wire;
    this.dialogue = dialogue;
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
    ApduLink wire =
        ApduLink.open(
            link.framing(),
            new InetSocketAddress(link.host(), link.port()),
            link.connectWithin(),
            link.clientSap(),
            link.serverSap(),
            link.maxApduBytes());
    try {
      Dialogue dialogue = new Dialogue(link, association, wire, new SecureRandom());
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
   * Reads several attributes, in one request where the server can do that.
   *
   * @return a value or the reason why there is none for each, in the order asked
   */
  public List<GetResult> get(List<AttributeRef> attributes) throws MeterException {
    if (attributes.isEmpty()) {
      return List.of();
    }
    return exclusively(() ->
        dialogue.conformance().has(Conformance.MULTIPLE_REFERENCES)
            ? getTogether(attributes)
            : getOneByOne(attributes));
  }

  /**
   * Writes an attribute.
   *
   * @throws Refused if the server does not take it
   */
  public void set(AttributeRef attribute, Data value) throws MeterException {
    exclusively(() -> {
      int invoke = nextInvoke();
      AttributeSelection target = new AttributeSelection(attribute, null);
      if (!(dialogue.ask(new Apdu.SetRequest(invoke, target, value))
          instanceof Apdu.SetResponse(int answered, int result))) {
        throw new Malformed("expected a set-response");
      }
      requireInvoke(invoke, answered);
      if (result != 0) {
        throw new Refused(Refused.Service.SET, result, DataAccessResult.nameOf(result));
      }
      return null;
    });
  }

  /**
   * Invokes a method.
   *
   * @return what the method returns, {@link Data.NullData} if nothing
   * @throws Refused if the server does not carry it out
   */
  public Data action(MethodRef method, Data parameter) throws MeterException {
    return exclusively(() -> {
      int invoke = nextInvoke();
      if (!(dialogue.ask(new Apdu.ActionRequest(invoke, method, parameter))
          instanceof Apdu.ActionResponse(int answered, int result, GetResult returned))) {
        throw new Malformed("expected an action-response");
      }
      requireInvoke(invoke, answered);
      if (result != 0) {
        throw new Refused(Refused.Service.ACTION, result, ActionResult.nameOf(result));
      }
      return returned == null ? new Data.NullData() : value(returned, Refused.Service.ACTION);
    });
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
    return exclusively(() -> {
      int invoke = nextInvoke();
      Apdu answer = dialogue.ask(new Apdu.GetRequest(invoke, target));
      if (answer instanceof Apdu.GetResponse(int answered, GetResult result)) {
        requireInvoke(invoke, answered);
        return value(result, Refused.Service.GET);
      }
      if (answer instanceof Apdu.GetResponseWithDatablock first) {
        return DataCodec.decode(joined(invoke, first), link.dataLimits());
      }
      throw new Malformed("expected a get-response");
    });
  }

  private List<GetResult> getTogether(List<AttributeRef> attributes) throws MeterException {
    int invoke = nextInvoke();
    List<AttributeSelection> targets =
        attributes.stream().map(each -> new AttributeSelection(each, null)).toList();
    Apdu answer = dialogue.ask(new Apdu.GetRequestWithList(invoke, targets));
    List<GetResult> results;
    if (answer instanceof Apdu.GetResponseWithList(int answered, List<GetResult> all)) {
      requireInvoke(invoke, answered);
      results = all;
    } else if (answer instanceof Apdu.GetResponseWithDatablock first) {
      results = ApduCodec.decodeResults(joined(invoke, first), link.dataLimits());
    } else {
      throw new Malformed("expected a get-response with list");
    }
    if (results.size() != attributes.size()) {
      throw new Malformed(
          "asked for " + attributes.size() + " attributes but got " + results.size());
    }
    return results;
  }

  private List<GetResult> getOneByOne(List<AttributeRef> attributes) throws MeterException {
    List<GetResult> results = new ArrayList<>(attributes.size());
    for (AttributeRef attribute : attributes) {
      try {
        results.add(new GetResult.Value(get(attribute)));
      } catch (Refused e) {
        results.add(new GetResult.Refusal(e.resultCode()));
      }
    }
    return List.copyOf(results);
  }

  /** Fetches the blocks after the first and joins all of them. */
  private Bytes joined(int invoke, Apdu.GetResponseWithDatablock first) throws MeterException {
    OctetWriter whole = new OctetWriter(link.maxApduBytes());
    Apdu.GetResponseWithDatablock block = first;
    for (long expected = 1; ; expected++) {
      requireInvoke(invoke, block.invoke());
      switch (block.block()) {
        case Block.Raw(Bytes octets) -> {
          if (whole.size() + (long) octets.size() > link.maxValueBytes()) {
            throw new Malformed("value of more than " + link.maxValueBytes() + " octets");
          }
          // A block without octets would let a server keep us here for ever.
          if (octets.isEmpty() && !block.lastBlock()) {
            throw new Malformed("empty block " + block.blockNumber());
          }
          whole.bytes(octets);
        }
        case Block.Aborted(int code) ->
            throw new Refused(Refused.Service.GET, code, DataAccessResult.nameOf(code));
      }
      if (block.blockNumber() != expected) {
        throw new Malformed("expected block " + expected + " but got " + block.blockNumber());
      }
      if (block.lastBlock()) {
        return whole.toBytes();
      }
      if (!(dialogue.ask(new Apdu.GetRequestNext(invoke, expected))
          instanceof Apdu.GetResponseWithDatablock next)) {
        throw new Malformed("expected a block");
      }
      block = next;
    }
  }

  private static Data value(GetResult result, Refused.Service service) throws Refused {
    return switch (result) {
      case GetResult.Value(Data data) -> data;
      case GetResult.Refusal(int code) ->
          throw new Refused(service, code, DataAccessResult.nameOf(code));
    };
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

  private int nextInvoke() {
    invokeId = (invokeId + 1) % INVOKE_IDS;
    return CONFIRMED_HIGH_PRIORITY | invokeId;
  }

  /** Only the invoke id has to match: some servers do not repeat the priority. */
  private static void requireInvoke(int asked, int answered) throws Malformed {
    if ((asked & 0x0F) != (answered & 0x0F)) {
      throw new Malformed(
          "asked with invoke id " + (asked & 0x0F) + " but answered " + (answered & 0x0F));
    }
  }
}
