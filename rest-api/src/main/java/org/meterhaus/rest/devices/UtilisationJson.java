package org.meterhaus.rest.devices;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.cost.Cost;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.readings.ValueJson;

/**
 * What a device used.
 *
 * @param share of the flat's energy, 0..1; null if it cannot be said
 * @param cost null if there never was a tariff
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
    @Nullable CostJson cost,
    List<ValueJson> values) {

  /**
   * Of the present values, without standing charges.
   *
   * @param amountCt exact
   * @param unpricedWh energy at times without a tariff, not in the amount
   */
  public record CostJson(String currency, BigDecimal amountCt, long unpricedWh) {

    static CostJson of(Cost cost) {
      return new CostJson(Cost.CURRENCY, cost.energyCt(), cost.unpricedWh());
    }
  }

  static UtilisationJson of(Devices.Utilisation use) {
    var series = use.series();
    var cost = use.cost();
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
        cost == null ? null : CostJson.of(cost),
        series.values().stream().map(ValueJson::of).toList());
  }
}
