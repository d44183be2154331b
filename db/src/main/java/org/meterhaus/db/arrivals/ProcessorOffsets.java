package org.meterhaus.db.arrivals;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.hibernate.StatelessSession;

/**
 * How far each partition has been processed. Moved in the transaction that writes what the arrivals
 * led to.
 */
public final class ProcessorOffsets {
  private final StatelessSession session;

  public ProcessorOffsets(StatelessSession session) {
    this.session = session;
  }

  /** Partitions with arrivals that have not been processed, in order. */
  public List<Integer> behind() {
    return session
        .createNativeQuery(
            """
            select a.partition::int from arrival_partition a
            join processor_offset p on p.partition = a.partition
            where a.next_offset > p."offset" order by a.partition
            """,
            Integer.class)
        .getResultList();
  }

  /**
   * Takes the partition for this transaction.
   *
   * @return first offset not processed; empty when another transaction has the partition
   */
  public OptionalLong take(int partition) {
    Long offset =
        session
            .createNativeQuery(
                """
                select "offset" from processor_offset where partition = :partition
                for update skip locked
                """,
                Long.class)
            .setParameter("partition", (short) partition)
            .getSingleResultOrNull();
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** Says that everything below {@code offset} is processed. */
  public void move(int partition, long offset) {
    int moved =
        session
            .createNativeMutationQuery(
                """
                update processor_offset set "offset" = :offset
                where partition = :partition and "offset" < :offset
                """)
            .setParameter("offset", offset)
            .setParameter("partition", (short) partition)
            .executeUpdate();
    if (moved != 1) {
      throw new IllegalStateException(
          "offset of partition %d was not below %d".formatted(partition, offset));
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
