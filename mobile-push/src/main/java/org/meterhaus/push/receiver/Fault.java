package org.meterhaus.push.receiver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of FCM's other than success.
 *
 * @param httpStatus 400..503
 * @param status the {@code google.rpc.Code} name
 * @param fcmCode the {@code FcmError} code, null where FCM gives none
 * @param field the field that is wrong, null where none is
 * @param retryAfter null for no such header
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM error
 *     codes</a>
 */
public record Fault(
    int httpStatus,
    String status,
    @Nullable String fcmCode,
    String message,
    @Nullable String field,
    @Nullable Duration retryAfter) {

  /** The app was removed from the phone, or its token replaced. */
  public static Fault unregistered() {
    return new Fault(
        404, "NOT_FOUND", "UNREGISTERED", "Requested entity was not found.", null, null);
  }

  /** What the sender wrote in the given field is wrong, e.g. {@code message.token}. */
  public static Fault invalidArgument(String field, String message) {
    return new Fault(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", message, field, null);
  }

  /** Too many messages, of the project or to one phone. */
  public static Fault quotaExceeded(@Nullable Duration retryAfter) {
    return new Fault(
        429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "Sending limit exceeded.", null, retryAfter);
  }

  /** The service is overloaded. */
  public static Fault unavailable(@Nullable Duration retryAfter) {
    return new Fault(
        503, "UNAVAILABLE", "UNAVAILABLE", "The service is unavailable.", null, retryAfter);
  }

  /** The bearer token is missing or not ours. */
  static Fault unauthenticated() {
    return new Fault(
        401,
        "UNAUTHENTICATED",
        null,
        "Request is missing required authentication credential. Expected OAuth 2 access token.",
        null,
        null);
  }

  static Fault notFound() {
    return new Fault(404, "NOT_FOUND", null, "No such resource here.", null, null);
  }

  static Fault tooLarge(int maxBytes) {
    return new Fault(
        413,
        "INVALID_ARGUMENT",
        null,
        "The body has more than %d bytes.".formatted(maxBytes),
        null,
        null);
  }

  /** The error document as FCM writes it. */
  JsonObject toJson() {
    var details = new JsonArray();
    if (fcmCode != null) {
      var code = new JsonObject();
      code.addProperty("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError");
      code.addProperty("errorCode", fcmCode);
      details.add(code);
    }
    if (field != null) {
      var violation = new JsonObject();
      violation.addProperty("field", field);
      violation.addProperty("description", message);
      var violations = new JsonArray();
      violations.add(violation);
      var request = new JsonObject();
      request.addProperty("@type", "type.googleapis.com/google.rpc.BadRequest");
      request.add("fieldViolations", violations);
      details.add(request);
    }
    var error = new JsonObject();
    error.addProperty("code", httpStatus);
    error.addProperty("message", message);
    error.addProperty("status", status);
    if (!details.isEmpty()) {
      error.add("details", details);
    }
    var document = new JsonObject();
    document.add("error", error);
    return document;
  }
}
