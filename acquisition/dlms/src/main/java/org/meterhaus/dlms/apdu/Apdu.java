package org.meterhaus.dlms.apdu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
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
   * @param dedicatedKeyProposed whether it carried a dedicated key; the key itself is not kept, as
   *     dedicated ciphering is not supported
   * @param dlmsVersion 6 is the only one there is
   * @param maxReceivePduSize what the client takes, 0..65535; 0 = any size
   */
  record InitiateRequest(
      boolean dedicatedKeyProposed,
      boolean responseAllowed,
      int dlmsVersion,
      Conformance conformance,
      int maxReceivePduSize)
      implements Apdu {}

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

  record SetRequest(int invoke, AttributeSelection target, Data value) implements Request {}

  /**
   * Answers a {@link SetRequest}.
   *
   * @param result data-access-result, 0..255
   */
  record SetResponse(int invoke, int result) implements Apdu {}

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
   * Another message, protected with the global key.
   *
   * @param tag of the glo- message (0x21, 0xC8, ..), or 0xDB for general-glo-ciphering
   * @param systemTitle of the originator with general-glo-ciphering, empty otherwise
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
