package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.ExceptionResponse;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.ServerAssociation.Access;
import org.meterhaus.dlms.association.ServerAssociation.Terms;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.security.ApduProtection;

/**
 * GET, SET and ACTION of one association, and the block transfer under way. Not thread-safe; blocks
 * as long as the objects do.
 */
final class Services {

  private static final System.Logger LOG = System.getLogger(Services.class.getName());
  private static final int PROFILE_BUFFER = 2;

  /** A long answer of which {@code sent} octets are gone, in blocks up to {@code lastBlock}. */
  private record Transfer(Bytes value, int sent, long lastBlock) {}

  private final LogicalDevice device;
  private final Terms terms;
  private final AssociationLn association;
  private final int maxReply;
  private @Nullable Transfer transfer;

  Services(LogicalDevice device, Terms terms, ServerLimits limits) {
    this.device = device;
    this.terms = terms;
    this.association = new AssociationLn(device, terms);
    this.maxReply =
        Math.min(terms.maxSendPdu(), limits.maxApduBytes())
            - (terms.protection() ? ApduProtection.OVERHEAD : 0);
  }

  /** The answer to a request, not yet protected. */
  Bytes answer(Apdu.Request request) {
    if (!offers(needed(request))) {
      return ApduCodec.encode(
          new ExceptionResponse(
              ExceptionResponse.SERVICE_UNKNOWN, ExceptionResponse.SERVICE_NOT_SUPPORTED));
    }
    return fitted(
        switch (request) {
          case Apdu.GetRequest(int invoke, AttributeSelection target) -> {
            transfer = null;
            yield new Apdu.GetResponse(invoke, get(target));
          }
          case Apdu.GetRequestWithList(int invoke, List<AttributeSelection> targets) -> {
            transfer = null;
            yield new Apdu.GetResponseWithList(invoke, targets.stream().map(this::get).toList());
          }
          case Apdu.GetRequestNext(int invoke, long blockNumber) -> next(invoke, blockNumber);
          case Apdu.SetRequest(int invoke, AttributeSelection target, Data value) ->
              new Apdu.SetResponse(invoke, set(target, value).code());
          case Apdu.ActionRequest action -> act(action);
        });
  }

  /** What must have been agreed for a request to be served. */
  private static Conformance needed(Apdu.Request request) {
    return switch (request) {
      case Apdu.GetRequest _ -> Conformance.GET;
      case Apdu.GetRequestWithList _ -> Conformance.GET.and(Conformance.MULTIPLE_REFERENCES);
      case Apdu.GetRequestNext _ -> Conformance.BLOCK_TRANSFER_WITH_GET;
      case Apdu.SetRequest _ -> Conformance.SET;
      case Apdu.ActionRequest _ -> Conformance.ACTION;
    };
  }

  private boolean offers(Conformance services) {
    return terms.conformance().has(services);
  }

