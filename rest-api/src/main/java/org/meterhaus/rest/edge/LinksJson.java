package org.meterhaus.rest.edge;

import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on.
 *
 * @param next reference of the next page; null on the last
 */
public record LinksJson(@Nullable String next) {

  /** A list that is whole. */
  public static final LinksJson LAST = new LinksJson(null);
}
