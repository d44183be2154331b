package org.meterhaus.sink.roles;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An atomic DEVS model: five pure functions over an immutable state, and nothing else. Who runs it
 * keeps the state, measures the time and carries the messages.
 *
 * @param <S> its state
 */
public interface Atomic<S> {
  /** Its name, which is also its address. */
  Address name();

  /** The state it begins in. */
  S initial();

  /**
   * How long it stays in a state unless a message comes: zero for at once, empty for ever.
   *
   * <p>When this is over, {@link #output} of that state is sent and {@link #internal} gives the
   * next one.
   */
  Optional<Duration> timeAdvance(S state);

  /** What is sent when {@link #timeAdvance} is over, in this order. */
  List<Envelope> output(S state);

  /** The state after that. */
  S internal(S state);

  /**
   * The state after a message.
   *
   * @param elapsed time in {@code state} so far, less than or equal to its time advance
   * @throws IllegalStateException if a message comes that the couplings do not allow: a bug
   */
  S external(S state, Duration elapsed, Message input);
}
