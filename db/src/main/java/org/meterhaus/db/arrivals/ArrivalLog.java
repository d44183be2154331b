package org.meterhaus.db.arrivals;

import java.util.List;

/**
 * Append-only log of deliveries in 192 partitions. Within a partition, what commits first has the
 * smaller offset, and offsets have no holes: a reader that has seen offset n will never find
 * anything new below it.
 */
public interface ArrivalLog {

  /**
   * Appends all or none, each delivery to the end of its partition, deliveries of a partition in
   * the order given. Durable when the surrounding transaction is; readers are told then.
   */
  void append(List<Delivery> deliveries);

  /**
   * Reads on from an offset.
   *
   * @param fromOffset first offset wanted, 0 or more
   * @param limit most records, 1 or more
   * @return in order of offset; fewer than {@code limit} also when these are very large, but none
   *     only at the end of the partition
   */
  List<Arrival> read(int partition, long fromOffset, int limit);
}
