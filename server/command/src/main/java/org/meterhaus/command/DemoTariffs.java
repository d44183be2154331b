package org.meterhaus.command;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.tariffs.PriceWindow;
import org.meterhaus.db.tariffs.PriceWindow.Season;
import org.meterhaus.db.tariffs.Tariff;
import org.meterhaus.db.tariffs.TariffVersion;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.meters.Building;

/**
 * Three tariffs of our own making, as they could be in Germany, one for each section in turn: one
 * price, day and night, and one by season, weekend and holiday. Prices changed with the year 2026.
 */
final class DemoTariffs {
  private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
  private static final LocalDate RAISED = LocalDate.of(2026, 1, 1);
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Season SUMMER = new Season(MonthDay.of(4, 1), MonthDay.of(9, 30));
  private static final Season WINTER = new Season(MonthDay.of(10, 1), MonthDay.of(3, 31));

  /** What every state has. */
  private static final Map<MonthDay, String> SAME_DATE =
      Map.of(
          MonthDay.of(1, 1), "New Year's Day",
          MonthDay.of(5, 1), "Labour Day",
          MonthDay.of(10, 3), "German Unity Day",
          MonthDay.of(12, 25), "Christmas Day",
          MonthDay.of(12, 26), "Second Day of Christmas");

  private static final List<LocalDate> EASTER_SUNDAYS =
      List.of(LocalDate.of(2025, 4, 20), LocalDate.of(2026, 4, 5), LocalDate.of(2027, 3, 28));

  private DemoTariffs() {}

  /** Gives a tariff to every flat that has none yet. */
  static void writeTo(StatelessSession session, Building building) {
    var tariffs = new Tariffs(session);
    List<Tariff> all = List.of(onePrice(), dayAndNight(), seasons());
    all.forEach(tariffs::put);
    List<String> sections = building.sections().stream().map(Building.Section::id).toList();
    for (Building.Unit unit : building.units()) {
      if (tariffs.of(unit.id()).isEmpty()) {
        Tariff tariff = all.get(sections.indexOf(unit.section()) % all.size());
        tariffs.assign(unit.id(), tariff.id(), FIRST);
      }
    }
  }

  private static Tariff onePrice() {
    return new Tariff(
        "lindenhof-basis",
        "Lindenhof Basis",
        List.of(
            TariffVersion.flat(FIRST, ct("34.2"), ct("32.85")),
            TariffVersion.flat(RAISED, ct("38.4"), ct("33.94"))),
        Map.of());
  }

  private static Tariff dayAndNight() {
    List<PriceWindow> windows =
        List.of(
            new PriceWindow("day", null, WORKDAYS, false, 6 * 60, 22 * 60),
            PriceWindow.always("night"));
    return new Tariff(
        "lindenhof-day-night",
        "Lindenhof Day and Night",
        List.of(
            new TariffVersion(
                FIRST, ct("38.1"), Map.of("day", ct("34.62"), "night", ct("26.9")), windows),
            new TariffVersion(
                RAISED, ct("42.7"), Map.of("day", ct("35.81"), "night", ct("27.48")), windows)),
        holidays());
  }

  private static Tariff seasons() {
    List<PriceWindow> windows =
        List.of(
            new PriceWindow("winter evening", WINTER, WORKDAYS, false, 17 * 60, 21 * 60),
            new PriceWindow(
                "summer noon", SUMMER, EnumSet.allOf(DayOfWeek.class), true, 11 * 60, 15 * 60),
            new PriceWindow(
                "weekend", null, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), true, 0, 1440),
            PriceWindow.always("standard"));
    return new Tariff(
        "lindenhof-seasons",
        "Lindenhof Seasons",
        List.of(
            new TariffVersion(
                FIRST,
                ct("40"),
                Map.of(
                    "winter evening", ct("41.5"),
                    "summer noon", ct("24.35"),
                    "weekend", ct("28.7"),
                    "standard", ct("32.125")),
                windows)),
        holidays());
  }

  private static Map<LocalDate, String> holidays() {
    var days = new TreeMap<LocalDate, String>();
    for (LocalDate easter : EASTER_SUNDAYS) {
      SAME_DATE.forEach((date, name) -> days.put(date.atYear(easter.getYear()), name));
      days.put(easter.minusDays(2), "Good Friday");
      days.put(easter.plusDays(1), "Easter Monday");
      days.put(easter.plusDays(39), "Ascension Day");
      days.put(easter.plusDays(50), "Whit Monday");
    }
    return days;
  }

  private static BigDecimal ct(String amount) {
    return new BigDecimal(amount);
  }
}
