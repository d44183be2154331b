package org.meterhaus.dlms.apdu;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.Block;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
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

  /** Octets of an {@link Apdu.ActionResponse} before the returned data. */
  public static final int ACTION_RESPONSE_HEADER = 5;

  /** Octets of an {@link Apdu.ActionResponseWithList} before the list. */
  public static final int ACTION_RESPONSE_WITH_LIST_HEADER = 3;

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
    OctetWriter out = new OctetWriter(expectedOctets(apdu));
    encode(apdu, out);
    return out.finish();
  }

  /** How many octets a message takes, if that is easily told; else a few. */
  private static int expectedOctets(Apdu apdu) {
    return switch (apdu) {
      case Apdu.GetResponse(int _, GetResult.Value(Data value)) ->
          GET_RESPONSE_HEADER + DataCodec.expectedOctets(value);
      case Apdu.GetResponseWithDatablock(int _, boolean _, long _, Block.Raw(Bytes octets)) ->
          8 + OctetWriter.lengthOctets(octets.size()) + octets.size();
      case Apdu.Ciphered(int tag, Bytes title, int _, long _, Bytes payload) ->
          1
              + (Tags.isGeneral(tag) ? 1 + title.size() : 0)
              + OctetWriter.lengthOctets(5 + payload.size())
              + 5
              + payload.size();
      default -> 64;
    };
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
        Fields.target(target, out);
      }
      case Apdu.GetRequestNext(int invoke, long blockNumber) ->
          out.u8(Tags.GET_REQUEST).u8(NEXT).u8(invoke).u32(blockNumber);
      case Apdu.GetRequestWithList(int invoke, List<AttributeSelection> targets) -> {
        out.u8(Tags.GET_REQUEST).u8(WITH_LIST).u8(invoke).length(targets.size());
        targets.forEach(target -> Fields.target(target, out));
      }
      case Apdu.GetResponse(int invoke, GetResult result) -> {
        out.u8(Tags.GET_RESPONSE).u8(NORMAL).u8(invoke);
        Fields.result(result, out);
      }
      case Apdu.GetResponseWithDatablock block -> encodeBlock(block, out);
      case Apdu.GetResponseWithList(int invoke, List<GetResult> results) -> {
        out.u8(Tags.GET_RESPONSE).u8(WITH_LIST).u8(invoke).length(results.size());
        results.forEach(result -> Fields.result(result, out));
      }
      case Apdu.SetRequest request -> SetCodec.encode(request, out);
      case Apdu.SetRequestWithList request -> SetCodec.encode(request, out);
      case Apdu.SetRequestWithFirstDatablock request -> SetCodec.encode(request, out);
      case Apdu.SetRequestWithListAndFirstDatablock request -> SetCodec.encode(request, out);
      case Apdu.SetRequestWithDatablock request -> SetCodec.encode(request, out);
      case Apdu.SetResponse response -> SetCodec.encode(response, out);
      case Apdu.SetResponseDatablock response -> SetCodec.encode(response, out);
      case Apdu.SetResponseLastDatablock response -> SetCodec.encode(response, out);
      case Apdu.SetResponseLastDatablockWithList response -> SetCodec.encode(response, out);
      case Apdu.SetResponseWithList response -> SetCodec.encode(response, out);
      case Apdu.ActionRequest request -> ActionCodec.encode(request, out);
      case Apdu.ActionRequestNextPblock request -> ActionCodec.encode(request, out);
      case Apdu.ActionRequestWithList request -> ActionCodec.encode(request, out);
      case Apdu.ActionRequestWithFirstPblock request -> ActionCodec.encode(request, out);
      case Apdu.ActionRequestWithListAndFirstPblock request -> ActionCodec.encode(request, out);
      case Apdu.ActionRequestWithPblock request -> ActionCodec.encode(request, out);
      case Apdu.ActionResponse response -> ActionCodec.encode(response, out);
      case Apdu.ActionResponseWithPblock response -> ActionCodec.encode(response, out);
      case Apdu.ActionResponseWithList response -> ActionCodec.encode(response, out);
      case Apdu.ActionResponseNextPblock response -> ActionCodec.encode(response, out);
      case Apdu.AccessRequest request -> GeneralCodec.encode(request, out);
      case Apdu.AccessResponse response -> GeneralCodec.encode(response, out);
      case Apdu.GeneralBlockTransfer block -> GeneralCodec.encode(block, out);
      case Apdu.DataNotification notification -> GeneralCodec.encode(notification, out);
      case Apdu.EventNotification notification -> GeneralCodec.encode(notification, out);
      case Apdu.InformationReport report -> GeneralCodec.encode(report, out);
      case Apdu.ExceptionResponse(int stateError, int serviceError, long counter) -> {
        out.u8(Tags.EXCEPTION_RESPONSE).u8(stateError).u8(serviceError);
        if (counter >= 0) {
          out.u32(counter);
        }
      }
      case Apdu.Ciphered(int tag, Bytes title, int control, long counter, Bytes payload) -> {
        out.u8(tag);
        if (Tags.isGeneral(tag)) {
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
    // Not a read-only view: values are read from the array itself.
    ByteBuffer in = ByteBuffer.wrap(octets.shared());
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
    return joined(octets, limits, ApduCodec::results);
  }

  /** The values of a SET or the parameters of an ACTION with list, joined from blocks. */
  public static List<Data> decodeValues(Bytes octets, DataLimits limits) throws Malformed {
    return joined(octets, limits, Fields::values);
  }

  /** The values of a SET or the parameters of an ACTION with list, to be cut into blocks. */
  public static Bytes encodeValues(List<Data> values) {
    OctetWriter out = new OctetWriter(256);
    Fields.values(values, out);
    return out.toBytes();
  }

  /**
   * What an ACTION returns, joined from blocks: the same as after the result in a normal answer.
   */
  public static GetResult decodeReturned(Bytes octets, DataLimits limits) throws Malformed {
    return joined(octets, limits, Fields::result);
  }

  /** The outcomes of an ACTION with list, joined from blocks. */
  public static List<Apdu.ActionOutcome> decodeOutcomes(Bytes octets, DataLimits limits)
      throws Malformed {
    return joined(octets, limits, ActionCodec::outcomes);
  }

  private static <T> T joined(Bytes octets, DataLimits limits, Fields.Reader<T> reader)
      throws Malformed {
    // Not a read-only view: values are read from the array itself.
    ByteBuffer in = ByteBuffer.wrap(octets.shared());
    try {
      T whole = reader.read(in, limits);
      if (in.hasRemaining()) {
        throw new Malformed(
            in.remaining() + " octets after what was sent in blocks", in.position());
      }
      return whole;
    } catch (BufferUnderflowException _) {
      throw new Malformed("what was sent in blocks is truncated", in.limit());
    }
  }

  private static Apdu decode(ByteBuffer in, DataLimits limits) throws Malformed, UnsupportedApdu {
    int tag = Fields.u8(in);
    if (Tags.isServiceSpecific(tag)) {
      return ciphered(tag, Bytes.EMPTY, in);
    }
    return switch (tag) {
      case Tags.AARQ -> AcseCodec.aarq(in);
      case Tags.AARE -> AcseCodec.aare(in);
      case Tags.RLRQ -> AcseCodec.releaseRequest(in);
      case Tags.RLRE -> AcseCodec.releaseResponse(in);
      case Tags.INITIATE_REQUEST -> initiateRequest(in);
      case Tags.INITIATE_RESPONSE -> initiateResponse(in);
      case Tags.CONFIRMED_SERVICE_ERROR ->
          new Apdu.ConfirmedServiceError(Fields.u8(in), Fields.u8(in), Fields.u8(in));
      case Tags.GET_REQUEST -> getRequest(in, limits);
      case Tags.GET_RESPONSE -> getResponse(in, limits);
      case Tags.SET_REQUEST -> SetCodec.request(in, limits);
      case Tags.SET_RESPONSE -> SetCodec.response(in, limits);
      case Tags.ACTION_REQUEST -> ActionCodec.request(in, limits);
      case Tags.ACTION_RESPONSE -> ActionCodec.response(in, limits);
      case Tags.ACCESS_REQUEST -> GeneralCodec.accessRequest(in, limits);
      case Tags.ACCESS_RESPONSE -> GeneralCodec.accessResponse(in, limits);
      case Tags.GENERAL_BLOCK_TRANSFER -> GeneralCodec.blockTransfer(in);
      case Tags.DATA_NOTIFICATION -> GeneralCodec.dataNotification(in, limits);
      case Tags.EVENT_NOTIFICATION -> GeneralCodec.eventNotification(in, limits);
      case Tags.INFORMATION_REPORT -> GeneralCodec.informationReport(in, limits);
      case Tags.EXCEPTION_RESPONSE -> exceptionResponse(in);
      case Tags.GENERAL_GLO_CIPHERING, Tags.GENERAL_DED_CIPHERING ->
          ciphered(tag, Fields.counted(in), in);
      default -> throw new UnsupportedApdu("APDU 0x%02X".formatted(tag));
    };
  }

  private static void encodeInitiate(Apdu.InitiateRequest request, OctetWriter out) {
    Bytes dedicatedKey = request.dedicatedKey();
    out.u8(Tags.INITIATE_REQUEST).u8(dedicatedKey == null ? 0 : 1);
    if (dedicatedKey != null) {
      out.counted(dedicatedKey);
    }
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

  private static Apdu initiateRequest(ByteBuffer in) throws Malformed {
    Bytes dedicatedKey = Fields.flag(in) ? Fields.counted(in) : null;
    boolean responseAllowed = !Fields.flag(in) || in.get() != 0;
    if (Fields.flag(in)) {
      in.get(); // proposed quality of service: of no use
    }
    int version = Fields.u8(in);
    Conformance conformance = conformance(in);
    return new Apdu.InitiateRequest(
        dedicatedKey, responseAllowed, version, conformance, in.getShort() & 0xFFFF);
  }

  private static Apdu initiateResponse(ByteBuffer in) throws Malformed {
    if (Fields.flag(in)) {
      in.get(); // negotiated quality of service
    }
    int version = Fields.u8(in);
    Conformance conformance = conformance(in);
    int maxPdu = in.getShort() & 0xFFFF;
    in.getShort(); // VAA name
    return new Apdu.InitiateResponse(version, conformance, maxPdu);
  }

  private static Conformance conformance(ByteBuffer in) throws Malformed {
    int tag = Fields.u8(in);
    int next = Fields.u8(in);
    // Old stacks leave out the second octet of the tag.
    int length = tag == 0x5F && next == 0x1F ? Fields.u8(in) : next;
    int unusedBits = Fields.u8(in);
    if (tag != 0x5F || length != 4 || unusedBits != 0) {
      throw new Malformed("not a conformance block", in.position());
    }
    return new Conformance(Fields.u8(in) << 16 | Fields.u8(in) << 8 | Fields.u8(in));
  }

  private static Apdu getRequest(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL -> new Apdu.GetRequest(invoke, Fields.target(in, limits));
      case NEXT -> new Apdu.GetRequestNext(invoke, in.getInt() & 0xFFFF_FFFFL);
      case WITH_LIST -> {
        int count = Fields.count(in, 10);
        List<AttributeSelection> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          targets.add(Fields.target(in, limits));
        }
        yield new Apdu.GetRequestWithList(invoke, targets);
      }
      default -> throw new UnsupportedApdu("get-request form " + form);
    };
  }

  private static Apdu getResponse(ByteBuffer in, DataLimits limits)
      throws Malformed, UnsupportedApdu {
    int form = Fields.u8(in);
    int invoke = Fields.u8(in);
    return switch (form) {
      case NORMAL -> new Apdu.GetResponse(invoke, Fields.result(in, limits));
      case WITH_DATABLOCK -> {
        boolean last = in.get() != 0;
        long number = in.getInt() & 0xFFFF_FFFFL;
        Block block =
            switch (Fields.u8(in)) {
              case 0 -> new Block.Raw(Fields.counted(in));
              case 1 -> new Block.Aborted(Fields.u8(in));
              default -> throw new Malformed("neither block nor result", in.position() - 1);
            };
        yield new Apdu.GetResponseWithDatablock(invoke, last, number, block);
      }
      case WITH_LIST -> new Apdu.GetResponseWithList(invoke, results(in, limits));
      default -> throw new UnsupportedApdu("get-response form " + form);
    };
  }

  private static Apdu exceptionResponse(ByteBuffer in) {
    int stateError = Fields.u8(in);
    int serviceError = Fields.u8(in);
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
    int control = Fields.u8(in);
    long counter = in.getInt() & 0xFFFF_FFFFL;
    return new Apdu.Ciphered(tag, title, control, counter, Bytes.take(in, length - 5));
  }

  private static List<GetResult> results(ByteBuffer in, DataLimits limits) throws Malformed {
    return Fields.list(in, limits, 2, Fields::result);
  }
}