  /** The answer as it is if it is short enough, else its first block or the reason why not. */
  private Bytes fitted(Apdu answer) {
    OctetWriter out = new OctetWriter(256);
    ApduCodec.encode(answer, out);
    if (out.size() <= maxReply) {
      return out.toBytes();
    }
    Bytes whole = out.toBytes();
    Apdu instead =
        switch (answer) {
          case Apdu.GetResponse(int invoke, GetResult _)
              when offers(Conformance.BLOCK_TRANSFER_WITH_GET) ->
              begin(invoke, whole.slice(ApduCodec.GET_RESPONSE_HEADER, whole.size()));
          case Apdu.GetResponseWithList(int invoke, List<GetResult> _)
              when offers(Conformance.BLOCK_TRANSFER_WITH_GET) ->
              begin(invoke, whole.slice(ApduCodec.GET_RESPONSE_WITH_LIST_HEADER, whole.size()));
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

  private Apdu begin(int invoke, Bytes value) {
    transfer = new Transfer(value, 0, 0);
    return next(invoke, 0);
  }

  /** The block after {@code received}. */
  private Apdu next(int invoke, long received) {
    Transfer current = transfer;
    if (current == null) {
      return abort(invoke, received, DataAccessResult.NO_LONG_GET_IN_PROGRESS);
    }
    if (received != current.lastBlock()) {
      transfer = null;
      return abort(invoke, received, DataAccessResult.DATA_BLOCK_NUMBER_INVALID);
    }
    int from = current.sent();
    int to = Math.min(current.value().size(), from + maxReply - ApduCodec.DATABLOCK_HEADER);
    boolean last = to == current.value().size();
    long number = current.lastBlock() + 1;
    transfer = last ? null : new Transfer(current.value(), to, number);
    return new Apdu.GetResponseWithDatablock(
        invoke, last, number, new Block.Raw(current.value().slice(from, to)));
  }

  private static Apdu abort(int invoke, long blockNumber, DataAccessResult reason) {
    return new Apdu.GetResponseWithDatablock(
        invoke, true, blockNumber, new Block.Aborted(reason.code()));
  }

  private GetResult get(AttributeSelection target) {
    AttributeRef attribute = target.attribute();
    try {
      if (terms.access() == Access.DISCOVERY && !AssociationLn.isDiscoverable(attribute)) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      CosemObject object = find(attribute.classId(), attribute.object());
      Selection selection = selection(attribute, target.selection());
      return new GetResult.Value(object.get(attribute.attribute(), selection));
    } catch (AccessError e) {
      return new GetResult.Refusal(e.result().code());
    } catch (Malformed _) {
      return new GetResult.Refusal(DataAccessResult.TYPE_UNMATCHED.code());
    } catch (RuntimeException e) {
      return new GetResult.Refusal(failed("reading " + attribute, e).code());
    }
  }

  private DataAccessResult set(AttributeSelection target, Data value) {
    AttributeRef attribute = target.attribute();
    try {
      if (terms.access() == Access.DISCOVERY) {
        return DataAccessResult.READ_WRITE_DENIED;
      }
      if (target.selection() != null) {
        return DataAccessResult.SCOPE_OF_ACCESS_VIOLATED;
      }
      find(attribute.classId(), attribute.object()).set(attribute.attribute(), value);
      return DataAccessResult.SUCCESS;
    } catch (AccessError e) {
      return e.result();
    } catch (Malformed _) {
      return DataAccessResult.TYPE_UNMATCHED;
    } catch (RuntimeException e) {
      return failed("writing " + attribute, e);
    }
  }

  private Apdu act(Apdu.ActionRequest request) {
    MethodRef method = request.method();
    Data parameter = request.parameter() == null ? new Data.NullData() : request.parameter();
    DataAccessResult refusal;
    try {
      if (terms.access() == Access.DISCOVERY) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      CosemObject object = find(method.classId(), method.object());
      Data returned = object.action(method.method(), parameter);
      return new Apdu.ActionResponse(
          request.invoke(),
          ActionResult.SUCCESS.code(),
          returned instanceof Data.NullData ? null : new GetResult.Value(returned));
    } catch (AccessError e) {
      refusal = e.result();
    } catch (Malformed _) {
      refusal = DataAccessResult.TYPE_UNMATCHED;
    } catch (RuntimeException e) {
      refusal = failed("invoking " + method, e);
    }
    return new Apdu.ActionResponse(request.invoke(), ActionResult.of(refusal).code(), null);
  }

  private CosemObject find(int classId, ObisCode name) throws AccessError {
    if (name.equals(AssociationLn.CURRENT)) {
      if (classId != InterfaceClass.ASSOCIATION_LN) {
        throw new AccessError(DataAccessResult.OBJECT_CLASS_INCONSISTENT);
      }
      return association;
    }
    CosemObject object = device.directory().find(classId, name);
    if (object == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return object;
  }

  /** Only the buffer of a profile has selections that mean the same in every meter. */
  private static @Nullable Selection selection(
      AttributeRef attribute, @Nullable AccessSelection access) throws Malformed {
    if (access == null) {
      return null;
    }
    boolean buffer =
        attribute.classId() == InterfaceClass.PROFILE_GENERIC
            && attribute.attribute() == PROFILE_BUFFER;
    return buffer
        ? Selection.from(access.selector(), access.parameters())
        : new Selection.Other(access.selector(), access.parameters());
  }

  /** A bug in an object must not take the connection, with its other requests, along. */
  private DataAccessResult failed(String what, RuntimeException e) {
    LOG.log(Level.ERROR, () -> "device " + device.sap() + ": " + what + " failed", e);
    return DataAccessResult.HARDWARE_FAULT;
  }
}
