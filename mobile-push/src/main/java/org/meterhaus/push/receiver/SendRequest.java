package org.meterhaus.push.receiver;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The body of {@code messages:send}, for a message to a token: the part of it that we send.
 * Stateless and strict as FCM is: an unknown field, a data value that is not a string or a payload
 * over 4096 bytes is refused.
 *
 * @param validateOnly a try that nothing is delivered of
 * @see <a
 *     href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">Message</a>
 */
record SendRequest(
    String token, String title, String body, Map<String, String> data, boolean validateOnly) {

  private static final int MAX_PAYLOAD_BYTES = 4096;
  private static final long MAX_TTL_SECONDS = 28 * 86_400;

  private static final Set<String> REQUEST_FIELDS = Set.of("message", "validate_only");
  private static final Set<String> MESSAGE_FIELDS =
      Set.of("name", "data", "notification", "android", "webpush", "apns", "fcm_options", "token");
  private static final Set<String> NOTIFICATION_FIELDS = Set.of("title", "body", "image");
  private static final Set<String> ANDROID_FIELDS =
      Set.of(
          "collapse_key",
          "priority",
          "ttl",
          "restricted_package_name",
          "data",
          "notification",
          "fcm_options",
          "direct_boot_ok");

  SendRequest {
    data = Map.copyOf(data);
  }

  /** The sender's mistake. */
  static final class InvalidException extends Exception {
    private final transient Fault fault;

    InvalidException(String field, String message) {
      super(field + ": " + message);
      this.fault = Fault.invalidArgument(field, message);
    }

    Fault fault() {
      return fault;
    }
  }

  /**
   * Reads a body.
   *
   * @throws InvalidException if FCM would not take it
   */
  static SendRequest parse(String json) throws InvalidException {
    JsonObject request = object(json);
    requireKnown("", request, REQUEST_FIELDS);
    JsonObject message = object("message", request);
    requireKnown("message.", message, MESSAGE_FIELDS);
    String token = string("message.token", message, "token");
    // The form of the real ones: base64url with colons in it.
    if (!token.matches("[A-Za-z0-9_:-]{1,4096}")) {
      throw new InvalidException(
          "message.token", "The registration token is not a valid FCM registration token");
    }
    JsonObject notification = optionalObject("message.notification", message, "notification");
    requireKnown("message.notification.", notification, NOTIFICATION_FIELDS);
    android(message);
    Map<String, String> data = data(message);
    String title = optionalString("message.notification.title", notification, "title");
    String body = optionalString("message.notification.body", notification, "body");
    requirePayload(notification, data);
    return new SendRequest(
        token,
        title,
        body,
        data,
        request.get("validate_only") instanceof JsonPrimitive only && only.getAsBoolean());
  }

  private static JsonObject object(String json) throws InvalidException {
    try {
      if (JsonParser.parseString(json) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException _) {
      // said below, in FCM's words
    }
    throw new InvalidException("", "Invalid JSON payload received.");
  }

  private static void android(JsonObject message) throws InvalidException {
    JsonObject android = optionalObject("message.android", message, "android");
    requireKnown("message.android.", android, ANDROID_FIELDS);
    if (android.has("priority")) {
      String priority = string("message.android.priority", android, "priority");
      if (!Set.of("NORMAL", "HIGH").contains(priority.toUpperCase(Locale.ROOT))) {
        throw new InvalidException("message.android.priority", "Invalid value: " + priority);
      }
    }
    if (android.has("ttl")) {
      String ttl = string("message.android.ttl", android, "ttl");
      if (!ttl.matches("[0-9]{1,8}(\\.[0-9]{1,9})?s")
          || Double.parseDouble(ttl.substring(0, ttl.length() - 1)) > MAX_TTL_SECONDS) {
        throw new InvalidException("message.android.ttl", "Invalid duration: " + ttl);
      }
    }
  }

  private static Map<String, String> data(JsonObject message) throws InvalidException {
    var data = new TreeMap<String, String>();
    for (var entry : optionalObject("message.data", message, "data").entrySet()) {
      String key = entry.getKey();
      String field = "message.data[" + key + "]";
      if (key.equals("from")
          || key.equals("message_type")
          || key.startsWith("google.")
          || key.startsWith("gcm.")) {
        throw new InvalidException(field, "Invalid data payload key: " + key);
      }
      data.put(key, text(field, entry.getValue()));
    }
    return data;
  }

  private static void requirePayload(JsonObject notification, Map<String, String> data)
      throws InvalidException {
    int bytes = notification.toString().getBytes(StandardCharsets.UTF_8).length;
    for (var entry : data.entrySet()) {
      bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (bytes > MAX_PAYLOAD_BYTES) {
      throw new InvalidException("message", "Android message is too big");
    }
    if (bytes <= 2) {
      throw new InvalidException("message", "Message has neither notification nor data");
    }
  }

  private static void requireKnown(String path, JsonObject object, Set<String> known)
      throws InvalidException {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidException(
            path + name,
            "Invalid JSON payload received. Unknown name \"%s\": Cannot find field."
                .formatted(name));
      }
    }
  }

  private static JsonObject object(String field, JsonObject in) throws InvalidException {
    if (in.get(field) instanceof JsonObject object) {
      return object;
    }
    throw new InvalidException(field, "The field is required and has to be an object.");
  }

  private static JsonObject optionalObject(String path, JsonObject in, String name)
      throws InvalidException {
    JsonElement value = in.get(name);
    if (value == null) {
      return new JsonObject();
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new InvalidException(path, "The field has to be an object.");
  }

  private static String string(String path, JsonObject in, String name) throws InvalidException {
    JsonElement value = in.get(name);
    if (value == null) {
      throw new InvalidException(path, "The field is required.");
    }
    return text(path, value);
  }

  private static String optionalString(String path, JsonObject in, String name)
      throws InvalidException {
    return in.has(name) ? string(path, in, name) : "";
  }

  private static String text(String path, JsonElement value) throws InvalidException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new InvalidException(path, "Invalid value (TYPE_STRING), " + value);
  }
}
