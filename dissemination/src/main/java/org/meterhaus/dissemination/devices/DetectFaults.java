package org.meterhaus.dissemination.devices;

import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.time.Interval;

/** Looks for what may be a fault of an appliance, and shows the evidence. */
@SuppressWarnings("DoNotCallSuggester")
public final class DetectFaults {

  /** What we look for; each finding names its rule. */
  public enum Rule {
    /** No value for longer than the meter may take, although the flat's meter goes on. */
    SILENT_CHANNEL("silent-channel"),
    /** A whole day on which the lowest draw stayed well above the device's own usual stand-by. */
    CONSTANT_DRAW("constant-draw"),
    /** More power than the limit that the customer set. */
    LIMIT_EXCEEDED("limit-exceeded");

    private final String wireName;

    Rule(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * @param rule which one
   * @param interval the evidence
   * @param observedW mean power that was seen, W; null if nothing was
   * @param expectedLowW lower end of the expected band, W
   * @param expectedHighW upper end of the expected band, W; null if there is none
   * @param explanation one English sentence
   */
  public record Finding(
      Rule rule,
      Interval interval,
      @Nullable Long observedW,
      long expectedLowW,
      @Nullable Long expectedHighW,
      String explanation) {}

  /**
   * @param device its id
   * @param interval that was looked at
   * @param zone of the building
   * @param findings oldest first, at most 200, the newest of them kept
   */
  public record Answer(String device, Interval interval, ZoneId zone, List<Finding> findings) {}

  /**
   * @param interval to look at, at most 92 days; null means last-7-days and today
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval
   */
  public Answer detect(Caller caller, String deviceId, @Nullable String interval) {
    throw new UnsupportedOperationException();
  }
}
