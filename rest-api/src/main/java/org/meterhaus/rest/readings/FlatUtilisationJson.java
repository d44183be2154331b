package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.cost.Cost;
import org.meterhaus.dissemination.sub.Coverage;
import org.meterhaus.dissemination.utilisation.Division;
import org.meterhaus.dissemination.utilisation.Utilisation;
import org.meterhaus.rest.edge.IntervalJson;

/**
 * A flat's energy divided among its appliances and the rest that nobody measures.
 *
 * @param comparedCount meter intervals in which the flat and every appliance have a value
 * @param comparedWh of the flat in them: appliances + rest - excess
 * @param excessWh by which appliances exceed the flat, interval by interval
 * @param note what has to be said about the numbers, in plain words; null if nothing
 */
public record FlatUtilisationJson(
    String usagePoint,
    IntervalJson interval,
    String zone,
    String unit,
    @Nullable Long sumWh,
    int expectedCount,
    int presentCount,
    int estimatedCount,
    String worstQuality,
    @Nullable Instant dataUntil,
    int comparedCount,
    long comparedWh,
    @Nullable AmountJson cost,
    List<PartJson> devices,
    RestJson rest,
    long excessWh,
    int excessCount,
    @Nullable String note) {

  /**
   * @param sumWh over all of its values
   * @param comparedWh over the compared meter intervals; null without any value
   * @param share of the flat's compared energy
   * @param cost of the compared energy, without standing charges
   */
  public record PartJson(
      String device,
      String name,
      String kind,
      @Nullable Long sumWh,
      int expectedCount,
      int presentCount,
      int estimatedCount,
      String worstQuality,
      @Nullable Long comparedWh,
      @Nullable BigDecimal share,
      @Nullable AmountJson cost) {

    static PartJson of(Utilisation.Device device, Division division) {
      Coverage coverage = device.coverage();
      Division.Part part = device.part();
      return new PartJson(
          device.id(),
          device.name(),
          device.kind(),
          device.sumWh(),
          coverage.expectedCount(),
          coverage.presentCount(),
          coverage.estimatedCount(),
          coverage.worstQuality().wireName(),
          part == null ? null : part.wh(),
          part == null ? null : division.share(part),
          part == null ? null : amount(part.cost()));
    }
  }

  /** What no appliance measures. */
  public record RestJson(long comparedWh, @Nullable BigDecimal share, @Nullable AmountJson cost) {}

  private static @Nullable AmountJson amount(@Nullable Cost cost) {
    return cost == null ? null : AmountJson.of(cost);
  }

  static FlatUtilisationJson of(Utilisation.Answer answer) {
    Division division = answer.division();
    Coverage coverage = answer.coverage();
    return new FlatUtilisationJson(
        answer.usagePoint(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        "Wh",
        answer.sumWh(),
        coverage.expectedCount(),
        coverage.presentCount(),
        coverage.estimatedCount(),
        coverage.worstQuality().wireName(),
        answer.dataUntil(),
        division.comparedCount(),
        division.flat().wh(),
        amount(division.flat().cost()),
        answer.devices().stream().map(device -> PartJson.of(device, division)).toList(),
        new RestJson(
            division.rest().wh(), division.share(division.rest()), amount(division.rest().cost())),
        division.excessWh(),
        division.excessCount(),
        answer.note());
  }
}
