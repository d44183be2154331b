package org.meterhaus.dlms.apdu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.data.Data;

/**
 * Application-layer messages of logical-name referencing (IEC 62056-5-3). Adding one makes every
 * {@code switch} over it fail to compile.
 *
 * <p>{@code invoke} is the invoke-id-and-priority octet, 0..255: bits 0 to 3 the invoke id, bit 6
 * confirmed, bit 7 high priority; an answer repeats the octet of its request.
 */
public sealed interface Apdu {

  /** Application context 1: logical names, no ciphering. */
  int CONTEXT_LN = 1;

  /** Application context 3: logical names, ciphering. */
  int CONTEXT_LN_CIPHERED = 3;

  /** Authentication mechanism 0: none. */
  int MECHANISM_NONE = 0;

  /** Authentication mechanism 5: HLS with GMAC. */
  int MECHANISM_HLS_GMAC = 5;

  /**
   * Asks for an association.
   *
   * @param context last arc of the application context name, 0..127; 0 = not one of the DLMS UA's
   * @param callingTitle system title of the client, if given
   * @param mechanism last arc of the mechanism name, 0..127; 0 = none
   * @param authentication password or challenge, if given
   * @param userInformation an InitiateRequest, plain or ciphered
   */
  record Aarq(
      int context,
      @Nullable Bytes callingTitle,
      int mechanism,
      @Nullable Bytes authentication,
      Bytes userInformation)
      implements Apdu {
    /** Without the authentication value: it may be a password. */
    @Override
    public String toString() {
      return "Aarq[context=%d, callingTitle=%s, mechanism=%d]"
          .formatted(context, callingTitle, mechanism);
    }
  }

  /**
   * Answers an {@link Aarq}.
   *
   * @param context as in the request
   * @param result 0 accepted, 1 rejected permanently, 2 rejected transiently
   * @param diagnostic acse-service-user diagnostic, 0..255; 14 = authentication required
   * @param respondingTitle system title of the server, if given
   * @param mechanism as in the request, 0 if not given
   * @param authentication challenge of the server, if given
   * @param userInformation an InitiateResponse or ConfirmedServiceError, plain or ciphered, if
   *     given
   */
  record Aare(
      int context,
      int result,
      int diagnostic,
      @Nullable Bytes respondingTitle,
      int mechanism,
      @Nullable Bytes authentication,
      @Nullable Bytes userInformation)
      implements Apdu {}

  /** Ends the association. */
  record ReleaseRequest(int reason, @Nullable Bytes userInformation) implements Apdu {}

  record ReleaseResponse(int reason, @Nullable Bytes userInformation) implements Apdu {}

  /**
   * Proposes the terms of the association.
   *
   * @param dedicatedKey key for this association only, if one is proposed
   * @param dlmsVersion 6 is the only one there is
   * @param maxReceivePduSize what the client takes, 0..65535; 0 = any size
   */
  record InitiateRequest(
      @Nullable Bytes dedicatedKey,
      boolean responseAllowed,
      int dlmsVersion,
      Conformance conformance,
      int maxReceivePduSize)
      implements Apdu {

    /** Without a dedicated key, an answer allowed. */
    public InitiateRequest(int dlmsVersion, Conformance conformance, int maxReceivePduSize) {
      this(null, true, dlmsVersion, conformance, maxReceivePduSize);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "InitiateRequest[dedicatedKey=%s, dlmsVersion=%d, conformance=%s, maxReceivePduSize=%d]"
          .formatted(
              dedicatedKey == null ? "none" : "hidden",
              dlmsVersion,
              conformance,
              maxReceivePduSize);
    }
  }

  /**
   * Tells the terms of the association.
   *
   * @param maxReceivePduSize what the server takes, 0..65535; 0 = any size
   */
  record InitiateResponse(int dlmsVersion, Conformance conformance, int maxReceivePduSize)
      implements Apdu {}

  /**
   * Why an association is not to be.
   *
   * @param service 1 = initiateError
   * @param error group of errors, 6 = initiate
   * @param value error in the group
   */
  record ConfirmedServiceError(int service, int error, int value) implements Apdu {}

  /** A service that a client asks for. */
  sealed interface Request extends Apdu {
    int invoke();
  }

  record GetRequest(int invoke, AttributeSelection target) implements Request {}

  /** Asks for the block after {@code blockNumber}. */
  record GetRequestNext(int invoke, long blockNumber) implements Request {}

  record GetRequestWithList(int invoke, List<AttributeSelection> targets) implements Request {
    public GetRequestWithList {
      targets = List.copyOf(targets);
    }
  }

  record GetResponse(int invoke, GetResult result) implements Apdu {}

  /**
   * A block of a long answer.
   *
   * @param blockNumber 1.. in the order of sending, 32 bits
   * @param block raw octets, or the reason why there are none
   */
  record GetResponseWithDatablock(int invoke, boolean lastBlock, long blockNumber, Block block)
      implements Apdu {}

  record GetResponseWithList(int invoke, List<GetResult> results) implements Apdu {
    public GetResponseWithList {
      results = List.copyOf(results);
    }
  }

