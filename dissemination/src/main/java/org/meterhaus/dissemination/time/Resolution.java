package org.meterhaus.dissemination.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * Length of a bucket: either elapsed time ({@code PT15M}, {@code PT6H}) or calendar time ({@code
 * P1D}, {@code P1W}, {@code P1M}, {@code P1Y}), whose buckets are as long as their days are.
 * Exactly one of the three is more than zero.
 *
 * @param clock elapsed time, whole seconds up to 366 days
 * @param days calendar days, 0..366
 * @param months calendar months, 0..12
 */
public record Resolution(Duration clock, int days, int months) {

  private static final int LONGEST_DAYS = 366;
  private static final int LONGEST_MONTHS = 12;
  private static final int MAX_TEXT = 32;

  public Resolution {
    int set = (clock.isZero() ? 0 : 1) + (days == 0 ? 0 : 1) + (months == 0 ? 0 : 1);
    if (set != 1 || clock.isNegative() || days < 0 || months < 0) {
      throw new IllegalArgumentException(
          "it must be a positive time of either hours and minutes, days, or months");
    }
    if (!clock.equals(Duration.ofSeconds(clock.toSeconds()))) {
      throw new IllegalArgumentException("it must be whole seconds");
    }
    if (clock.compareTo(Duration.ofDays(LONGEST_DAYS)) > 0
        || days > LONGEST_DAYS
        || months > LONGEST_MONTHS) {
      throw new IllegalArgumentException("it must not be longer than P1Y");
    }
  }

  public static Resolution of(Duration clock) {
    return new Resolution(clock, 0, 0);
  }

  /**
   * @param text ISO 8601 duration, at most P1Y
   * @throws RefusedException invalid-resolution
   */
  public static Resolution parse(String text) {
    try {
      if (text.length() > MAX_TEXT) {
        throw new IllegalArgumentException(
            "it must not have more than " + MAX_TEXT + " characters");
      }
      return text.startsWith("PT") ? of(Duration.parse(text)) : of(Period.parse(text));
    } catch (DateTimeException | ArithmeticException _) {
      throw refused(text, "it must be an ISO 8601 duration such as PT15M, P1D or P1M");
    } catch (IllegalArgumentException e) {
      throw refused(text, String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("JavaPeriodGetDays") // the months are taken too
  private static Resolution of(Period period) {
    return new Resolution(Duration.ZERO, period.getDays(), Math.toIntExact(period.toTotalMonths()));
  }

  /** Whether buckets are counted by the clock, not by the calendar. */
  public boolean isClock() {
    return !clock.isZero();
  }

  /** No bucket is shorter than this, apart from those that a clock change or the interval cuts. */
  public Duration shortest() {
    return isClock() ? clock : Duration.ofDays(days + 28L * months);
  }

  private static RefusedException refused(String text, String reason) {
    return new RefusedException(new Refusal.InvalidResolution(text, reason));
  }

  /** ISO 8601. */
  @Override
  public String toString() {
    if (isClock()) {
      return clock.toString();
    }
    return months == 12 ? "P1Y" : months > 0 ? "P" + months + "M" : "P" + days + "D";
  }
}
