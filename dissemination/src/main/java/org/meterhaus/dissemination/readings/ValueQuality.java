package org.meterhaus.dissemination.readings;

/** How far a value can be trusted, best first; the names on the wire are {@link #wireName}. */
public enum ValueQuality {
  MEASURED("measured"),
  ESTIMATED("estimated"),
  EDITED("edited"),
  /** Not there yet, and not late. */
  PENDING("pending"),
  /** Not there, and not expected any more. */
  MISSING("missing");

  private final String wireName;

  ValueQuality(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
