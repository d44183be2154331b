package org.meterhaus.dlms.client;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.MeterException.ServiceRejected;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.AccessOutcome;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * GET, SET and ACTION of one association, whole or in blocks, one after another. Not thread-safe.
 */
final class ClientServices {

  private static final int CONFIRMED_HIGH_PRIORITY = 0xC0;
  private static final long CONFIRMED_HIGH_PRIORITY_LONG = 0xC000_0000L;
  private static final int INVOKE_IDS = 16;

  /** Octets of a request before a target with its count, and of one target, at least. */
  private static final int LIST_HEADER = 5;

  /** Octets of the largest header before the octets of a block, without what is written to. */
  private static final int BLOCK_HEADER = 16;

  private final Dialogue dialogue;
  private final LinkConfig link;
  private int invokeId;

  ClientServices(Dialogue dialogue, LinkConfig link) {
    this.dialogue = dialogue;
    this.link = link;
  }

  Data get(AttributeSelection target) throws MeterException {
    return get(target, _ -> {});
  }

  /** Takes the blocks of a long answer as they come. */
  interface Blocks {
    void received(Bytes octets);
  }

  /** The same for who wants to keep what came before the connection is lost. */
  Data get(AttributeSelection target, Blocks blocks) throws MeterException {
    int invoke = nextInvoke();
    Apdu answer = dialogue.ask(new Apdu.GetRequest(invoke, target));
    if (answer instanceof Apdu.GetResponse(int answered, GetResult result)) {
      requireInvoke(invoke, answered);
      return value(result, Refused.Service.GET);
    }
    if (answer instanceof Apdu.GetResponseWithDatablock first) {
      return DataCodec.decode(joined(invoke, first, blocks), link.dataLimits());
    }
    throw new Malformed("expected a get-response");
  }

  /** Several reads, in as few requests as the server takes. */
  List<GetResult> get(List<AttributeSelection> targets) throws MeterException {
    List<GetResult> results = new ArrayList<>(targets.size());
    for (List<AttributeSelection> part : parts(targets)) {
      if (part.size() == 1 || !has(Conformance.MULTIPLE_REFERENCES)) {
        for (AttributeSelection each : part) {
          results.add(getAlone(each));
        }
      } else {
        results.addAll(getTogether(part));
      }
    }
    return List.copyOf(results);
  }

  void set(AttributeSelection target, Data value) throws MeterException {
    int invoke = nextInvoke();
    Apdu whole = new Apdu.SetRequest(invoke, target, value);
    int result;
    if (!has(Conformance.BLOCK_TRANSFER_WITH_SET) || dialogue.takes(whole)) {
      if (!(dialogue.ask(whole) instanceof Apdu.SetResponse(int answered, int alone))) {
        throw new Malformed("expected a set-response");
      }
      requireInvoke(invoke, answered);
      result = alone;
    } else {
      OctetWriter out = new OctetWriter(256);
      DataCodec.encode(value, out);
      Apdu answer =
          setInBlocks(
              invoke,
              out.toBytes(),
              block -> new Apdu.SetRequestWithFirstDatablock(invoke, target, block));
      if (!(answer instanceof Apdu.SetResponseLastDatablock(int answered, int last, long _))) {
        throw new Malformed("expected the result of a SET in blocks");
      }
      requireInvoke(invoke, answered);
      result = last;
    }
    if (result != 0) {
      throw new Refused(Refused.Service.SET, result, DataAccessResult.nameOf(result));
    }
  }

  /** Several writes; the result of each in their order. */
  List<Integer> set(List<AttributeSelection> targets, List<Data> values) throws MeterException {
    int invoke = nextInvoke();
    Apdu whole = new Apdu.SetRequestWithList(invoke, targets, values);
    Apdu answer =
        !has(Conformance.BLOCK_TRANSFER_WITH_SET) || dialogue.takes(whole)
            ? dialogue.ask(whole)
            : setInBlocks(
                invoke,
                ApduCodec.encodeValues(values),
                block -> new Apdu.SetRequestWithListAndFirstDatablock(invoke, targets, block));
    List<Integer> results =
        switch (answer) {
          case Apdu.SetResponseWithList(int answered, List<Integer> all) -> {
            requireInvoke(invoke, answered);
            yield all;
          }
          case Apdu.SetResponseLastDatablockWithList(int answered, List<Integer> all, long _) -> {
            requireInvoke(invoke, answered);
            yield all;
          }
          case Apdu.SetResponseLastDatablock(int _, int result, long _) ->
              throw new Refused(Refused.Service.SET, result, DataAccessResult.nameOf(result));
          default -> throw new Malformed("expected a set-response with list");
        };
    requireCount(targets.size(), results.size());
    return results;
  }

