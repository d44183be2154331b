package org.meterhaus.db.blocks;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hibernate.StatelessSession;

/**
 * Reads the figures of days without their values: one range of one index, however the blocks are
 * scattered over the table. Answers over months and years rest on it.
 */
public final class DayFigures {
  /** Every column lies in the index of the primary key (V5): the table itself is not touched. */
  static final String FIND =
      """
      select day, expected, present, sum_wh, min_wh, max_wh, worst_quality
      from day_block where channel_id = ? and day >= ? and day < ?
      order by day
      """;

  private final StatelessSession session;

  public DayFigures(StatelessSession session) {
    this.session = session;
  }

  /**
   * The figures of a channel's days in {@code [from, until)}. Days without a block are absent.
   *
   * @return in order of day
   */
  public List<DayFigure> find(long channelId, LocalDate from, LocalDate until) {
    return session.doReturningWork(connection -> {
      try (var select = connection.prepareStatement(FIND)) {
        select.setLong(1, channelId);
        select.setObject(2, from);
        select.setObject(3, until);
        try (var row = select.executeQuery()) {
          var found = new ArrayList<DayFigure>();
          while (row.next()) {
            found.add(
                new DayFigure(
                    row.getObject(1, LocalDate.class),
                    row.getInt(2),
                    row.getInt(3),
                    row.getLong(4),
                    row.getInt(5),
                    row.getInt(6),
                    Quality.of(row.getInt(7))));
          }
          return found;
        }
      }
    });
  }

  /**
   * The blocks of some days of a channel. Days without a block are absent.
   *
   * @return in order of day
   */
  public List<DayBlock> blocks(long channelId, Collection<LocalDate> days) {
    if (days.isEmpty()) {
      return List.of();
    }
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + DayBlocks.COLUMNS
                  + "from day_block where channel_id = ? and day = any (?) order by day")) {
        select.setLong(1, channelId);
        select.setArray(
            2,
            connection.createArrayOf(
                "date", days.stream().map(Date::valueOf).toArray(Date[]::new)));
        try (var row = select.executeQuery()) {
          var found = new ArrayList<DayBlock>();
          while (row.next()) {
            found.add(DayBlocks.block(row));
          }
          return found;
        }
      }
    });
  }
}
