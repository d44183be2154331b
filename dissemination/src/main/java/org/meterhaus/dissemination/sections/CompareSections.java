package org.meterhaus.dissemination.sections;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;

/**
 * Compares the sections of the caller's own building. A section with data of fewer than five flats
 * is withheld.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CompareSections {

  /**
   * @param building its id
   * @param interval that was answered
   * @param zone of the building
   * @param sections by id
   */
  public record Answer(String building, Interval interval, ZoneId zone, List<Section> sections) {}

  /**
   * @param section its id
   * @param flats in the section
   * @param use null when withheld
   */
  public record Section(String section, String name, int flats, @Nullable Use use) {}

  /**
   * @param sumWh over present values of all flats
   * @param perFlatWh three decimals
   * @param perM2Wh null if an area is unknown
   * @param perPersonWh null if a number of persons is unknown
   * @param expectedCount meter intervals of all flats
   * @param presentCount those of them that have a value
   */
  public record Use(
      long sumWh,
      BigDecimal perFlatWh,
      @Nullable BigDecimal perM2Wh,
      @Nullable BigDecimal perPersonWh,
      int expectedCount,
      int presentCount,
      ValueQuality worstQuality) {}

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone, at least a day
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-interval, not-found (the
   *     caller lives in no building)
   */
  public Answer compare(Caller caller, String interval) {
    throw new UnsupportedOperationException();
  }
}
