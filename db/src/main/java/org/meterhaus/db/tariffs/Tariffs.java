package org.meterhaus.db.tariffs;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;
import org.meterhaus.db.Sql.Row;
import org.meterhaus.db.tariffs.PriceWindow.Season;

/** Tariffs and who has them. One instance lives as long as its transaction. */
public final class Tariffs {

  private final StatelessSession session;

  public Tariffs(StatelessSession session) {
    this.session = session;
  }

  /** Creates or replaces a tariff with all of its versions, so that provisioning can run again. */
  public void put(Tariff tariff) {
    Sql.of(
            session,
            """
            insert into tariff (id, name, currency) values (:id, :name, 'EUR')
            on conflict (id) do update set name = excluded.name
            """)
        .with("id", tariff.id())
        .with("name", tariff.name())
        .execute();
    Sql.of(session, "delete from tariff_version where tariff_id = :id")
        .with("id", tariff.id())
        .execute();
    Sql.of(session, "delete from tariff_holiday where tariff_id = :id")
        .with("id", tariff.id())
        .execute();
    tariff.versions().forEach(version -> put(tariff.id(), version));
    tariff
        .holidays()
        .forEach((day, name) ->
            Sql.of(
                    session,
                    "insert into tariff_holiday (tariff_id, day, name) values (:id, :day, :name)")
                .with("id", tariff.id())
                .with("day", day)
                .with("name", name)
                .execute());
  }

  private void put(String id, TariffVersion version) {
    Sql.of(
            session,
            """
            insert into tariff_version (tariff_id, valid_from, standing_ct_per_day)
            values (:id, :from, :standing)
            """)
        .with("id", id)
        .with("from", version.validFrom())
        .with("standing", version.standingCtPerDay())
        .execute();
    version
        .ctPerKwh()
        .forEach((name, price) ->
            Sql.of(
                    session,
                    """
                    insert into tariff_price (tariff_id, valid_from, name, ct_per_kwh)
                    values (:id, :from, :name, :price)
                    """)
                .with("id", id)
                .with("from", version.validFrom())
                .with("name", name)
                .with("price", price)
                .execute());
    for (int i = 0; i < version.windows().size(); i++) {
      put(id, version.validFrom(), i + 1, version.windows().get(i));
    }
  }

  private void put(String id, LocalDate from, int position, PriceWindow window) {
    Season season = window.season();
    Sql.of(
            session,
            """
            insert into tariff_window (tariff_id, valid_from, position, price, season_from, season_until,
              weekdays, holidays, from_minute, until_minute)
            values (:id, :from, :position, :price, :seasonFrom, :seasonUntil, :weekdays, :holidays,
              :fromMinute, :untilMinute)
            """)
        .with("id", id)
        .with("from", from)
        .with("position", position)
        .with("price", window.price())
        .withNullable("seasonFrom", season == null ? null : text(season.from()))
        .withNullable("seasonUntil", season == null ? null : text(season.until()))
        .with("weekdays", bits(window.weekdays()))
        .with("holidays", window.holidays())
        .with("fromMinute", window.fromMinute())
        .with("untilMinute", window.untilMinute())
        .execute();
  }

  /**
   * Gives a usage point a tariff from a day on. What it had until then ends there; a term that was
   * to begin on that day or later is dropped.
   */
  public void assign(String usagePointId, String tariffId, LocalDate from) {
    Sql.of(
            session,
            "delete from usage_point_tariff where usage_point_id = :point and valid_from >= :from")
        .with("point", usagePointId)
        .with("from", from)
        .execute();
    Sql.of(
            session,
            """
            update usage_point_tariff set valid_until = :from
            where usage_point_id = :point and (valid_until is null or valid_until > :from)
            """)
        .with("point", usagePointId)
        .with("from", from)
        .execute();
    Sql.of(
            session,
            """
            insert into usage_point_tariff (usage_point_id, tariff_id, valid_from)
            values (:point, :tariff, :from)
            """)
        .with("point", usagePointId)
        .with("tariff", tariffId)
        .with("from", from)
        .execute();
  }

