package org.meterhaus.dlms;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can go wrong between a client and a meter; programming errors are never of this
 * type.
 */
public abstract sealed class MeterException extends Exception {

  private static final long serialVersionUID = 1L;

  private MeterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The peer sent octets that break the protocol, or a value of another type than agreed. */
  public static final class Malformed extends MeterException {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final int offset;

    public Malformed(String reason) {
      this(reason, -1);
    }

    /**
     * Says where in the octets.
     *
     * @param offset octets from the start of what was decoded, or -1 if there is no such place
     */
    public Malformed(String reason, int offset) {
      super(offset < 0 ? reason : reason + " (at octet " + offset + ")", null);
      this.reason = reason;
      this.offset = offset;
    }

    /** What is wrong, without the place. */
    public String reason() {
      return reason;
    }

    /** Octets from the start of what was decoded, or -1. */
    public int offset() {
      return offset;
    }
  }

  /** The peer understood the request and said no; nothing was read, written or done. */
  public static final class Refused extends MeterException {
    private static final long serialVersionUID = 1L;
    private final Service service;
    private final int resultCode;

    /** Which table {@link Refused#resultCode} is to be looked up in. */
    public enum Service {
      GET,
      SET,
      ACTION
    }

    /**
     * Refused with a result code of the standard.
     *
     * @param resultCode data-access-result (GET, SET, and the data of an ACTION) or action-result,
     *     1..255
     */
    public Refused(Service service, int resultCode, String name) {
      super("peer refused " + service + " with " + name + " (" + resultCode + ")", null);
      this.service = service;
      this.resultCode = resultCode;
    }

    public Service service() {
      return service;
    }

    /** The data-access-result or action-result, 1..255. */
    public int resultCode() {
      return resultCode;
    }
  }

  /** The peer refused the association: not this application context, client or authentication. */
  public static final class AssociationRefused extends MeterException {
    private static final long serialVersionUID = 1L;
    private final int result;
    private final int diagnostic;

    /**
     * Refused by an AARE.
     *
     * @param result 1 permanently, 2 transiently
     * @param diagnostic acse-service-user diagnostic, 0..255
     */
    public AssociationRefused(int result, int diagnostic) {
      super("association refused: result " + result + ", diagnostic " + diagnostic, null);
      this.result = result;
      this.diagnostic = diagnostic;
    }

    public int result() {
      return result;
    }

    public int diagnostic() {
      return diagnostic;
    }
  }

  /** The peer answered with an exception-response: it does not serve this request in this state. */
  public static final class ServiceRejected extends MeterException {
    private static final long serialVersionUID = 1L;
    private final int stateError;
    private final int serviceError;

    /**
     * Rejected by an exception-response.
     *
     * @param stateError 1 service-not-allowed, 2 service-unknown
     * @param serviceError 1 operation-not-possible, 2 service-not-supported, 3 other-reason, 4
     *     pdu-too-long, 5 deciphering-error, 6 invocation-counter-error
     */
    public ServiceRejected(int stateError, int serviceError) {
      super(
          "exception-response: state error " + stateError + ", service error " + serviceError,
          null);
      this.stateError = stateError;
      this.serviceError = serviceError;
    }

    public int stateError() {
      return stateError;
    }

    public int serviceError() {
      return serviceError;
    }
  }

  /**
   * Security refused it on our side: a tag or proof that does not fit, a replayed counter, a
   * message without the agreed protection, or no invocation counter left.
   */
  public static final class SecurityRefused extends MeterException {
    private static final long serialVersionUID = 1L;

    public SecurityRefused(String reason) {
      super(reason, null);
    }

    public SecurityRefused(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  /** No answer within the deadline; the request may or may not have been carried out. */
  public static final class TimedOut extends MeterException {
    private static final long serialVersionUID = 1L;

    public TimedOut(String waitingFor, Duration deadline) {
      super("no " + waitingFor + " within " + deadline, null);
    }
  }

  /** No connection, or the connection was lost; a request under way may have been carried out. */
  public static final class Unreachable extends MeterException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String reason) {
      super(reason, null);
    }

    public Unreachable(String reason, IOException cause) {
      super(reason + ": " + cause.getMessage(), cause);
    }
  }
}
