package org.meterhaus.dlms.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.AccessOutcome;
import org.meterhaus.dlms.apdu.Apdu.AccessSpecification;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;

/**
 * GET, SET and ACTION of one association, and the block transfers under way. Not thread-safe;
 * blocks as long as the objects do.
 */
final class Services {

  private final Conformance conformance;
  private final ObjectAccess objects;
  private final DataLimits limits;
  private int maxReply;
  private @Nullable OutgoingBlocks outgoing;
  private @Nullable IncomingBlocks incoming;

  /** For one association. */
  Services(Conformance conformance, ObjectAccess objects, DataLimits limits) {
    this.conformance = conformance;
    this.objects = objects;
    this.limits = limits;
  }

  /**
   * For the next answer, whose protection takes its part of what the client takes.
   *
   * @param octets largest answer before it is protected, more than a block's header
   */
  Services upTo(int octets) {
    maxReply = octets;
    return this;
  }

  /**
   * The answer to a request, not yet protected.
   *
   * @param authenticated whether the request carried an authentication tag that fits
   */
  Bytes answer(Apdu.Request request, boolean authenticated) {
    if (!offers(needed(request))) {
      return ApduCodec.encode(
          new ExceptionResponse(
              ExceptionResponse.SERVICE_UNKNOWN, ExceptionResponse.SERVICE_NOT_SUPPORTED));
    }
    if (!continues(request)) {
      outgoing = null;
      incoming = null;
    }
    Apdu answer =
        switch (request) {
          case Apdu.GetRequest(int invoke, AttributeSelection target) ->
              new Apdu.GetResponse(invoke, objects.get(target, authenticated));
          case Apdu.GetRequestWithList(int invoke, List<AttributeSelection> targets) ->
              new Apdu.GetResponseWithList(
                  invoke,
                  targets.stream().map(target -> objects.get(target, authenticated)).toList());
          case Apdu.GetRequestNext(int invoke, long blockNumber) -> next(invoke, blockNumber);
          case Apdu.SetRequest(int invoke, AttributeSelection target, Data value) ->
              new Apdu.SetResponse(invoke, objects.set(target, value, authenticated));
          case Apdu.SetRequestWithList(
                  int invoke,
                  List<AttributeSelection> targets,
                  List<Data> values) ->
              new Apdu.SetResponseWithList(invoke, set(targets, values, authenticated));
          case Apdu.SetRequestWithFirstDatablock first ->
              begin(
                  new IncomingBlocks.Set(first.target()),
                  first.invoke(),
                  first.block(),
                  authenticated);
          case Apdu.SetRequestWithListAndFirstDatablock first ->
              begin(
                  new IncomingBlocks.SetList(first.targets()),
                  first.invoke(),
                  first.block(),
                  authenticated);
          case Apdu.SetRequestWithDatablock(int invoke, DataBlock block) ->
              proceed(invoke, block, true, authenticated);
          case Apdu.ActionRequest(int invoke, MethodRef method, Data parameter) -> {
            ActionOutcome outcome = objects.act(method, parameter, authenticated);
            yield new Apdu.ActionResponse(invoke, outcome.result(), outcome.returned());
          }
          case Apdu.ActionRequestWithList(
                  int invoke,
                  List<MethodRef> methods,
                  List<Data> parameters) ->
              new Apdu.ActionResponseWithList(invoke, act(methods, parameters, authenticated));
          case Apdu.ActionRequestWithFirstPblock first ->
              begin(
                  new IncomingBlocks.Action(first.method()),
                  first.invoke(),
                  first.block(),
                  authenticated);
          case Apdu.ActionRequestWithListAndFirstPblock first ->
              begin(
                  new IncomingBlocks.ActionList(first.methods()),
                  first.invoke(),
                  first.block(),
                  authenticated);
          case Apdu.ActionRequestWithPblock(int invoke, DataBlock block) ->
              proceed(invoke, block, false, authenticated);
          case Apdu.ActionRequestNextPblock(int invoke, long blockNumber) ->
              nextReturned(invoke, blockNumber);
        };
    return fitted(answer);
  }

