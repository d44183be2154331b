package org.meterhaus.headend.control;

/** A disconnect control somewhere behind a sink. */
interface Relay extends AutoCloseable {

  /** Asks it to let current flow, or not. */
  void switchTo(boolean on) throws RelayFailure;

  /** Whether it lets current flow, asked from the meter itself. */
  boolean isOn() throws RelayFailure;

  @Override
  void close();
}
