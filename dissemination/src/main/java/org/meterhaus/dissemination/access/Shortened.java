package org.meterhaus.dissemination.access;

/** What a caller wrote, made fit to be repeated to it: bounded, and without control characters. */
final class Shortened {
  private static final int MAX_LENGTH = 80;

  private Shortened() {}

  static String of(String text) {
    var head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    return head.codePoints().allMatch(Shortened::isStorable)
        ? head
        : head.codePoints()
            .map(c -> isStorable(c) ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  /**
   * PostgreSQL has no NUL in text, UTF-8 has no half of a surrogate pair, and nothing that we name
   * has control characters.
   */
  static boolean isStorable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }
}
