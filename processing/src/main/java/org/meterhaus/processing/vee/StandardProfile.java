package org.meterhaus.processing.vee;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The standard load profile H0 of German households: how a household's use is spread over the year,
 * the week and the day. Source: VDEW, Repräsentative Lastprofile, 1999, and Anwendung Step-by-step,
 * 2000 (seasons, dynamisation). Public holidays are not known here.
 */
final class StandardProfile {
  private static final String TABLE = "h0.csv";
  private static final int QUARTERS = 96;
  private static final int QUARTER_S = 900;

  private static final MonthDay SUMMER = MonthDay.of(5, 15);
  private static final MonthDay AUTUMN = MonthDay.of(9, 15);
  private static final MonthDay WINTER = MonthDay.of(11, 1);
  private static final MonthDay SPRING = MonthDay.of(3, 21);

  private enum Season {
    SUMMER,
    WINTER,
    TRANSITION;

    static Season of(LocalDate day) {
      MonthDay at = MonthDay.from(day);
      if (at.compareTo(SPRING) < 0 || at.compareTo(StandardProfile.WINTER) >= 0) {
        return WINTER;
      }
      return at.compareTo(StandardProfile.SUMMER) >= 0 && at.compareTo(AUTUMN) < 0
          ? SUMMER
          : TRANSITION;
    }
  }

  /** Made when the first gap asks for it. */
  private static final class Households {
    static final StandardProfile H0 = new StandardProfile();
  }

  /** W by season, day type and quarter hour. */
  private final Map<Season, Map<LocalDays.Type, double[]>> watts = new EnumMap<>(Season.class);

  private StandardProfile() {
    try (InputStream in =
            Objects.requireNonNull(StandardProfile.class.getResourceAsStream(TABLE), TABLE);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          take(line.split(",", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(String[] fields) {
    double[] day = new double[QUARTERS];
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      day[quarter] = Double.parseDouble(fields[2 + quarter]);
    }
    watts
        .computeIfAbsent(Season.valueOf(fields[0]), _ -> new EnumMap<>(LocalDays.Type.class))
        .put(LocalDays.Type.valueOf(fields[1]), day);
  }

  static StandardProfile households() {
    return Households.H0;
  }

  /**
   * Mean power in W of a household of 1000 kWh a year.
   *
   * @param secondOfDay at which an interval begins, by the clock on the wall, 0..86399
   * @param intervalS its length
   */
  double watts(LocalDate day, int secondOfDay, int intervalS) {
    double[] quarters =
        Objects.requireNonNull(
            Objects.requireNonNull(watts.get(Season.of(day))).get(LocalDays.Type.of(day)));
    int first = secondOfDay / QUARTER_S;
    int last = Math.min(QUARTERS - 1, (secondOfDay + intervalS - 1) / QUARTER_S);
    double sum = 0;
    for (int quarter = first; quarter <= last; quarter++) {
      sum += quarters[quarter];
    }
    return sum / (last - first + 1) * dynamisation(day.getDayOfYear());
  }

  /** Households use more in winter, and the seasons of the table hold a part of it only. */
  private static double dynamisation(int t) {
    return -3.92e-10 * t * t * t * t + 3.20e-7 * t * t * t - 7.02e-5 * t * t + 2.10e-3 * t + 1.24;
  }
}
