package org.meterhaus.dissemination.devices;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.readings.Series;
import org.meterhaus.dissemination.readings.ValueQuality;

/** A customer's appliances, their state and what they use. */
@SuppressWarnings("DoNotCallSuggester")
public final class Devices {

  /**
   * @param kind such as {@code kettle} or {@code washing-machine}
   * @param usagePoint id of the flat's usage point
   * @param switchable whether it has a relay
   */
  public record Device(
      String id,
      String name,
      String kind,
      String usagePoint,
      boolean switchable,
      State state,
      Channel channel) {}

  /**
   * @param reported what the meter said last: {@code on}, {@code off} or {@code unknown}
   * @param reportedAt when; null if it never did
   */
  public record State(String reported, @Nullable Instant reportedAt) {}

  /**
   * @param obis of the register, such as {@code 1.1.1.8.0.255}
   * @param unit always {@code Wh}
   * @param intervalLength of a meter interval
   */
  public record Channel(String obis, String unit, Duration intervalLength) {}

  /**
   * @param series the device's values
   * @param sumWh over the device's present values; null if there is none
   * @param usagePointSumWh of the whole flat over its present values; null if there is none
   * @param share of the flat's energy, 0..1, four decimals, over the meter intervals in which both
   *     have a value; null if there is no such interval or the flat used nothing in them
   * @param worstQuality of the device's meter intervals
   */
  public record Utilisation(
      Series series,
      ZoneId zone,
      @Nullable Long sumWh,
      @Nullable Long usagePointSumWh,
      @Nullable BigDecimal share,
      ValueQuality worstQuality) {}

  /** By id; at most 1,000. */
  public List<Device> list(Caller caller) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Device get(Caller caller, String deviceId) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public State state(Caller caller, String deviceId) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param resolution ISO 8601 duration; null means the meter's interval
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, too-many-values
   */
  public Utilisation utilisation(
      Caller caller, String deviceId, String interval, @Nullable String resolution) {
    throw new UnsupportedOperationException();
  }
}