  /**
   * The answer to an ACCESS: each part in its order, the rest left out after the first error if the
   * request says so.
   */
  Bytes access(Apdu.AccessRequest request, boolean authenticated) {
    boolean whole = request.data().size() == request.specifications().size();
    if (!offers(Conformance.ACCESS) || !whole) {
      return ApduCodec.encode(
          new ExceptionResponse(
              whole ? ExceptionResponse.SERVICE_UNKNOWN : ExceptionResponse.SERVICE_NOT_ALLOWED,
              whole ? ExceptionResponse.SERVICE_NOT_SUPPORTED : ExceptionResponse.OTHER_REASON));
    }
    outgoing = null;
    incoming = null;
    List<Data> data = new ArrayList<>();
    List<AccessOutcome> outcomes = new ArrayList<>();
    boolean breakOnError = (request.invoke() & AccessOutcome.BREAK_ON_ERROR) != 0;
    for (int i = 0; i < request.specifications().size(); i++) {
      AccessOutcome outcome =
          access(request.specifications().get(i), request.data().get(i), data, authenticated);
      outcomes.add(outcome);
      if (outcome.result() != 0 && breakOnError) {
        break;
      }
    }
    return fitted(new Apdu.AccessResponse(request.invoke(), Bytes.EMPTY, null, data, outcomes));
  }

  private AccessOutcome access(
      AccessSpecification part, Data given, List<Data> data, boolean authenticated) {
    return switch (part) {
      case AccessSpecification.Get(AttributeSelection target) -> {
        GetResult result = objects.get(target, authenticated);
        data.add(result instanceof GetResult.Value(Data value) ? value : new Data.NullData());
        yield new AccessOutcome(
            AccessOutcome.GET, result instanceof GetResult.Refusal(int code) ? code : 0);
      }
      case AccessSpecification.Set(AttributeSelection target) -> {
        data.add(new Data.NullData());
        yield new AccessOutcome(AccessOutcome.SET, objects.set(target, given, authenticated));
      }
      case AccessSpecification.Action(MethodRef method) -> {
        ActionOutcome outcome = objects.act(method, given, authenticated);
        data.add(
            outcome.returned() instanceof GetResult.Value(Data value)
                ? value
                : new Data.NullData());
        yield new AccessOutcome(AccessOutcome.ACTION, outcome.result());
      }
    };
  }

  /** What must have been agreed for a request to be served. */
  private static Conformance needed(Apdu.Request request) {
    return switch (request) {
      case Apdu.GetRequest _ -> Conformance.GET;
      case Apdu.GetRequestWithList _ -> Conformance.GET.and(Conformance.MULTIPLE_REFERENCES);
      case Apdu.GetRequestNext _ -> Conformance.BLOCK_TRANSFER_WITH_GET;
      case Apdu.SetRequest _ -> Conformance.SET;
      case Apdu.SetRequestWithList _ -> Conformance.SET.and(Conformance.MULTIPLE_REFERENCES);
      case Apdu.SetRequestWithFirstDatablock _, Apdu.SetRequestWithDatablock _ ->
          Conformance.SET.and(Conformance.BLOCK_TRANSFER_WITH_SET);
      case Apdu.SetRequestWithListAndFirstDatablock _ ->
          Conformance.SET
              .and(Conformance.BLOCK_TRANSFER_WITH_SET)
              .and(Conformance.MULTIPLE_REFERENCES);
      case Apdu.ActionRequest _ -> Conformance.ACTION;
      case Apdu.ActionRequestWithList _ -> Conformance.ACTION.and(Conformance.MULTIPLE_REFERENCES);
      case Apdu.ActionRequestWithFirstPblock _,
          Apdu.ActionRequestWithPblock _,
          Apdu.ActionRequestNextPblock _ ->
          Conformance.ACTION.and(Conformance.BLOCK_TRANSFER_WITH_ACTION);
      case Apdu.ActionRequestWithListAndFirstPblock _ ->
          Conformance.ACTION
              .and(Conformance.BLOCK_TRANSFER_WITH_ACTION)
              .and(Conformance.MULTIPLE_REFERENCES);
    };
  }

