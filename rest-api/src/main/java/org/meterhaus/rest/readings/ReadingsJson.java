package org.meterhaus.rest.readings;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.Series;
import org.meterhaus.rest.edge.IntervalJson;

/** Values of a usage point over an interval. */
public record ReadingsJson(
    String usagePoint,
    IntervalJson interval,
    String zone,
    String resolution,
    String unit,
    int expectedCount,
    int presentCount,
    @Nullable Instant dataUntil,
    List<ValueJson> values,
    List<EditJson> edits) {

  /**
   * Why values are not the meter's own.
   *
   * @param text from the operator
   * @param at when the operator put the values in place
   */
  public record EditJson(Instant start, Instant end, String text, Instant at) {}

  static ReadingsJson of(Series series) {
    return new ReadingsJson(
        series.id(),
        IntervalJson.of(series.interval()),
        series.zone().getId(),
        series.resolution(),
        "Wh",
        series.expectedCount(),
        series.presentCount(),
        series.dataUntil(),
        series.values().stream().map(ValueJson::of).toList(),
        series.edits().stream()
            .map(edit -> new EditJson(edit.start(), edit.end(), edit.text(), edit.at()))
            .toList());
  }
}
