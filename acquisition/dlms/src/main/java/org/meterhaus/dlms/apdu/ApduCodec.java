package org.meterhaus.dlms.apdu;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/** Bytes to {@link Apdu} and back. Stateless. */
public final class ApduCodec {

  /** Octets of a {@link Apdu.GetResponse} before the value. */
  public static final int GET_RESPONSE_HEADER = 4;

  /** Octets of a {@link Apdu.GetResponseWithList} before the list. */
  public static final int GET_RESPONSE_WITH_LIST_HEADER = 3;

  /** Octets of a {@link Apdu.GetResponseWithDatablock} before the raw octets, at most. */
  public static final int DATABLOCK_HEADER = 14;

  private static final int NORMAL = 1;
  private static final int NEXT = 2;
  private static final int WITH_DATABLOCK = 2;
  private static final int WITH_LIST = 3;

  /** Tag of the conformance block, [APPLICATION 31], and its length in octets. */
  private static final int CONFORMANCE_TAG = 0x5F1F;

  private static final int VAA_NAME_LN = 0x0007;

  private ApduCodec() {}

  public static Bytes encode(Apdu apdu) {
    OctetWriter out = new OctetWriter();
    encode(apdu, out);
    return out.toBytes();
  }

  public static void encode(Apdu apdu, OctetWriter out) {
    switch (apdu) {
      case Apdu.Aarq aarq -> AcseCodec.encode(aarq, out);
      case Apdu.Aare aare -> AcseCodec.encode(aare, out);
      case Apdu.ReleaseRequest(int reason, Bytes info) ->
          AcseCodec.encodeRelease(Tags.RLRQ, reason, info, out);
      case Apdu.ReleaseResponse(int reason, Bytes info) ->
          AcseCodec.encodeRelease(Tags.RLRE, reason, info, out);
      case Apdu.InitiateRequest request -> encodeInitiate(request, out);
      case Apdu.InitiateResponse(int version, Conformance conformance, int maxPdu) -> {
        out.u8(Tags.INITIATE_RESPONSE).u8(0).u8(version);
        encodeConformance(conformance, out);
        out.u16(maxPdu).u16(VAA_NAME_LN);
      }
      case Apdu.ConfirmedServiceError(int service, int error, int value) ->
          out.u8(Tags.CONFIRMED_SERVICE_ERROR).u8(service).u8(error).u8(value);
      case Apdu.GetRequest(int invoke, AttributeSelection target) -> {
        out.u8(Tags.GET_REQUEST).u8(NORMAL).u8(invoke);
        encodeTarget(target, out);
      }
      case Apdu.GetRequestNext(int invoke, long blockNumber) ->
          out.u8(Tags.GET_REQUEST).u8(NEXT).u8(invoke).u32(blockNumber);
      case Apdu.GetRequestWithList(int invoke, List<AttributeSelection> targets) -> {
        out.u8(Tags.GET_REQUEST).u8(WITH_LIST).u8(invoke).length(targets.size());
        targets.forEach(target -> encodeTarget(target, out));
      }
      case Apdu.GetResponse(int invoke, GetResult result) -> {
        out.u8(Tags.GET_RESPONSE).u8(NORMAL).u8(invoke);
        encodeResult(result, out);
      }
      case Apdu.GetResponseWithDatablock block -> encodeBlock(block, out);
      case Apdu.GetResponseWithList(int invoke, List<GetResult> results) -> {
        out.u8(Tags.GET_RESPONSE).u8(WITH_LIST).u8(invoke).length(results.size());
        results.forEach(result -> encodeResult(result, out));
      }
      case Apdu.SetRequest(int invoke, AttributeSelection target, Data value) -> {
        out.u8(Tags.SET_REQUEST).u8(NORMAL).u8(invoke);
        encodeTarget(target, out);
        DataCodec.encode(value, out);
      }
      case Apdu.SetResponse(int invoke, int result) ->
          out.u8(Tags.SET_RESPONSE).u8(NORMAL).u8(invoke).u8(result);
      case Apdu.ActionRequest request -> encodeAction(request, out);
      case Apdu.ActionResponse(int invoke, int result, GetResult returned) -> {
        out.u8(Tags.ACTION_RESPONSE).u8(NORMAL).u8(invoke).u8(result);
        out.u8(returned == null ? 0 : 1);
        if (returned != null) {
          encodeResult(returned, out);
        }
      }
      case Apdu.ExceptionResponse(int stateError, int serviceError, long counter) -> {
        out.u8(Tags.EXCEPTION_RESPONSE).u8(stateError).u8(serviceError);
        if (counter >= 0) {
          out.u32(counter);
        }
      }
      case Apdu.Ciphered(int tag, Bytes title, int control, long counter, Bytes payload) -> {
        out.u8(tag);
        if (tag == Tags.GENERAL_GLO_CIPHERING) {
          out.counted(title);
        }
        out.length(5 + payload.size()).u8(control).u32(counter).bytes(payload);
      }
    }
  }