  /**
   * A piece of something long, as SET and ACTION send it.
   *
   * @param number 1.. in the order of sending, 32 bits
   */
  record DataBlock(boolean last, long number, Bytes octets) {}

  record SetRequest(int invoke, AttributeSelection target, Data value) implements Request {}

  /**
   * Writes several attributes.
   *
   * @param values as many as targets, in their order, or the answer says what is wrong
   */
  record SetRequestWithList(int invoke, List<AttributeSelection> targets, List<Data> values)
      implements Request {
    public SetRequestWithList {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
    }
  }

  /** Begins to write a long value, which comes as the blocks joined. */
  record SetRequestWithFirstDatablock(int invoke, AttributeSelection target, DataBlock block)
      implements Request {}

  /** Begins to write several values, whose list comes as the blocks joined. */
  record SetRequestWithListAndFirstDatablock(
      int invoke, List<AttributeSelection> targets, DataBlock block) implements Request {
    public SetRequestWithListAndFirstDatablock {
      targets = List.copyOf(targets);
    }
  }

  /** The next block of what a SET began to write. */
  record SetRequestWithDatablock(int invoke, DataBlock block) implements Request {}

  /**
   * Answers a {@link SetRequest}.
   *
   * @param result data-access-result, 0..255
   */
  record SetResponse(int invoke, int result) implements Apdu {}

  /** Acknowledges a block and asks for the one after it. */
  record SetResponseDatablock(int invoke, long blockNumber) implements Apdu {}

  /**
   * The outcome of a SET in blocks.
   *
   * @param result data-access-result, 0..255
   */
  record SetResponseLastDatablock(int invoke, int result, long blockNumber) implements Apdu {}

  /**
   * The outcomes of a SET with list in blocks.
   *
   * @param results data-access-results, 0..255 each
   */
  record SetResponseLastDatablockWithList(int invoke, List<Integer> results, long blockNumber)
      implements Apdu {
    public SetResponseLastDatablockWithList {
      results = List.copyOf(results);
    }
  }

  /**
   * Answers a {@link SetRequestWithList}.
   *
   * @param results data-access-results, 0..255 each
   */
  record SetResponseWithList(int invoke, List<Integer> results) implements Apdu {
    public SetResponseWithList {
      results = List.copyOf(results);
    }
  }

  /**
   * Invokes a method.
   *
   * @param parameter null if there is none
   */
  record ActionRequest(int invoke, MethodRef method, @Nullable Data parameter) implements Request {}

  /**
   * Answers an {@link ActionRequest}.
   *
   * @param result action-result, 0..255
   * @param returned null if nothing is returned
   */
  record ActionResponse(int invoke, int result, @Nullable GetResult returned) implements Apdu {}

  /** Asks for the block of the returned data after {@code blockNumber}. */
  record ActionRequestNextPblock(int invoke, long blockNumber) implements Request {}

  /**
   * Invokes several methods.
   *
   * @param parameters as many as methods, null-data where there is none
   */
  record ActionRequestWithList(int invoke, List<MethodRef> methods, List<Data> parameters)
      implements Request {
    public ActionRequestWithList {
      methods = List.copyOf(methods);
      parameters = List.copyOf(parameters);
    }
  }

  /** Begins to invoke a method whose parameter comes as the blocks joined. */
  record ActionRequestWithFirstPblock(int invoke, MethodRef method, DataBlock block)
      implements Request {}

  /** Begins to invoke several methods whose list of parameters comes as the blocks joined. */
  record ActionRequestWithListAndFirstPblock(int invoke, List<MethodRef> methods, DataBlock block)
      implements Request {
    public ActionRequestWithListAndFirstPblock {
      methods = List.copyOf(methods);
    }
  }

  /** The next block of the parameters. */
  record ActionRequestWithPblock(int invoke, DataBlock block) implements Request {}

  /** A block of what is returned. */
  record ActionResponseWithPblock(int invoke, DataBlock block) implements Apdu {}

