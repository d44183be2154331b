package org.meterhaus.rest.problems;

import jakarta.json.bind.annotation.JsonbNillable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Refusal.Violation;

/**
 * A problem document.
 *
 * @param type opens an explanation
 * @param errors what to mend in the body; absent where the problem is not about its fields
 * @param traceId to tell us when asking for help
 * @see "RFC 9457"
 */
@JsonbNillable(false)
public record ProblemJson(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<ErrorJson> errors,
    String traceId) {

  /** Media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * @param pointer into the body
   * @param code such as {@code required}
   * @see "RFC 6901"
   */
  public record ErrorJson(String pointer, String code) {

    static ErrorJson of(Violation violation) {
      String path = violation.path().replace("~", "~0").replace("/", "~1");
      return new ErrorJson(
          "/" + path.replace('.', '/').replace("[", "/").replace("]", ""), violation.code());
    }
  }
}