  /**
   * Reads exactly one APDU, consuming all octets.
   *
   * @param limits of the values inside
   * @throws Malformed if the octets are short, long, beyond the limits or not an APDU
   * @throws UnsupportedApdu if it is one that this library does not know
   */
  public static Apdu decode(Bytes octets, DataLimits limits) throws Malformed, UnsupportedApdu {
    ByteBuffer in = octets.buffer();
    try {
      Apdu apdu = decode(in, limits);
      if (in.hasRemaining()) {
        throw new Malformed(in.remaining() + " octets after the APDU", in.position());
      }
      return apdu;
    } catch (BufferUnderflowException _) {
      throw new Malformed("APDU is truncated", in.limit());
    }
  }

  /**
   * Reads a list of results, consuming all octets; blocks of a get-with-list join to one.
   *
   * @throws Malformed if the octets are short, long or beyond the limits
   */
  public static List<GetResult> decodeResults(Bytes octets, DataLimits limits) throws Malformed {
    ByteBuffer in = octets.buffer();
    try {
      List<GetResult> results = results(in, limits);
      if (in.hasRemaining()) {
        throw new Malformed(in.remaining() + " octets after the results", in.position());
      }
      return results;
    } catch (BufferUnderflowException _) {
      throw new Malformed("results are truncated", in.limit());
    }
  }

  private static Apdu decode(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int tag = u8(in);
    if (Tags.isGlobal(tag)) {
      return ciphered(tag, Bytes.EMPTY, in);
    }
    return switch (tag) {
      case Tags.AARQ -> AcseCodec.aarq(in);
      case Tags.AARE -> AcseCodec.aare(in);
      case Tags.RLRQ -> AcseCodec.releaseRequest(in);
      case Tags.RLRE -> AcseCodec.releaseResponse(in);
      case Tags.INITIATE_REQUEST -> initiateRequest(in);
      case Tags.INITIATE_RESPONSE -> initiateResponse(in);
      case Tags.CONFIRMED_SERVICE_ERROR -> new Apdu.ConfirmedServiceError(u8(in), u8(in), u8(in));
      case Tags.GET_REQUEST -> getRequest(in, limits);
      case Tags.GET_RESPONSE -> getResponse(in, limits);
      case Tags.SET_REQUEST -> setRequest(in, limits);
      case Tags.SET_RESPONSE -> setResponse(in);
      case Tags.ACTION_REQUEST -> actionRequest(in, limits);
      case Tags.ACTION_RESPONSE -> actionResponse(in, limits);
      case Tags.EXCEPTION_RESPONSE -> exceptionResponse(in);
      case Tags.GENERAL_GLO_CIPHERING -> ciphered(tag, counted(in), in);
      default -> throw new UnsupportedApdu("APDU 0x%02X".formatted(tag));
    };
  }

  private static void encodeInitiate(Apdu.InitiateRequest request, OctetWriter out) {
    if (request.dedicatedKeyProposed()) {
      throw new IllegalArgumentException("dedicated keys are not supported");
    }
    out.u8(Tags.INITIATE_REQUEST).u8(0);
    if (request.responseAllowed()) {
      out.u8(0); // the default, TRUE
    } else {
      out.u8(1).u8(0);
    }
    out.u8(0).u8(request.dlmsVersion());
    encodeConformance(request.conformance(), out);
    out.u16(request.maxReceivePduSize());
  }

