package org.meterhaus.dissemination.readings;

/** The rule by which an estimated or edited value came to be. */
public enum EstimationRule {
  /** From registers at both ends of one lost interval: exact. */
  REGISTER_DIFFERENCE("register-difference"),
  /** Shape of a like day, scaled to the registers around the gap. */
  REGISTER_SCALED("register-scaled"),
  LINEAR("linear"),
  LIKE_DAY("like-day"),
  /** The channel's most alike days. */
  SIMILAR_DAYS("similar-days"),
  /** What the neighbours used at that time. */
  NEIGHBOURS("neighbours"),
  /** The standard load profile. */
  STANDARD_PROFILE("standard-profile"),
  /** The meter's own value under another time, because its clock was wrong. */
  CLOCK_SHIFT("clock-shift");

  private final String wireName;

  EstimationRule(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
