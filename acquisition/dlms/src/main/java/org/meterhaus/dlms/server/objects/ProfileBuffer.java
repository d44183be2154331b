package org.meterhaus.dlms.server.objects;

import java.time.Instant;
import java.util.List;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * The rows of a profile, oldest first, each a structure with a value for every column. Called by
 * several connections at once; lists must not change once returned, and may make their rows as they
 * are asked for them.
 */
public interface ProfileBuffer {

  /** Rows there are now, 0..4294967295. */
  long entriesInUse() throws AccessError;

  /**
   * Rows by number, 1 = the oldest that is kept.
   *
   * @param first 1..
   * @param last at least {@code first}; beyond the last row there is, up to that
   */
  List<Data> entries(long first, long last) throws AccessError;

  /** Rows whose clock lies in the range; both ends belong to it. */
  List<Data> between(Instant from, Instant to) throws AccessError;
}
