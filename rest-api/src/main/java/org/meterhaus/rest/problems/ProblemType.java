package org.meterhaus.rest.problems;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every type of problem that we answer with. The code is a contract; title and advice are for
 * people.
 */
public enum ProblemType {
  NOT_AUTHENTICATED(
      401,
      "not-authenticated",
      "Sign in first",
      "Send a valid access token as 'Authorization: Bearer ...'. Get one by POST /api/v1/oauth/token; tokens expire."),
  INVALID_CREDENTIALS(
      401,
      "invalid-credentials",
      "User name or password is wrong",
      "Which of the two is wrong is not said. After several failures you are asked to wait."),
  NOT_FOUND(
      404,
      "not-found",
      "Not found",
      "There is no such object, or it is not yours: the two are not told apart."),
  INVALID_INTERVAL(
      400,
      "invalid-interval",
      "The interval cannot be used",
      "Use start/end, start/duration or duration/end in ISO 8601, or one of last-month, this-month, yesterday, today, last-7-days. Intervals are half-open: the end does not belong to them."),
  INVALID_RESOLUTION(
      400,
      "invalid-resolution",
      "The resolution cannot be used",
      "Use an ISO 8601 duration such as PT15M, PT1H, P1D or P1M, not finer than the meter's own interval."),
  INVALID_PARAMETER(
      400,
      "invalid-parameter",
      "A parameter cannot be used",
      "The detail names the parameter and says what is wrong with it."),
  MALFORMED_BODY(
      400,
      "malformed-body",
      "The body cannot be read",
      "Send one JSON object in UTF-8; the detail says where it breaks."),
  BAD_REQUEST(
      400,
      "bad-request",
      "The request cannot be read",
      "The request line, a header or a parameter is malformed."),
  IDEMPOTENCY_KEY_MISSING(
      400,
      "idempotency-key-missing",
      "The Idempotency-Key header is missing",
      "Send a fresh random Idempotency-Key with each command, and the same one when you repeat it: then it is carried out once."),
  METHOD_NOT_ALLOWED(
      405,
      "method-not-allowed",
      "The resource does not know this method",
      "The Allow header says which methods there are."),
  NOT_ACCEPTABLE(
      406,
      "not-acceptable",
      "Nothing that we could answer is accepted",
      "Accept application/json."),
  NOT_SWITCHABLE(
      409,
      "not-switchable",
      "The device cannot be switched",
      "It has no relay; 'switchable' of the device says so."),
  TOO_MANY_VALUES(
      413,
      "too-many-values",
      "The answer would be too large",
      "Ask for a shorter interval or a coarser resolution; the detail names the bound."),
  BODY_TOO_LARGE(
      413, "body-too-large", "The body is too large", "The detail names the bound in bytes."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "unsupported-media-type",
      "The body's type is not read here",
      "Send application/json, or application/x-www-form-urlencoded to the token endpoint."),
  IDEMPOTENCY_CONFLICT(
      422,
      "idempotency-conflict",
      "The Idempotency-Key was used for another request",
      "Make a new key for a new request; keep a key only to repeat the very same one."),
  VALIDATION(
      422,
      "validation",
      "The body has mistakes",
      "'errors' names each field by a JSON pointer and what is wrong with it."),
  RATE_LIMITED(
      429,
      "rate-limited",
      "Too many requests",
      "Wait as many seconds as the Retry-After header says."),
  INTERNAL(
      500,
      "internal",
      "Something broke here",
      "It is not your fault. Tell us the traceId; the log has the rest."),
  NOT_READY(
      503,
      "not-ready",
      "Not ready",
      "A part that is needed does not answer; try again after the seconds in Retry-After.");

  private final int status;
  private final String code;
  private final String title;
  private final String advice;

  ProblemType(int status, String code, String title, String advice) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.advice = advice;
  }

  /** The type of a code, or empty if there is none. */
  public static Optional<ProblemType> ofCode(String code) {
    return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
  }

  /** HTTP status, 400..599. */
  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String title() {
    return title;
  }

  /** What the reader of the problem can do about it. */
  public String advice() {
    return advice;
  }

  /** Reference that opens an explanation, relative to the server's root. */
  public String uri() {
    return "/problems/" + code;
  }
}
