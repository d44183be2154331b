package org.meterhaus.db.blocks;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * What was known when: the current blocks, the superseded ones, and when each of their values was
 * given out. Exact for every moment since the first block. One instance lives as long as its
 * transaction.
 */
public final class Revisions {
  /** Nobody can have data from further ahead. */
  private static final int DAYS_AHEAD = 2;

  private final StatelessSession session;

  public Revisions(StatelessSession session) {
    this.session = session;
  }

  /**
   * One kept state of a day. It grew from {@code growth}'s first step to its last, and held until
   * the next one of the day.
   */
  public record Revision(DayBlock block, Growth growth) {}

  /**
   * What a day said at a moment.
   *
   * @param dataUntil how far data of the day reached then
   */
  public record Known(LocalDate day, CleanValues values, Instant dataUntil) {}

  /** The kept states of days {@code [from, until)}, by day, oldest first. */
  public SortedMap<LocalDate, List<Revision>> of(long channelId, LocalDate from, LocalDate until) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select %1$s, growth from day_block_history where channel_id = ? and day >= ? and day < ?"
                      .formatted(DayBlocks.COLUMNS)
                  + " union all select %1$s, growth from day_block where channel_id = ? and day >= ? and day < ?"
                      .formatted(DayBlocks.COLUMNS)
                  + " order by day, revision")) {
        for (int i = 0; i < 2; i++) {
          select.setLong(3 * i + 1, channelId);
          select.setObject(3 * i + 2, from);
          select.setObject(3 * i + 3, until);
        }
        SortedMap<LocalDate, List<Revision>> found = new TreeMap<>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            DayBlock block = DayBlocks.block(row);
            found
                .computeIfAbsent(block.day(), _ -> new ArrayList<>())
                .add(new Revision(block, Growth.of(row.getBytes("growth"), block)));
          }
        }
        return found;
      }
    });
  }

  /**
   * What was known of days {@code [from, until)} at a moment; days of which nothing was are absent.
   */
  public Map<LocalDate, Known> knownAt(
      long channelId, LocalDate from, LocalDate until, Instant then) {
    Map<LocalDate, Known> known = new TreeMap<>();
    of(channelId, from, until)
        .forEach((day, revisions) -> {
          for (Revision revision : revisions) {
            if (!revision.growth().since().isAfter(then)) {
              known.put(
                  day,
                  new Known(
                      day,
                      revision.growth().valuesAt(revision.block().values(), then),
                      revision.growth().dataUntilAt(then)));
            }
          }
        });
    return known;
  }

  /** How far a channel's data reached at a moment; empty if there was none. */
  public Optional<Instant> dataUntilAt(long channelId, Instant then) {
    return session.doReturningWork(connection -> {
      // the newest day usually tells; further back only if it was not there yet
      try (var select =
          connection.prepareStatement(
              """
              select growth, derived_at, data_until from day_block
              where channel_id = ? and day <= ?
              union all
              select growth, derived_at, data_until from day_block_history
              where channel_id = ? and day <= ?
              order by data_until desc
              """)) {
        LocalDate last = then.atZone(ZoneOffset.UTC).toLocalDate().plusDays(DAYS_AHEAD);
        for (int i = 0; i < 2; i++) {
          select.setLong(2 * i + 1, channelId);
          select.setObject(2 * i + 2, last);
        }
        select.setFetchSize(10);
        @Nullable Instant latest = null;
        try (var row = select.executeQuery()) {
          while (row.next()) {
            Instant until = row.getTimestamp(3).toInstant();
            if (latest != null && !until.isAfter(latest)) {
              break; // nothing further back reaches further
            }
            Optional<Instant> known =
                reached(row.getBytes(1), row.getTimestamp(2).toInstant(), until, then);
            if (known.isPresent() && (latest == null || known.get().isAfter(latest))) {
              latest = known.get();
            }
          }
        }
        return Optional.ofNullable(latest);
      }
    });
  }

  private static Optional<Instant> reached(
      byte @Nullable [] growth, Instant derivedAt, Instant dataUntil, Instant then) {
    if (growth == null) {
      return derivedAt.isAfter(then) ? Optional.empty() : Optional.of(dataUntil);
    }
    Growth steps = Growth.of(growth);
    return steps.since().isAfter(then) ? Optional.empty() : Optional.of(steps.dataUntilAt(then));
  }
}