  private static void encodeConformance(Conformance conformance, OctetWriter out) {
    out.u16(CONFORMANCE_TAG).u8(4).u32(conformance.bits());
  }

  private static void encodeBlock(Apdu.GetResponseWithDatablock response, OctetWriter out) {
    out.u8(Tags.GET_RESPONSE).u8(WITH_DATABLOCK).u8(response.invoke());
    out.u8(response.lastBlock() ? 1 : 0).u32(response.blockNumber());
    switch (response.block()) {
      case Block.Raw(Bytes octets) -> out.u8(0).counted(octets);
      case Block.Aborted(int code) -> out.u8(1).u8(code);
    }
  }

  private static void encodeAction(Apdu.ActionRequest request, OctetWriter out) {
    MethodRef method = request.method();
    out.u8(Tags.ACTION_REQUEST).u8(NORMAL).u8(request.invoke());
    out.u16(method.classId()).bytes(method.object().octets()).u8(method.method());
    Data parameter = request.parameter();
    out.u8(parameter == null ? 0 : 1);
    if (parameter != null) {
      DataCodec.encode(parameter, out);
    }
  }

  private static void encodeTarget(AttributeSelection target, OctetWriter out) {
    AttributeRef attribute = target.attribute();
    out.u16(attribute.classId()).bytes(attribute.object().octets()).u8(attribute.attribute());
    AccessSelection selection = target.selection();
    out.u8(selection == null ? 0 : 1);
    if (selection != null) {
      out.u8(selection.selector());
      DataCodec.encode(selection.parameters(), out);
    }
  }

  private static void encodeResult(GetResult result, OctetWriter out) {
    switch (result) {
      case GetResult.Value(Data data) -> {
        out.u8(0);
        DataCodec.encode(data, out);
      }
      case GetResult.Refusal(int code) -> out.u8(1).u8(code);
    }
  }

  private static Apdu initiateRequest(ByteBuffer in) throws Malformed {
    boolean dedicatedKey = flag(in);
    if (dedicatedKey) {
      counted(in);
    }
    boolean responseAllowed = !flag(in) || in.get() != 0;
    if (flag(in)) {
      in.get(); // proposed quality of service: of no use
    }
    int version = u8(in);
    Conformance conformance = conformance(in);
    return new Apdu.InitiateRequest(
        dedicatedKey, responseAllowed, version, conformance, in.getShort() & 0xFFFF);
  }

  private static Apdu initiateResponse(ByteBuffer in) throws Malformed {
    if (flag(in)) {
      in.get(); // negotiated quality of service
    }
    int version = u8(in);
    Conformance conformance = conformance(in);
    int maxPdu = in.getShort() & 0xFFFF;
    in.getShort(); // VAA name
    return new Apdu.InitiateResponse(version, conformance, maxPdu);
  }

  private static Conformance conformance(ByteBuffer in) throws Malformed {
    int tag = u8(in);
    int next = u8(in);
    // Old stacks leave out the second octet of the tag.
    int length = tag == 0x5F && next == 0x1F ? u8(in) : next;
    int unusedBits = u8(in);
    if (tag != 0x5F || length != 4 || unusedBits != 0) {
      throw new Malformed("not a conformance block", in.position());
    }
    return new Conformance(u8(in) << 16 | u8(in) << 8 | u8(in));
  }

