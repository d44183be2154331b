package org.meterhaus.dlms.server.objects;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an object does because time passes. Called by its {@link DeviceObjects} only, one call at a
 * time.
 */
public interface TimeDriven {

  /**
   * The next moment it has something to do at; null if none is known.
   *
   * <p>After {@link #tick} at that moment or later it has to be another one, in the future.
   */
  @Nullable Instant due();

  /**
   * Does what is due.
   *
   * @param now not earlier than at the last call, unless the clock was set in between; may be
   *     earlier than {@link #due}
   */
  void tick(Instant now);

  /** The device's clock was set: what was missed in between is not caught up on. */
  default void timeSet(Instant from, Instant to) {}
}
