package org.meterhaus.sink.roles;

/** Who sends or gets a message: the six roles, and what lies outside of them. */
public sealed interface Address {

  /** Takes requests in. */
  record Recv() implements Address {}

  /** Gives answers out. */
  record Send() implements Address {}

  /** Stores and schedules requests. */
  record Manager() implements Address {}

  /** Splits a request to its meter into detailed operations. */
  record Handler(MeterId meter) implements Address {}

  /** Speaks its meter's protocol. */
  record MicroHandler(MeterId meter) implements Address {}

  /** Records results and builds answers. */
  record Report() implements Address {}

  /** Outside: who asked. */
  record Client() implements Address {}

  /** Outside: the link to a meter. */
  record Meter(MeterId meter) implements Address {}

  /** Outside: who keeps the table of meters. */
  record Board() implements Address {}
}
