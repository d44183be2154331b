package org.meterhaus.processing.detect;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What a customer reads about a finding: plain sentences with numbers and units. */
public final class FindingText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private FindingText() {}

  /** What was seen and what is usual, in one or two sentences. */
  public static String explanation(Finding finding) {
    String when = when(finding.first(), finding.last());
    String band =
        finding.band().lowW() == finding.band().highW()
            ? "about %d W".formatted(finding.band().lowW())
            : "%d to %d W".formatted(finding.band().lowW(), finding.band().highW());
    return switch (finding.rule()) {
      case STUCK_ON ->
          "It did not switch off %s: even in its lowest hour it drew %d W. Usually its lowest hour is %s."
              .formatted(when, finding.observedW(), band);
      case DEAD ->
          "It used almost nothing %s: %d W on average. Usually it uses %s on average over a day."
              .formatted(when, finding.observedW(), band);
      case DEGRADED ->
          String.format(
              Locale.ROOT,
              "It used about %.1f times its usual energy %s, %d W on average over a day. Usually it is %s.",
              finding.amount(),
              when,
              finding.observedW(),
              band);
      case STANDBY ->
          "It drew about %d W more than usual in every hour %s: its lowest hour was %d W. Usually it is %s."
              .formatted(Math.round(finding.amount()), when, finding.observedW(), band);
      case MISSING ->
          "No values came from it %s, although the meter of the flat went on.".formatted(when);
      case INRUSH ->
          "Its highest power was %d W %s, more than ever before. Usually its highest is %s."
              .formatted(finding.observedW(), when, band);
    };
  }

  /** What has to happen for the finding to go away by itself. */
  public static String clears(Finding finding) {
    return switch (finding.rule()) {
      case STUCK_ON -> "Two days on which it switches off again.";
      case DEAD -> "Two days on which it is used again.";
      case DEGRADED -> "Two days on which it uses as much as it usually does.";
      case STANDBY ->
          "Two days on which its lowest hour is back at %d W or less."
              .formatted(finding.band().highW());
      case MISSING -> "A day on which its values come again.";
      case INRUSH ->
          "Two days without a power above %d W.".formatted(finding.band().highW() * 3 / 2);
    };
  }

  /** The name of the rule in a sentence: "may be ...". */
  public static String headline(FaultRule rule) {
    return switch (rule) {
      case STUCK_ON -> "does not switch off";
      case DEAD -> "does nothing any more";
      case DEGRADED -> "uses more energy than it should";
      case STANDBY -> "draws more power when it rests";
      case MISSING -> "does not send values";
      case INRUSH -> "draws unusually high power";
    };
  }

  private static String when(LocalDate first, LocalDate last) {
    return first.equals(last)
        ? "on " + DAY.format(first)
        : "from %s to %s".formatted(DAY.format(first), DAY.format(last));
  }
}
