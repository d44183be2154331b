package org.meterhaus.dlms.apdu;

import java.nio.ByteBuffer;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/** The forms of SET. Stateless. */
final class SetCodec {

  private static final int NORMAL = 1;
  private static final int FIRST_DATABLOCK = 2;
  private static final int DATABLOCK = 3;
  private static final int LIST = 4;
  private static final int LIST_AND_FIRST_DATABLOCK = 5;

  private static final int RESPONSE_DATABLOCK = 2;
  private static final int RESPONSE_LAST_DATABLOCK = 3;
  private static final int RESPONSE_LAST_DATABLOCK_WITH_LIST = 4;
  private static final int RESPONSE_LIST = 5;

  private static final int TARGET_OCTETS = 10;

  private SetCodec() {}

  static void encode(Apdu.SetRequest request, OctetWriter out) {
    request(NORMAL, request.invoke(), out);
    Fields.target(request.target(), out);
    DataCodec.encode(request.value(), out);
  }

  static void encode(Apdu.SetRequestWithList request, OctetWriter out) {
    request(LIST, request.invoke(), out);
    targets(request.targets(), out);
    Fields.values(request.values(), out);
  }

  static void encode(Apdu.SetRequestWithFirstDatablock request, OctetWriter out) {
    request(FIRST_DATABLOCK, request.invoke(), out);
    Fields.target(request.target(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.SetRequestWithListAndFirstDatablock request, OctetWriter out) {
    request(LIST_AND_FIRST_DATABLOCK, request.invoke(), out);
    targets(request.targets(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.SetRequestWithDatablock request, OctetWriter out) {
    request(DATABLOCK, request.invoke(), out);
    Fields.block(request.block(), out);
  }

  static void encode(Apdu.SetResponse response, OctetWriter out) {
    response(NORMAL, response.invoke(), out).u8(response.result());
  }

  static void encode(Apdu.SetResponseDatablock response, OctetWriter out) {
    response(RESPONSE_DATABLOCK, response.invoke(), out).u32(response.blockNumber());
  }

  static void encode(Apdu.SetResponseLastDatablock response, OctetWriter out) {
    response(RESPONSE_LAST_DATABLOCK, response.invoke(), out)
        .u8(response.result())
        .u32(response.blockNumber());
  }

  static void encode(Apdu.SetResponseLastDatablockWithList response, OctetWriter out) {
    response(RESPONSE_LAST_DATABLOCK_WITH_LIST, response.invoke(), out);
    results(response.results(), out);
    out.u32(response.blockNumber());
  }

  static void encode(Apdu.SetResponseWithList response, OctetWriter out) {
    response(RESPONSE_LIST, response.invoke(), out);
    results(response.results(), out);
  }

  static Apdu request(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL ->
          new Apdu.SetRequest(invoke, Fields.target(in, limits), DataCodec.decode(in, limits));
      case FIRST_DATABLOCK ->
          new Apdu.SetRequestWithFirstDatablock(
              invoke, Fields.target(in, limits), Fields.block(in));
      case DATABLOCK -> new Apdu.SetRequestWithDatablock(invoke, Fields.block(in));
      case LIST -> {
        List<AttributeSelection> targets = targets(in, limits);
        List<Data> values = Fields.values(in, limits);
        yield new Apdu.SetRequestWithList(invoke, targets, values);
      }
      case LIST_AND_FIRST_DATABLOCK -> {
        List<AttributeSelection> targets = targets(in, limits);
        DataBlock block = Fields.block(in);
        yield new Apdu.SetRequestWithListAndFirstDatablock(invoke, targets, block);
      }
      default -> throw new UnsupportedApdu("set-request form " + form);
    };
  }

  static Apdu response(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL -> new Apdu.SetResponse(invoke, Fields.u8(in));
      case RESPONSE_DATABLOCK -> new Apdu.SetResponseDatablock(invoke, Fields.u32(in));
      case RESPONSE_LAST_DATABLOCK ->
          new Apdu.SetResponseLastDatablock(invoke, Fields.u8(in), Fields.u32(in));
      case RESPONSE_LAST_DATABLOCK_WITH_LIST -> {
        List<Integer> results = results(in, limits);
        yield new Apdu.SetResponseLastDatablockWithList(invoke, results, Fields.u32(in));
      }
      case RESPONSE_LIST -> new Apdu.SetResponseWithList(invoke, results(in, limits));
      default -> throw new UnsupportedApdu("set-response form " + form);
    };
  }

  private static void request(int form, int invoke, OctetWriter out) {
    out.u8(Tags.SET_REQUEST).u8(form).u8(invoke);
  }

  private static OctetWriter response(int form, int invoke, OctetWriter out) {
    return out.u8(Tags.SET_RESPONSE).u8(form).u8(invoke);
  }

  private static void targets(List<AttributeSelection> targets, OctetWriter out) {
    out.length(targets.size());
    targets.forEach(target -> Fields.target(target, out));
  }

  private static List<AttributeSelection> targets(ByteBuffer in, DataLimits limits)
      throws Malformed {
    return Fields.list(in, limits, TARGET_OCTETS, Fields::target);
  }

  private static void results(List<Integer> results, OctetWriter out) {
    out.length(results.size());
    results.forEach(out::u8);
  }

  private static List<Integer> results(ByteBuffer in, DataLimits limits) throws Malformed {
    return Fields.list(in, limits, 1, (each, _) -> Fields.u8(each));
  }
}