  Data action(MethodRef method, Data parameter) throws MeterException {
    int invoke = nextInvoke();
    Apdu whole = new Apdu.ActionRequest(invoke, method, parameter);
    Apdu answer;
    if (!has(Conformance.BLOCK_TRANSFER_WITH_ACTION) || dialogue.takes(whole)) {
      answer = dialogue.ask(whole);
    } else {
      OctetWriter out = new OctetWriter(256);
      DataCodec.encode(parameter, out);
      answer =
          actInBlocks(
              invoke,
              out.toBytes(),
              block -> new Apdu.ActionRequestWithFirstPblock(invoke, method, block));
    }
    if (answer instanceof Apdu.ActionResponseWithPblock first) {
      GetResult returned = ApduCodec.decodeReturned(returned(invoke, first), link.dataLimits());
      return value(returned, Refused.Service.ACTION);
    }
    if (!(answer instanceof Apdu.ActionResponse(int answered, int result, GetResult returned))) {
      throw new Malformed("expected an action-response");
    }
    requireInvoke(invoke, answered);
    requireDone(result);
    return returned == null ? new Data.NullData() : value(returned, Refused.Service.ACTION);
  }

  /** Several methods; the outcome of each in their order. */
  List<ActionOutcome> action(List<MethodRef> methods, List<Data> parameters) throws MeterException {
    int invoke = nextInvoke();
    Apdu whole = new Apdu.ActionRequestWithList(invoke, methods, parameters);
    Apdu answer =
        !has(Conformance.BLOCK_TRANSFER_WITH_ACTION) || dialogue.takes(whole)
            ? dialogue.ask(whole)
            : actInBlocks(
                invoke,
                ApduCodec.encodeValues(parameters),
                block -> new Apdu.ActionRequestWithListAndFirstPblock(invoke, methods, block));
    List<ActionOutcome> outcomes =
        switch (answer) {
          case Apdu.ActionResponseWithList(int answered, List<ActionOutcome> all) -> {
            requireInvoke(invoke, answered);
            yield all;
          }
          case Apdu.ActionResponseWithPblock first ->
              ApduCodec.decodeOutcomes(returned(invoke, first), link.dataLimits());
          case Apdu.ActionResponse(int _, int result, GetResult _) -> {
            requireDone(result);
            throw new Malformed("expected an action-response with list");
          }
          default -> throw new Malformed("expected an action-response with list");
        };
    requireCount(methods.size(), outcomes.size());
    return outcomes;
  }

  /** Reads, writes and methods in one request. */
  Apdu.AccessResponse access(List<AccessSpecification> parts, List<Data> data, boolean breakOnError)
      throws MeterException {
    if (!has(Conformance.ACCESS)) {
      throw new ServiceRejected(
          Apdu.ExceptionResponse.SERVICE_UNKNOWN, Apdu.ExceptionResponse.SERVICE_NOT_SUPPORTED);
    }
    nextInvoke();
    long invoke =
        CONFIRMED_HIGH_PRIORITY_LONG | invokeId | (breakOnError ? AccessOutcome.BREAK_ON_ERROR : 0);
    if (!(dialogue.ask(new Apdu.AccessRequest(invoke, Bytes.EMPTY, parts, data))
        instanceof Apdu.AccessResponse response)) {
      throw new Malformed("expected an access-response");
    }
    if ((response.invoke() & 0xFF_FFFF) != invokeId) {
      throw new Malformed("access-response to another request");
    }
    requireCount(response.outcomes().size(), response.data().size());
    boolean stopped = breakOnError && response.outcomes().size() < parts.size();
    if (!stopped) {
      requireCount(parts.size(), response.outcomes().size());
    }
    return response;
  }

  /** Makes the request that begins a transfer with its first block. */
  private interface Beginning {
    Apdu with(DataBlock first);
  }

  private Apdu setInBlocks(int invoke, Bytes whole, Beginning beginning) throws MeterException {
    int sent = 0;
    for (long number = 1; ; number++) {
      DataBlock block = block(whole, sent, number, beginning);
      sent += block.octets().size();
      Apdu request =
          number == 1 ? beginning.with(block) : new Apdu.SetRequestWithDatablock(invoke, block);
      Apdu answer = dialogue.ask(request);
      if (block.last()
          || !(answer instanceof Apdu.SetResponseDatablock(int answered, long acknowledged))) {
        return answer;
      }
      requireInvoke(invoke, answered);
      requireNumber(number, acknowledged);
    }
  }

  private Apdu actInBlocks(int invoke, Bytes whole, Beginning beginning) throws MeterException {
    int sent = 0;
    for (long number = 1; ; number++) {
      DataBlock block = block(whole, sent, number, beginning);
      sent += block.octets().size();
      Apdu request =
          number == 1 ? beginning.with(block) : new Apdu.ActionRequestWithPblock(invoke, block);
      Apdu answer = dialogue.ask(request);
      if (block.last()
          || !(answer instanceof Apdu.ActionResponseNextPblock(int answered, long acknowledged))) {
        return answer;
      }
      requireInvoke(invoke, answered);
      requireNumber(number, acknowledged);
    }
  }

  /** As much as goes into one request; the first one also says what is written to. */
  private DataBlock block(Bytes whole, int sent, long number, Beginning beginning) {
    int header =
        number == 1
            ? ApduCodec.encode(beginning.with(new DataBlock(false, 1, Bytes.EMPTY))).size() + 4
            : BLOCK_HEADER;
    int to = Math.min(whole.size(), sent + Math.max(1, dialogue.maxRequest() - header));
    return new DataBlock(to == whole.size(), number, whole.slice(sent, to));
  }

