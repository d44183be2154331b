package org.meterhaus.dissemination.readings;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Readings of a usage point or of a device. */
@SuppressWarnings("DoNotCallSuggester")
public final class ExtractData {

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param resolution ISO 8601 duration, at least the meter's interval; null means the meter's
   *     interval. A coarser value is the sum of its meter intervals and is null when one of them is
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, too-many-values
   */
  public Series ofUsagePoint(
      Caller caller, String usagePointId, String interval, @Nullable String resolution) {
    throw new UnsupportedOperationException();
  }

  /** The same for the channel that measures a device. */
  public Series ofDevice(
      Caller caller, String deviceId, String interval, @Nullable String resolution) {
    throw new UnsupportedOperationException();
  }
}
