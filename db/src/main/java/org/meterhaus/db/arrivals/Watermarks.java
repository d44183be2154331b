package org.meterhaus.db.arrivals;

import java.time.Instant;
import java.util.OptionalLong;
import org.hibernate.StatelessSession;

/**
 * How far each sink's journal has been taken over. Moved in the transaction that appends what was
 * taken, so that nothing is taken twice or skipped.
 */
public final class Watermarks {
  private final StatelessSession session;

  public Watermarks(StatelessSession session) {
    this.session = session;
  }

  /** The last sequence number taken over from the sink's journal; empty before the first. */
  public OptionalLong find(String sinkId) {
    Long sequence =
        session
            .createNativeQuery("select sequence from watermark where sink_id = :sink", Long.class)
            .setParameter("sink", sinkId)
            .getSingleResultOrNull();
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }

  /**
   * Moves the watermark forward.
   *
   * @param from what {@link #find} said; another value there now means that another head-end took
   *     over in between
   * @return false, with nothing changed, if the watermark was not at {@code from}: roll back
   */
  public boolean advance(String sinkId, OptionalLong from, long to, Instant now) {
    if (to < 0 || (from.isPresent() && to < from.getAsLong())) {
      throw new IllegalArgumentException(
          "watermark of %s must not go back from %s to %d".formatted(sinkId, from, to));
    }
    if (from.isEmpty()) {
      return session
              .createNativeMutationQuery(
                  """
                  insert into watermark (sink_id, sequence, updated_at) values (:sink, :to, :now)
                  on conflict (sink_id) do nothing
                  """)
              .setParameter("sink", sinkId)
              .setParameter("to", to)
              .setParameter("now", now)
              .executeUpdate()
          == 1;
    }
    return session
            .createNativeMutationQuery(
                """
                update watermark set sequence = :to, updated_at = :now
                where sink_id = :sink and sequence = :from
                """)
            .setParameter("sink", sinkId)
            .setParameter("from", from.getAsLong())
            .setParameter("to", to)
            .setParameter("now", now)
            .executeUpdate()
        == 1;
  }
}