  private record Term(String tariffId, LocalDate from, @Nullable LocalDate until) {}

  /** What a usage point had and has, oldest first. */
  public List<TariffTerm> of(String usagePointId) {
    List<Term> terms =
        Sql.of(
                session,
                """
                select tariff_id, valid_from::text, valid_until::text from usage_point_tariff
                where usage_point_id = :point
                order by valid_from
                """)
            .with("point", usagePointId)
            .list(row -> new Term(row.text(0), date(row.text(1)), dateOrNull(row.textOrNull(2))));
    var tariffs = new HashMap<String, Tariff>();
    var found = new ArrayList<TariffTerm>();
    for (Term term : terms) {
      Tariff tariff = tariffs.computeIfAbsent(term.tariffId(), this::tariff);
      found.add(new TariffTerm(tariff, term.from(), term.until()));
    }
    return found;
  }

  private Tariff tariff(String id) {
    String name =
        Sql.of(session, "select name from tariff where id = :id")
            .with("id", id)
            .first(row -> row.text(0))
            .orElseThrow();
    var holidays = new HashMap<LocalDate, String>();
    Sql.of(session, "select day::text, name from tariff_holiday where tariff_id = :id")
        .with("id", id)
        .list(row -> holidays.put(date(row.text(0)), row.text(1)) == null);
    return new Tariff(id, name, versions(id), holidays);
  }

  private List<TariffVersion> versions(String id) {
    var prices = new HashMap<LocalDate, Map<String, BigDecimal>>();
    Sql.of(
            session,
            "select valid_from::text, name, ct_per_kwh::text from tariff_price where tariff_id = :id")
        .with("id", id)
        .list(row ->
            prices
                    .computeIfAbsent(date(row.text(0)), _ -> new TreeMap<>())
                    .put(row.text(1), decimal(row.text(2)))
                == null);
    var windows = new HashMap<LocalDate, List<PriceWindow>>();
    Sql.of(
            session,
            """
            select valid_from::text, price, season_from, season_until, weekdays, holidays, from_minute,
                   until_minute
            from tariff_window where tariff_id = :id
            order by valid_from, position
            """)
        .with("id", id)
        .list(row ->
            windows.computeIfAbsent(date(row.text(0)), _ -> new ArrayList<>()).add(window(row)));
    return Sql.of(
            session,
            """
            select valid_from::text, standing_ct_per_day::text from tariff_version
            where tariff_id = :id
            order by valid_from
            """)
        .with("id", id)
        .list(row -> {
          LocalDate from = date(row.text(0));
          return new TariffVersion(
              from,
              decimal(row.text(1)),
              prices.getOrDefault(from, Map.of()),
              windows.getOrDefault(from, List.of()));
        });
  }

  private static PriceWindow window(Row row) {
    String from = row.textOrNull(2);
    String until = row.textOrNull(3);
    return new PriceWindow(
        row.text(1),
        from == null || until == null ? null : new Season(monthDay(from), monthDay(until)),
        weekdays(row.integer(4)),
        row.bool(5),
        row.integer(6),
        row.integer(7));
  }

  private static int bits(Set<DayOfWeek> weekdays) {
    return weekdays.stream().mapToInt(day -> 1 << (day.getValue() - 1)).sum();
  }

  private static Set<DayOfWeek> weekdays(int bits) {
    var weekdays = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if ((bits >> (day.getValue() - 1) & 1) == 1) {
        weekdays.add(day);
      }
    }
    return weekdays;
  }

  /** Without zeros that only the column's type put there. */
  private static BigDecimal decimal(String text) {
    BigDecimal stripped = new BigDecimal(text).stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String text(MonthDay day) {
    return day.toString().substring(2);
  }

  private static MonthDay monthDay(String text) {
    return MonthDay.parse("--" + text);
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }

  private static @Nullable LocalDate dateOrNull(@Nullable String text) {
    return text == null ? null : LocalDate.parse(text);
  }
}
