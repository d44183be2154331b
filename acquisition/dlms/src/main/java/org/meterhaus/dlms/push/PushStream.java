package org.meterhaus.dlms.push;

import org.jspecify.annotations.Nullable;

/** Puts pushes together from a stream of octets. Not thread-safe. */
public sealed interface PushStream permits HdlcPushStream, MbusPushStream {

  /**
   * Takes octets {@code from} (inclusive) to {@code to} (exclusive); {@link #next} finds pushes.
   */
  void feed(byte[] octets, int from, int to);

  /** The next push; nothing until more was fed. */
  @Nullable Push next();

  /** Whether a frame was begun and is not whole. */
  boolean isWaiting();

  /** How many frames were whole so far. */
  long frames();

  /** How many frames or pushes were discarded so far: damaged, out of order, or too large. */
  long discarded();
}