  private static Apdu getRequest(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    return switch (form) {
      case NORMAL -> new Apdu.GetRequest(invoke, target(in, limits));
      case NEXT -> new Apdu.GetRequestNext(invoke, in.getInt() & 0xFFFF_FFFFL);
      case WITH_LIST -> {
        int count = count(in, 10);
        List<AttributeSelection> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          targets.add(target(in, limits));
        }
        yield new Apdu.GetRequestWithList(invoke, targets);
      }
      default -> throw new UnsupportedApdu("get-request form " + form);
    };
  }

  private static Apdu getResponse(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    return switch (form) {
      case NORMAL -> new Apdu.GetResponse(invoke, result(in, limits));
      case WITH_DATABLOCK -> {
        boolean last = in.get() != 0;
        long number = in.getInt() & 0xFFFF_FFFFL;
        Block block =
            switch (u8(in)) {
              case 0 -> new Block.Raw(counted(in));
              case 1 -> new Block.Aborted(u8(in));
              default -> throw new Malformed("neither block nor result", in.position() - 1);
            };
        yield new Apdu.GetResponseWithDatablock(invoke, last, number, block);
      }
      case WITH_LIST -> new Apdu.GetResponseWithList(invoke, results(in, limits));
      default -> throw new UnsupportedApdu("get-response form " + form);
    };
  }

  private static Apdu setRequest(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    if (form != NORMAL) {
      throw new UnsupportedApdu("set-request form " + form);
    }
    return new Apdu.SetRequest(invoke, target(in, limits), DataCodec.decode(in, limits));
  }

  private static Apdu setResponse(ByteBuffer in) throws UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    if (form != NORMAL) {
      throw new UnsupportedApdu("set-response form " + form);
    }
    return new Apdu.SetResponse(invoke, u8(in));
  }

  private static Apdu actionRequest(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    if (form != NORMAL) {
      throw new UnsupportedApdu("action-request form " + form);
    }
    MethodRef method = new MethodRef(in.getShort() & 0xFFFF, ObisCode.take(in), in.get());
    return new Apdu.ActionRequest(invoke, method, flag(in) ? DataCodec.decode(in, limits) : null);
  }

  private static Apdu actionResponse(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = u8(in);
    int invoke = u8(in);
    if (form != NORMAL) {
      throw new UnsupportedApdu("action-response form " + form);
    }
    return new Apdu.ActionResponse(invoke, u8(in), flag(in) ? result(in, limits) : null);
  }

  private static Apdu exceptionResponse(ByteBuffer in) {
    int stateError = u8(in);
    int serviceError = u8(in);
    boolean counted =
        serviceError == Apdu.ExceptionResponse.INVOCATION_COUNTER_ERROR && in.hasRemaining();
    return new Apdu.ExceptionResponse(
        stateError, serviceError, counted ? in.getInt() & 0xFFFF_FFFFL : -1);
  }

  private static Apdu ciphered(int tag, Bytes title, ByteBuffer in) throws Malformed {
    int length = DataCodec.length(in);
    if (length < 5) {
      throw new Malformed("ciphered APDU of " + length + " octets", in.position());
    }
    int control = u8(in);
    long counter = in.getInt() & 0xFFFF_FFFFL;
    return new Apdu.Ciphered(tag, title, control, counter, Bytes.take(in, length - 5));
  }

  private static AttributeSelection target(ByteBuffer in, DataLimits limits) throws Malformed {
    AttributeRef attribute = new AttributeRef(in.getShort() & 0xFFFF, ObisCode.take(in), in.get());
    return new AttributeSelection(attribute, flag(in) ? selection(in, limits) : null);
  }

  private static @Nullable AccessSelection selection(ByteBuffer in, DataLimits limits)
      throws Malformed {
    return new AccessSelection(u8(in), DataCodec.decode(in, limits));
  }

  private static List<GetResult> results(ByteBuffer in, DataLimits limits) throws Malformed {
    int count = count(in, 2);
    List<GetResult> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(result(in, limits));
    }
    return results;
  }

  private static GetResult result(ByteBuffer in, DataLimits limits) throws Malformed {
    return switch (u8(in)) {
      case 0 -> new GetResult.Value(DataCodec.decode(in, limits));
      case 1 -> new GetResult.Refusal(u8(in));
      default -> throw new Malformed("neither value nor result", in.position() - 1);
    };
  }

  /**
   * A number of things that take {@code octetsEach} at least; more than can follow is malformed.
   */
  private static int count(ByteBuffer in, int octetsEach) throws Malformed {
    int count = DataCodec.length(in);
    if (count > in.remaining() / octetsEach) {
      throw new Malformed(count + " items in " + in.remaining() + " octets", in.position());
    }
    return count;
  }

  private static Bytes counted(ByteBuffer in) throws Malformed {
    return Bytes.take(in, DataCodec.length(in));
  }

  private static boolean flag(ByteBuffer in) throws Malformed {
    return switch (u8(in)) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new Malformed("an optional part must be 0 or 1", in.position() - 1);
    };
  }

  private static int u8(ByteBuffer in) {
    return in.get() & 0xFF;
  }
}
