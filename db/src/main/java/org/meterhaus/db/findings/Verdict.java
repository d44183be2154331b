package org.meterhaus.db.findings;

import java.util.Arrays;
import java.util.Optional;

/** What the owner of a device says of a finding. */
public enum Verdict {
  FAULT("fault"),
  NO_FAULT("no-fault");

  private final String wireName;

  Verdict(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The verdict of that wire name, if there is one. */
  public static Optional<Verdict> of(String wireName) {
    return Arrays.stream(values()).filter(verdict -> verdict.wireName.equals(wireName)).findFirst();
  }
}
