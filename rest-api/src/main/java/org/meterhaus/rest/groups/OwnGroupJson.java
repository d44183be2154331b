package org.meterhaus.rest.groups;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.groups.AlikeCustomers;

/**
 * The group that is like a customer, or why there is none.
 *
 * @param reason null where there is one
 * @param text for the customer to read
 */
public record OwnGroupJson(
    String usagePoint,
    @Nullable String reason,
    String text,
    @Nullable LocalDate from,
    @Nullable LocalDate until,
    @Nullable Instant madeAt,
    @Nullable Integer groups,
    @Nullable GroupJson group,
    @Nullable OwnJson own) {

  /** The customer's own. */
  public record OwnJson(long dailyMeanWh, int peakHour, int days) {}

  public static OwnGroupJson of(AlikeCustomers.Answer answer) {
    var reason = answer.reason();
    var comparison = answer.comparison();
    if (comparison == null) {
      if (reason == null) {
        throw new IllegalStateException("neither a comparison nor a reason");
      }
      return new OwnGroupJson(
          answer.usagePoint(),
          reason.wire(),
          reason.text(),
          answer.from(),
          answer.until(),
          answer.madeAt(),
          null,
          null,
          null);
    }
    return new OwnGroupJson(
        answer.usagePoint(),
        null,
        comparison.text(),
        answer.from(),
        answer.until(),
        answer.madeAt(),
        comparison.of(),
        GroupJson.of(comparison.group()),
        new OwnJson(comparison.dailyMeanWh(), comparison.peakHour(), comparison.days()));
  }
}