  /** Answers an {@link ActionRequestWithList}. */
  record ActionResponseWithList(int invoke, List<ActionOutcome> outcomes) implements Apdu {
    public ActionResponseWithList {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Acknowledges a block and asks for the one after it. */
  record ActionResponseNextPblock(int invoke, long blockNumber) implements Apdu {}

  /**
   * What became of one method.
   *
   * @param result action-result, 0..255
   * @param returned null if nothing is returned
   */
  record ActionOutcome(int result, @Nullable GetResult returned) {}

  /**
   * Several reads, writes and methods at once.
   *
   * @param invoke long-invoke-id-and-priority, 32 bits: bits 0 to 23 the id, 28 self-descriptive,
   *     29 stop at the first error, 30 confirmed, 31 high priority
   * @param dateTime 0 or 12 octets
   * @param data as many as specifications, null-data where there is none
   */
  record AccessRequest(
      long invoke, Bytes dateTime, List<AccessSpecification> specifications, List<Data> data)
      implements Apdu {
    public AccessRequest {
      specifications = List.copyOf(specifications);
      data = List.copyOf(data);
    }
  }

  /** One part of an {@link AccessRequest}. */
  sealed interface AccessSpecification {
    /** A read, with or without a selection. */
    record Get(AttributeSelection target) implements AccessSpecification {}

    /** A write, with or without a selection. */
    record Set(AttributeSelection target) implements AccessSpecification {}

    record Action(MethodRef method) implements AccessSpecification {}
  }

  /**
   * Answers an {@link AccessRequest}.
   *
   * @param dateTime 0 or 12 octets
   * @param specifications those of the request if it asked for them, else null
   * @param data what was read or returned, null-data where there is none
   * @param outcomes one for each, in the order of the request; of a request that stops at the first
   *     error, only those carried out
   */
  record AccessResponse(
      long invoke,
      Bytes dateTime,
      @Nullable List<AccessSpecification> specifications,
      List<Data> data,
      List<AccessOutcome> outcomes)
      implements Apdu {
    public AccessResponse {
      specifications = specifications == null ? null : List.copyOf(specifications);
      data = List.copyOf(data);
      outcomes = List.copyOf(outcomes);
    }
  }

  /**
   * The result of one part of an {@link AccessRequest}.
   *
   * @param kind 1 get, 2 set, 3 action
   * @param result data-access-result or action-result, 0..255
   */
  record AccessOutcome(int kind, int result) {
    public static final int GET = 1;
    public static final int SET = 2;
    public static final int ACTION = 3;

    /** Bit of the long-invoke-id-and-priority: stop at the first error. */
    public static final long BREAK_ON_ERROR = 1L << 29;
  }

  /**
   * A piece of an APDU of any kind, protected or not.
   *
   * @param last whether it is the last of its APDU
   * @param streaming whether more follow before an answer is awaited
   * @param window how many the sender takes before it answers, 0..63
   * @param number 1.. in the order of sending, 16 bits
   * @param acknowledged number of the last block received without a gap, 16 bits
   */
  record GeneralBlockTransfer(
      boolean last, boolean streaming, int window, int number, int acknowledged, Bytes octets)
      implements Apdu {}

  /** What a server sends without being asked for. */
  sealed interface Notification extends Apdu {}

  /**
   * Data sent without being asked for.
   *
   * @param invoke long-invoke-id-and-priority, 32 bits
   * @param dateTime 0 or 12 octets
   */
  record DataNotification(long invoke, Bytes dateTime, Data body) implements Notification {}

  /**
   * One attribute sent without being asked for.
   *
   * @param dateTime 12 octets, null if none
   */
  record EventNotification(@Nullable Bytes dateTime, AttributeRef attribute, Data value)
      implements Notification {}

  /**
   * Variables by their short names, sent without being asked for.
   *
   * @param time a GeneralizedTime in ASCII, null if none
   * @param names short names, 0..65535
   * @param values as many, in their order
   */
  record InformationReport(@Nullable Bytes time, List<Integer> names, List<Data> values)
      implements Notification {
    public InformationReport {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }
  }

  /**
   * The request is not served.
   *
   * @param stateError 1 service-not-allowed, 2 service-unknown
   * @param serviceError 1 operation-not-possible, 2 service-not-supported, 3 other-reason, 4
   *     pdu-too-long, 5 deciphering-error, 6 invocation-counter-error
   * @param expectedCounter with service error 6: the invocation counter expected, else -1
   */
  record ExceptionResponse(int stateError, int serviceError, long expectedCounter) implements Apdu {
    public static final int SERVICE_NOT_ALLOWED = 1;
    public static final int SERVICE_UNKNOWN = 2;
    public static final int OPERATION_NOT_POSSIBLE = 1;
    public static final int SERVICE_NOT_SUPPORTED = 2;
    public static final int OTHER_REASON = 3;
    public static final int PDU_TOO_LONG = 4;
    public static final int DECIPHERING_ERROR = 5;
    public static final int INVOCATION_COUNTER_ERROR = 6;

    public ExceptionResponse(int stateError, int serviceError) {
      this(stateError, serviceError, -1);
    }
  }

  /**
   * Another message, protected with the global or a dedicated key.
   *
   * @param tag of the glo- or ded- message (0x21, 0xC8, 0xD0, ..), 0xDB for general-glo-ciphering,
   *     0xDC for general-ded-ciphering
   * @param systemTitle of the originator with the general forms, empty otherwise
   * @param securityControl protection, key and suite, 0..255
   * @param counter invocation counter, 0..2^32-1
   * @param payload ciphertext and tag
   */
  record Ciphered(int tag, Bytes systemTitle, int securityControl, long counter, Bytes payload)
      implements Apdu {}

  /** Either the value or the reason there is none. */
  sealed interface GetResult {
    record Value(Data data) implements GetResult {}

    /** Refused, with a data-access-result, 1..255. */
    record Refusal(int code) implements GetResult {}
  }

  /** Either octets or the reason there are none. */
  sealed interface Block {
    record Raw(Bytes octets) implements Block {}

    /** Aborted, with a data-access-result, 1..255. */
    record Aborted(int code) implements Block {}
  }
}
