package org.meterhaus.sink.roles;

import java.util.function.Consumer;

/**
 * The link to one meter, as its uHANDLER sees it: one call at a time. Both methods return at once.
 */
public interface MeterPort {

  /**
   * Carries an operation out.
   *
   * @param number of this call, larger than every one before
   * @param reply is given what came of it, once, from any thread; a reply to a call that was given
   *     up is ignored
   */
  void call(long number, Operation operation, Consumer<Outcome> reply);

  /** Nobody waits for this call any more: the link is to be free for the next one soon. */
  void abandon(long number);
}