  /** As many targets together as go into a request. */
  private List<List<AttributeSelection>> parts(List<AttributeSelection> targets) {
    List<List<AttributeSelection>> parts = new ArrayList<>();
    List<AttributeSelection> part = new ArrayList<>();
    int size = LIST_HEADER;
    for (AttributeSelection target : targets) {
      int more = ApduCodec.encode(new Apdu.GetRequest(0, target)).size();
      if (!part.isEmpty() && size + more > dialogue.maxRequest()) {
        parts.add(part);
        part = new ArrayList<>();
        size = LIST_HEADER;
      }
      part.add(target);
      size += more;
    }
    parts.add(part);
    return parts;
  }

  private List<GetResult> getTogether(List<AttributeSelection> targets) throws MeterException {
    int invoke = nextInvoke();
    Apdu answer = dialogue.ask(new Apdu.GetRequestWithList(invoke, targets));
    List<GetResult> results =
        switch (answer) {
          case Apdu.GetResponseWithList(int answered, List<GetResult> all) -> {
            requireInvoke(invoke, answered);
            yield all;
          }
          case Apdu.GetResponseWithDatablock first ->
              ApduCodec.decodeResults(joined(invoke, first, _ -> {}), link.dataLimits());
          default -> throw new Malformed("expected a get-response with list");
        };
    requireCount(targets.size(), results.size());
    return results;
  }

  private GetResult getAlone(AttributeSelection target) throws MeterException {
    try {
      return new GetResult.Value(get(target));
    } catch (Refused e) {
      return new GetResult.Refusal(e.resultCode());
    }
  }

  /** Fetches the blocks after the first and joins all of them. */
  private Bytes joined(int invoke, Apdu.GetResponseWithDatablock first, Blocks blocks)
      throws MeterException {
    OctetWriter whole = new OctetWriter(link.maxApduBytes());
    Apdu.GetResponseWithDatablock block = first;
    for (long expected = 1; ; expected++) {
      requireInvoke(invoke, block.invoke());
      switch (block.block()) {
        case Block.Raw(Bytes octets) ->
            append(whole, octets, block.blockNumber(), block.lastBlock());
        case Block.Aborted(int code) ->
            throw new Refused(Refused.Service.GET, code, DataAccessResult.nameOf(code));
      }
      requireNumber(expected, block.blockNumber());
      if (block.lastBlock()) {
        return whole.toBytes();
      }
      if (block.block() instanceof Block.Raw(Bytes octets)) {
        blocks.received(octets);
      }
      if (!(dialogue.ask(new Apdu.GetRequestNext(invoke, expected))
          instanceof Apdu.GetResponseWithDatablock next)) {
        throw new Malformed("expected a block");
      }
      block = next;
    }
  }

  /** The same of what an ACTION returns. */
  private Bytes returned(int invoke, Apdu.ActionResponseWithPblock first) throws MeterException {
    OctetWriter whole = new OctetWriter(link.maxApduBytes());
    Apdu.ActionResponseWithPblock answer = first;
    for (long expected = 1; ; expected++) {
      requireInvoke(invoke, answer.invoke());
      append(whole, answer.block().octets(), expected, answer.block().last());
      requireNumber(expected, answer.block().number());
      if (answer.block().last()) {
        return whole.toBytes();
      }
      Apdu next = dialogue.ask(new Apdu.ActionRequestNextPblock(invoke, expected));
      if (next instanceof Apdu.ActionResponse(int _, int result, GetResult _)) {
        requireDone(result);
      }
      if (!(next instanceof Apdu.ActionResponseWithPblock block)) {
        throw new Malformed("expected a block of what is returned");
      }
      answer = block;
    }
  }

  private void append(OctetWriter whole, Bytes octets, long number, boolean last) throws Malformed {
    if (whole.size() + (long) octets.size() > link.maxValueBytes()) {
      throw new Malformed("value of more than " + link.maxValueBytes() + " octets");
    }
    // A block without octets would let a server keep us here for ever.
    if (octets.isEmpty() && !last) {
      throw new Malformed("empty block " + number);
    }
    whole.bytes(octets);
  }

  private boolean has(Conformance service) {
    return dialogue.conformance().has(service);
  }

  private static Data value(GetResult result, Refused.Service service) throws Refused {
    return switch (result) {
      case GetResult.Value(Data data) -> data;
      case GetResult.Refusal(int code) ->
          throw new Refused(service, code, DataAccessResult.nameOf(code));
    };
  }

  private static void requireDone(int result) throws Refused {
    if (result != 0) {
      throw new Refused(Refused.Service.ACTION, result, ActionResult.nameOf(result));
    }
  }

  private static void requireCount(int asked, int answered) throws Malformed {
    if (asked != answered) {
      throw new Malformed("asked for " + asked + " but got " + answered + " results");
    }
  }

  private static void requireNumber(long expected, long number) throws Malformed {
    if (number != expected) {
      throw new Malformed("expected block " + expected + " but got " + number);
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
