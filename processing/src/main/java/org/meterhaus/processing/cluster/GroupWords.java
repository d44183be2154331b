package org.meterhaus.processing.cluster;

import java.util.ArrayList;
import java.util.List;

/** Plain words for the shape of a group, from its centroid. Stateless. */
final class GroupWords {
  /** Times of the day as people call them; {@code [from, until)} in hours, the last one to 24. */
  private enum Part {
    NIGHT("at night", 0, 6),
    MORNING("in the morning", 6, 10),
    MIDDAY("around midday", 10, 14),
    AFTERNOON("in the afternoon", 14, 17),
    EVENING("in the evening", 17, 22),
    LATE("late in the evening", 22, 24);

    private final String words;
    private final int from;
    private final int until;

    Part(String words, int from, int until) {
      this.words = words;
      this.from = from;
      this.until = until;
    }

    /** Use of its mean hour against the mean hour of the day: 1 is as much. */
    double level(LoadShape shape) {
      return shape.share(from, until) * LoadShape.HOURS / (until - from);
    }
  }

  /** Above and below these levels a part of the day is worth a word. */
  private static final double MUCH = 1.25;

  private static final double LITTLE = 0.65;

  /** So much more than the customers on the whole is particular. */
  private static final double MORE_THAN_OTHERS = 1.1;

  /** Between working days and weekends, in the share of the hours from 9 to 17. */
  private static final double ANOTHER_WEEKEND = 1.2;

  private GroupWords() {}

  /**
   * @param all mean shape of all customers, against which a group is particular
   * @return such as {@code uses most in the evening (39 % of the day between 17:00 and 22:00),
   *     busiest around 19:00; little at night}
   */
  static String of(LoadShape shape, LoadShape all) {
    var words = new ArrayList<String>();
    Part most = Part.NIGHT;
    for (Part part : Part.values()) {
      most = part.level(shape) > most.level(shape) ? part : most;
    }
    String peak = "busiest around %02d:00".formatted(shape.peakHour());
    List<String> more = new ArrayList<>();
    List<String> little = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part.level(shape) <= LITTLE) {
        little.add(part.words);
      } else if (part != most && part.level(shape) >= MORE_THAN_OTHERS * part.level(all)) {
        more.add(part.words);
      }
    }
    words.add(
        most.level(shape) < MUCH
            ? "uses about the same %s, ".formatted(little.isEmpty() ? "day and night" : "all day")
                + peak
            : "uses most %s (%d %% of the day between %02d:00 and %02d:00), %s"
                .formatted(
                    most.words,
                    Math.round(100 * shape.share(most.from, most.until)),
                    most.from,
                    most.until,
                    peak));
    if (!more.isEmpty()) {
      words.add("more than others " + joined(more));
    }
    if (!little.isEmpty()) {
      words.add("little " + joined(little));
    }
    double working = daytime(shape, false);
    double weekend = daytime(shape, true);
    if (weekend >= ANOTHER_WEEKEND * working) {
      words.add("more during the day at weekends than on working days");
    } else if (working >= ANOTHER_WEEKEND * weekend) {
      words.add("more during the day on working days than at weekends");
    }
    return String.join("; ", words);
  }

  private static double daytime(LoadShape shape, boolean weekend) {
    double sum = 0;
    for (int hour = 9; hour < 17; hour++) {
      sum += shape.share(weekend, hour);
    }
    return sum;
  }

  private static String joined(List<String> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
