package org.meterhaus.dissemination.access;

/** What a caller wrote, made fit to be repeated to it: bounded, and without control characters. */
final class Shortened {
  private static final int MAX_LENGTH = 80;

  private Shortened() {}

  static String of(String text) {
    var head = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "...";
    return head.codePoints().anyMatch(Character::isISOControl)
        ? head.replaceAll("\\p{Cntrl}", "?")
        : head;
  }
}
