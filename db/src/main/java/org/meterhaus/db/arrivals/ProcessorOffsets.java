package org.meterhaus.db.arrivals;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/**
 * How far each partition has been processed. Moved in the transaction that writes what the arrivals
 * led to.
 */
public final class ProcessorOffsets {
  private final StatelessSession session;

  public ProcessorOffsets(StatelessSession session) {
    this.session = session;
  }

  /** Partitions with arrivals that have not been processed, in order, and how many these are. */
  public SortedMap<Integer, Long> behind() {
    var behind = new TreeMap<Integer, Long>();
    Sql.of(
            session,
            """
            select a.partition, a.next_offset - p."offset" from arrival_partition a
            join processor_offset p on p.partition = a.partition
            where a.next_offset > p."offset"
            """)
        .list(row -> behind.put(row.integer(0), row.bigint(1)));
    return behind;
  }

  /**
   * Takes partitions for this transaction.
   *
   * @return by partition the first offset not processed; without those that another transaction has
   */
  public SortedMap<Integer, Long> take(Collection<Integer> partitions) {
    var taken = new TreeMap<Integer, Long>();
    Sql.of(
            session,
            """
            select partition, "offset" from processor_offset where partition = any (:partitions)
            order by partition for update skip locked
            """)
        .with("partitions", partitions.toArray(Integer[]::new))
        .list(row -> taken.put(row.integer(0), row.bigint(1)));
    return taken;
  }

  /** {@link #take(Collection)} of one. */
  public OptionalLong take(int partition) {
    Long offset = take(List.of(partition)).get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** Takes a partition for this transaction, and waits until another one lets it go. */
  public void await(int partition) {
    Sql.of(session, "select 1 from processor_offset where partition = :partition for update")
        .with("partition", partition)
        .list(row -> row.integer(0));
  }

  /**
   * Says how far partitions are processed.
   *
   * @param offsets by partition the first offset not processed, more than before
   */
  public void move(Map<Integer, Long> offsets) {
    List<Map.Entry<Integer, Long>> entries = List.copyOf(offsets.entrySet());
    int moved =
        Sql.of(
                session,
                """
                update processor_offset p set "offset" = moved."offset"
                from unnest(:partitions::int[], :offsets::bigint[]) moved (partition, "offset")
                where p.partition = moved.partition and p."offset" < moved."offset"
                """)
            .with("partitions", entries.stream().map(Map.Entry::getKey).toArray(Integer[]::new))
            .with("offsets", entries.stream().map(Map.Entry::getValue).toArray(Long[]::new))
            .execute();
    if (moved != offsets.size()) {
      throw new IllegalStateException("offsets were not below " + offsets);
    }
  }

  /** Notes that an arrival was passed over, and why; a second time changes nothing. */
  public void setAside(int partition, long offset, String reason, Instant now) {
    session.doWork(connection -> {
      try (var insert =
          connection.prepareStatement(
              """
              insert into arrival_set_aside (partition, "offset", reason, set_aside_at)
              values (?, ?, ?, ?) on conflict do nothing
              """)) {
        insert.setShort(1, (short) partition);
        insert.setLong(2, offset);
        insert.setString(3, reason);
        insert.setObject(4, now.atOffset(java.time.ZoneOffset.UTC));
        insert.executeUpdate();
      } catch (SQLException e) {
        throw new SQLException(
            "cannot set aside arrival %d of partition %d".formatted(offset, partition),
            e.getSQLState(),
            e);
      }
    });
  }
}
