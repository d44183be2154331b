package org.meterhaus.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** Reads what FCM says beside its error code. Stateless. */
final class FcmError {

  private FcmError() {}

  /**
   * Whether an INVALID_ARGUMENT is about the token and not about the rest of the message: FCM uses
   * the one code for both, and the field violation tells them apart.
   *
   * @param body the error document; anything else blames nobody
   */
  static boolean blamesToken(String body) {
    try {
      return JsonParser.parseString(body) instanceof JsonObject document
          && document.get("error") instanceof JsonObject error
          && error.get("details") instanceof JsonArray details
          && details.asList().stream().anyMatch(FcmError::violatesToken);
    } catch (JsonParseException _) {
      return false; // a proxy's page, for example
    }
  }

  private static boolean violatesToken(JsonElement detail) {
    return detail instanceof JsonObject entry
        && entry.get("fieldViolations") instanceof JsonArray violations
        && violations.asList().stream()
            .anyMatch(violation ->
                violation instanceof JsonObject it
                    && it.get("field") != null
                    && it.get("field").toString().equals("\"message.token\""));
  }
}
