package org.meterhaus.rest.readings;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.rest.edge.Parameters;

/** Query parameters of functions over several flats. */
public final class GroupRequest {

  private GroupRequest() {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException if one that is needed is absent
   */
  public static AggregateGroup.Request of(
      @Nullable String interval, @Nullable String bucket, @Nullable String functions) {
    return new AggregateGroup.Request(
        Parameters.required("interval", interval),
        bucket,
        Parameters.list(Parameters.required("fn", functions)));
  }
}
