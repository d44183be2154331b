package org.meterhaus.dlms.apdu;

import java.nio.ByteBuffer;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/** The forms of ACTION. Stateless. */
final class ActionCodec {

  private static final int NORMAL = 1;
  private static final int NEXT_PBLOCK = 2;
  private static final int LIST = 3;
  private static final int FIRST_PBLOCK = 4;
  private static final int LIST_AND_FIRST_PBLOCK = 5;
  private static final int PBLOCK = 6;

  private static final int RESPONSE_PBLOCK = 2;
  private static final int RESPONSE_LIST = 3;
  private static final int RESPONSE_NEXT_PBLOCK = 4;

  private static final int METHOD_OCTETS = 9;
  private static final int OUTCOME_OCTETS = 2;

  private ActionCodec() {}

  static void encode(Apdu.ActionRequest request, OctetWriter out) {
    request(NORMAL, request.invoke(), out);
    Fields.method(request.method(), out);
    Data parameter = request.parameter();
    out.u8(parameter == null ? 0 : 1);
    if (parameter != null) {
      DataCodec.encode(parameter, out);
    }
  }

  static void encode(Apdu.ActionRequestNextPblock request, OctetWriter out) {
    request(NEXT_PBLOCK, request.invoke(), out);
    out.u32(request.blockNumber());
  }

  static void encode(Apdu.ActionRequestWithList request, OctetWriter out) {
    request(LIST, request.invoke(), out);
    methods(request.methods(), out);
    Fields.values(request.parameters(), out);
  }

  static void encode(Apdu.ActionRequestWithFirstPblock request, OctetWriter out) {
    request(FIRST_PBLOCK, request.invoke(), out);
    Fields.method(request.method(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.ActionRequestWithListAndFirstPblock request, OctetWriter out) {
    request(LIST_AND_FIRST_PBLOCK, request.invoke(), out);
    methods(request.methods(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.ActionRequestWithPblock request, OctetWriter out) {
    request(PBLOCK, request.invoke(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.ActionResponse response, OctetWriter out) {
    response(NORMAL, response.invoke(), out);
    Fields.outcome(response.result(), response.returned(), out);
  }

  static void encode(Apdu.ActionResponseWithPblock response, OctetWriter out) {
    response(RESPONSE_PBLOCK, response.invoke(), out);
    Fields.block(response.block(), out);
  }

  static void encode(Apdu.ActionResponseWithList response, OctetWriter out) {
    response(RESPONSE_LIST, response.invoke(), out);
    outcomes(response.outcomes(), out);
  }

  static void encode(Apdu.ActionResponseNextPblock response, OctetWriter out) {
    response(RESPONSE_NEXT_PBLOCK, response.invoke(), out);
    out.u32(response.blockNumber());
  }

  static void outcomes(List<ActionOutcome> outcomes, OctetWriter out) {
    out.length(outcomes.size());
    outcomes.forEach(outcome -> Fields.outcome(outcome.result(), outcome.returned(), out));
  }

  static List<ActionOutcome> outcomes(ByteBuffer in, DataLimits limits) throws Malformed {
    return Fields.list(in, limits, OUTCOME_OCTETS, Fields::outcome);
  }

  static Apdu request(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL -> {
        MethodRef method = Fields.method(in);
        yield new Apdu.ActionRequest(
            invoke, method, Fields.flag(in) ? DataCodec.decode(in, limits) : null);
      }
      case NEXT_PBLOCK -> new Apdu.ActionRequestNextPblock(invoke, Fields.u32(in));
      case LIST -> {
        List<MethodRef> methods = methods(in, limits);
        List<Data> parameters = Fields.values(in, limits);
        yield new Apdu.ActionRequestWithList(invoke, methods, parameters);
      }
      case FIRST_PBLOCK ->
          new Apdu.ActionRequestWithFirstPblock(invoke, Fields.method(in), Fields.block(in));
      case LIST_AND_FIRST_PBLOCK -> {
        List<MethodRef> methods = methods(in, limits);
        DataBlock block = Fields.block(in);
        yield new Apdu.ActionRequestWithListAndFirstPblock(invoke, methods, block);
      }
      case PBLOCK -> new Apdu.ActionRequestWithPblock(invoke, Fields.block(in));
      default -> throw new UnsupportedApdu("action-request form " + form);
    };
  }

  static Apdu response(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL -> {
        ActionOutcome outcome = Fields.outcome(in, limits);
        yield new Apdu.ActionResponse(invoke, outcome.result(), outcome.returned());
      }
      case RESPONSE_PBLOCK -> new Apdu.ActionResponseWithPblock(invoke, Fields.block(in));
      case RESPONSE_LIST -> new Apdu.ActionResponseWithList(invoke, outcomes(in, limits));
      case RESPONSE_NEXT_PBLOCK -> new Apdu.ActionResponseNextPblock(invoke, Fields.u32(in));
      default -> throw new UnsupportedApdu("action-response form " + form);
    };
  }

  private static void request(int form, int invoke, OctetWriter out) {
    out.u8(Tags.ACTION_REQUEST).u8(form).u8(invoke);
  }

  private static void response(int form, int invoke, OctetWriter out) {
    out.u8(Tags.ACTION_RESPONSE).u8(form).u8(invoke);
  }

  private static void methods(List<MethodRef> methods, OctetWriter out) {
    out.length(methods.size());
    methods.forEach(method -> Fields.method(method, out));
  }

  private static List<MethodRef> methods(ByteBuffer in, DataLimits limits) throws Malformed {
    return Fields.list(in, limits, METHOD_OCTETS, (each, _) -> Fields.method(each));
  }
}
