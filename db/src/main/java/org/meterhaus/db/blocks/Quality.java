package org.meterhaus.db.blocks;

import java.util.Optional;

/** What a clean value rests on. From the best to the worst; the codes are stored. */
public enum Quality {
  /** As the meter said. */
  MEASURED(0, "measured", Optional.empty()),
  /** As the meter said, under another time: its clock was wrong. */
  MOVED(5, "edited", Optional.of("clock-shift")),
  /** The one unknown interval between two register readings: exact. */
  REGISTER_DIFFERENCE(10, "estimated", Optional.of("register-difference")),
  /** Several intervals between two register readings: their sum is exact, their shape estimated. */
  REGISTER_SCALED(11, "estimated", Optional.of("register-scaled")),
  /** A line between the neighbours, no register. */
  LINEAR(12, "estimated", Optional.of("linear")),
  /** Mean of like days, no register. */
  LIKE_DAY(13, "estimated", Optional.of("like-day")),
  /** The most alike days of the channel, no register. */
  SIMILAR_DAYS(14, "estimated", Optional.of("similar-days")),
  /** What the neighbours of the building used at that time, no register and no past of its own. */
  NEIGHBOURS(15, "estimated", Optional.of("neighbours")),
  /** The standard load profile at the channel's size, no register and no past of its own. */
  STANDARD_PROFILE(16, "estimated", Optional.of("standard-profile")),
  /** Said by somebody else than the meter. */
  EDITED(20, "edited", Optional.empty()),
  /** No value. */
  MISSING(90, "missing", Optional.empty());

  private static final Quality[] ALL = values();

  private final byte code;
  private final String wire;
  private final Optional<String> rule;

  Quality(int code, String wire, Optional<String> rule) {
    this.code = (byte) code;
    this.wire = wire;
    this.rule = rule;
  }

  /** As stored, 0..90; a larger code is a worse quality. */
  public byte code() {
    return code;
  }

  /** {@code measured}, {@code estimated}, {@code edited} or {@code missing}. */
  public String wire() {
    return wire;
  }

  /** The rule that made an estimate or an edit. */
  public Optional<String> rule() {
    return rule;
  }

  public boolean isEstimated() {
    return wire.equals("estimated");
  }

  /**
   * @throws IllegalArgumentException for a code that is none of ours
   */
  public static Quality of(int code) {
    for (Quality quality : ALL) {
      if (quality.code == code) {
        return quality;
      }
    }
    throw new IllegalArgumentException("no quality has the code " + code);
  }

  /** The worse of two. */
  public Quality worse(Quality other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
