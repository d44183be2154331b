package org.meterhaus.db.arrivals;

/** One record of the log. */
public sealed interface Arrival {

  /** Position in its partition, from 0 without holes. */
  long offset();

  record Received(long offset, Delivery delivery) implements Arrival {}

  /** Stored, but its bytes do not read as a delivery. */
  record Unreadable(long offset, String reason) implements Arrival {}
}
