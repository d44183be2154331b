package org.meterhaus.rest.devices;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.readings.ValueJson;

/**
 * What a device used.
 *
 * @param share of the flat's energy, 0..1; null if it cannot be said
 */
public record UtilisationJson(
    String device,
    IntervalJson interval,
    String zone,
    String resolution,
    String unit,
    @Nullable Long sumWh,
    @Nullable Long usagePointSumWh,
    @Nullable BigDecimal share,
    int expectedCount,
    int presentCount,
    String worstQuality,
    @Nullable Instant dataUntil,
    List<ValueJson> values) {

  static UtilisationJson of(Devices.Utilisation use) {
    var series = use.series();
    return new UtilisationJson(
        series.id(),
        IntervalJson.of(series.interval()),
        use.zone().getId(),
        series.resolution(),
        "Wh",
        use.sumWh(),
        use.usagePointSumWh(),
        use.share(),
        series.expectedCount(),
        series.presentCount(),
        use.worstQuality().wireName(),
        series.dataUntil(),
        series.values().stream().map(ValueJson::of).toList());
  }
}
