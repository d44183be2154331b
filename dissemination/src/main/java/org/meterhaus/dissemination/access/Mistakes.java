package org.meterhaus.dissemination.access;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the mistakes of a request body, so that the caller hears of all of them at once. Not
 * thread-safe.
 */
public final class Mistakes {
  private final List<Refusal.Violation> violations = new ArrayList<>();

  /** Notes a mistake. */
  public void violation(String path, String code) {
    violations.add(new Refusal.Violation(path, code));
  }

  /**
   * @param maxLength in characters
   * @return the text, or an empty one if it was noted as {@code required}, {@code too-long} or
   *     {@code control-character}
   */
  public String required(String path, @Nullable String text, int maxLength) {
    if (text == null || text.isBlank()) {
      violation(path, "required");
    } else if (text.length() > maxLength) {
      violation(path, "too-long");
    } else if (text.codePoints()
        .anyMatch(c -> !Shortened.isStorable(c) && c != '\n' && c != '\r' && c != '\t')) {
      violation(path, "control-character");
    } else {
      return text;
    }
    return "";
  }

  /**
   * @throws RefusedException validation, if anything was noted
   */
  public void orRefuse() {
    if (!violations.isEmpty()) {
      throw new RefusedException(new Refusal.Validation(violations));
    }
  }
}
