package org.meterhaus.processing.detect;

/**
 * How faults are looked for. The figures were chosen on some seeds of the bench and checked on
 * others; docs/device-faults.md has the table and what each figure is sensitive to.
 *
 * @param referenceDays days that say what is usual, 7..400
 * @param windowDays days that are judged together, so that a run is seen with its beginning and its
 *     end, 7..400
 * @param minDays shortest run that is reported, days, 1..{@code maxDays}
 * @param minOngoingDays shortest run that reaches the newest day and may be suspected, 1..{@code
 *     minDays}
 * @param maxDays longest run looked for at once
 * @param fullWeightDays days whose evidence counts in full; each day beyond costs {@code
 *     surplusDayCost}, so that a season is not taken for a fault
 * @param surplusDayCost natural-log units
 * @param bandwidth width within which two days are alike, in natural-log units of energy: 0.2 is
 *     about 20 %
 * @param offsetWh added to every energy before its logarithm, Wh: what is smaller hardly counts
 * @param noLogDensity natural log of the likeness that two days always have
 * @param mostADay most that one day may speak for a fault, natural-log units
 * @param mostAgainst most that one day may speak against it, natural-log units
 * @param anotherCost what each further run of the same window costs: a device that departs from its
 *     ways twice in some weeks has more likely changed than broken twice, natural-log units
 * @param suspectFrom score from which a run is suspected
 * @param confirmFrom score from which it is confirmed, more than {@code suspectFrom}
 */
public record DetectionConfig(
    int referenceDays,
    int windowDays,
    int minDays,
    int minOngoingDays,
    int maxDays,
    int fullWeightDays,
    double surplusDayCost,
    double bandwidth,
    double offsetWh,
    double noLogDensity,
    double mostADay,
    double mostAgainst,
    double anotherCost,
    double suspectFrom,
    double confirmFrom) {

  public DetectionConfig {
    require(referenceDays >= 7 && referenceDays <= 400, "referenceDays", referenceDays);
    require(windowDays >= 7 && windowDays <= 400, "windowDays", windowDays);
    require(minOngoingDays >= 1 && minOngoingDays <= minDays, "minOngoingDays", minOngoingDays);
    require(minDays <= maxDays && maxDays <= windowDays, "maxDays", maxDays);
    require(bandwidth > 0 && bandwidth <= 2, "bandwidth", bandwidth);
    require(offsetWh > 0 && offsetWh <= 100, "offsetWh", offsetWh);
    require(suspectFrom > 0 && suspectFrom < confirmFrom, "suspectFrom", suspectFrom);
  }

  private static void require(boolean holds, String name, double value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is outside its range: " + value);
    }
  }

  /** What is measured in docs/device-faults.md: a report over days that are all known. */
  public static DetectionConfig standard() {
    return new DetectionConfig(42, 42, 5, 5, 28, 14, 4, 0.2, 2, -14, 5, 12, 15, 14, 23);
  }

  /** The same, judged day by day: a run that is still going on may be suspected from its second. */
  public static DetectionConfig live() {
    return new DetectionConfig(42, 42, 5, 2, 28, 14, 4, 0.2, 2, -14, 5, 12, 15, 10, 23);
  }
}