  /** Whether it belongs to a transfer under way; anything else ends what was under way. */
  private static boolean continues(Apdu.Request request) {
    return switch (request) {
      case Apdu.GetRequestNext _,
          Apdu.SetRequestWithDatablock _,
          Apdu.ActionRequestWithPblock _,
          Apdu.ActionRequestNextPblock _ ->
          true;
      default -> false;
    };
  }

  private boolean offers(Conformance services) {
    return conformance.has(services);
  }

  private List<Integer> set(
      List<AttributeSelection> targets, List<Data> values, boolean authenticated) {
    Integer[] results = new Integer[targets.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] =
          i < values.size()
              ? objects.set(targets.get(i), values.get(i), authenticated)
              : DataAccessResult.OTHER_REASON.code();
    }
    return List.of(results);
  }

  private List<ActionOutcome> act(
      List<MethodRef> methods, List<Data> parameters, boolean authenticated) {
    ActionOutcome[] outcomes = new ActionOutcome[methods.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] =
          i < parameters.size()
              ? objects.act(methods.get(i), parameters.get(i), authenticated)
              : new ActionOutcome(ActionResult.OTHER_REASON.code(), null);
    }
    return List.of(outcomes);
  }

  private Apdu begin(IncomingBlocks.What what, int invoke, DataBlock block, boolean authenticated) {
    incoming = new IncomingBlocks(what);
    return proceed(invoke, block, what.isSet(), authenticated);
  }

  /** Takes a block; with the last one does what it was all about. */
  private Apdu proceed(int invoke, DataBlock block, boolean set, boolean authenticated) {
    IncomingBlocks current = incoming;
    if (current == null || current.what().isSet() != set) {
      return set
          ? new Apdu.SetResponseLastDatablock(
              invoke, DataAccessResult.NO_LONG_SET_IN_PROGRESS.code(), block.number())
          : new Apdu.ActionResponse(invoke, ActionResult.NO_LONG_ACTION_IN_PROGRESS.code(), null);
    }
    // One association tag protects all blocks or none: the least of them counts.
    current.authenticated(authenticated);
    DataAccessResult taken = current.take(block);
    if (taken != DataAccessResult.SUCCESS) {
      incoming = null;
      return set
          ? new Apdu.SetResponseLastDatablock(invoke, taken.code(), block.number())
          : new Apdu.ActionResponse(invoke, ActionResult.LONG_ACTION_ABORTED.code(), null);
    }
    if (!block.last()) {
      return set
          ? new Apdu.SetResponseDatablock(invoke, block.number())
          : new Apdu.ActionResponseNextPblock(invoke, block.number());
    }
    incoming = null;
    return carryOut(invoke, current, block.number());
  }

  private Apdu carryOut(int invoke, IncomingBlocks blocks, long number) {
    boolean authenticated = blocks.isAuthenticated();
    Bytes whole = blocks.joined();
    try {
      return switch (blocks.what()) {
        case IncomingBlocks.Set(AttributeSelection target) ->
            new Apdu.SetResponseLastDatablock(
                invoke,
                objects.set(target, DataCodec.decode(whole, limits), authenticated),
                number);
        case IncomingBlocks.SetList(List<AttributeSelection> targets) ->
            new Apdu.SetResponseLastDatablockWithList(
                invoke, set(targets, ApduCodec.decodeValues(whole, limits), authenticated), number);
        case IncomingBlocks.Action(MethodRef method) -> {
          ActionOutcome outcome =
              objects.act(method, DataCodec.decode(whole, limits), authenticated);
          yield new Apdu.ActionResponse(invoke, outcome.result(), outcome.returned());
        }
        case IncomingBlocks.ActionList(List<MethodRef> methods) ->
            new Apdu.ActionResponseWithList(
                invoke, act(methods, ApduCodec.decodeValues(whole, limits), authenticated));
      };
    } catch (Malformed _) {
      return blocks.what().isSet()
          ? new Apdu.SetResponseLastDatablock(
              invoke, DataAccessResult.TYPE_UNMATCHED.code(), number)
          : new Apdu.ActionResponse(invoke, ActionResult.TYPE_UNMATCHED.code(), null);
    }
  }

  /** The answer as it is if it is short enough, else its first block or the reason why not. */
  private Bytes fitted(Apdu answer) {
    Bytes whole = ApduCodec.encode(answer);
    if (whole.size() <= maxReply) {
      return whole;
    }
    boolean getBlocks = offers(Conformance.BLOCK_TRANSFER_WITH_GET);
    boolean actionBlocks = offers(Conformance.BLOCK_TRANSFER_WITH_ACTION);
    Apdu instead =
        switch (answer) {
          case Apdu.GetResponse(int invoke, GetResult _) when getBlocks -> {
            outgoing = new OutgoingBlocks(whole.slice(ApduCodec.GET_RESPONSE_HEADER, whole.size()));
            yield next(invoke, 0);
          }
          case Apdu.GetResponseWithList(int invoke, List<GetResult> _) when getBlocks -> {
            outgoing =
                new OutgoingBlocks(
                    whole.slice(ApduCodec.GET_RESPONSE_WITH_LIST_HEADER, whole.size()));
            yield next(invoke, 0);
          }
          case Apdu.ActionResponse(int invoke, int _, GetResult _) when actionBlocks -> {
            outgoing =
                new OutgoingBlocks(whole.slice(ApduCodec.ACTION_RESPONSE_HEADER, whole.size()));
            yield nextReturned(invoke, 0);
          }
          case Apdu.ActionResponseWithList(int invoke, List<ActionOutcome> _) when actionBlocks -> {
            outgoing =
                new OutgoingBlocks(
                    whole.slice(ApduCodec.ACTION_RESPONSE_WITH_LIST_HEADER, whole.size()));
            yield nextReturned(invoke, 0);
          }
          case Apdu.ActionResponse(int invoke, int result, GetResult _) ->
              // It is done; only what it returns cannot be told.
              new Apdu.ActionResponse(
                  invoke, result, new GetResult.Refusal(DataAccessResult.OTHER_REASON.code()));
          default ->
              new ExceptionResponse(
                  ExceptionResponse.SERVICE_NOT_ALLOWED, ExceptionResponse.PDU_TOO_LONG);
        };
    return ApduCodec.encode(instead);
  }

  /** The block of a GET after {@code received}. */
  private Apdu next(int invoke, long received) {
    OutgoingBlocks current = outgoing;
    if (current == null) {
      return abort(invoke, received, DataAccessResult.NO_LONG_GET_IN_PROGRESS);
    }
    DataBlock block = current.after(received, maxReply - ApduCodec.DATABLOCK_HEADER);
    if (block == null) {
      outgoing = null;
      return abort(invoke, received, DataAccessResult.DATA_BLOCK_NUMBER_INVALID);
    }
    return new Apdu.GetResponseWithDatablock(
        invoke, block.last(), block.number(), new Block.Raw(block.octets()));
  }

  /** The block of what an ACTION returns after {@code received}. */
  private Apdu nextReturned(int invoke, long received) {
    OutgoingBlocks current = outgoing;
    DataBlock block =
        current == null ? null : current.after(received, maxReply - ApduCodec.DATABLOCK_HEADER);
    if (block == null) {
      outgoing = null;
      ActionResult why =
          current == null
              ? ActionResult.NO_LONG_ACTION_IN_PROGRESS
              : ActionResult.LONG_ACTION_ABORTED;
      return new Apdu.ActionResponse(invoke, why.code(), null);
    }
    return new Apdu.ActionResponseWithPblock(invoke, block);
  }

  private static Apdu abort(int invoke, long blockNumber, DataAccessResult reason) {
    return new Apdu.GetResponseWithDatablock(
        invoke, true, blockNumber, new Block.Aborted(reason.code()));
  }
}
