package org.meterhaus.rest.devices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.Devices;
import org.meterhaus.rest.edge.ChannelJson;

/** An appliance. */
public record DeviceJson(
    String id,
    String name,
    String kind,
    String usagePoint,
    boolean switchable,
    StateJson state,
    ChannelJson channel) {

  /**
   * @param reported on, off or unknown
   * @param reportedAt null if its meter never said
   */
  public record StateJson(String reported, @Nullable Instant reportedAt) {

    static StateJson of(Devices.State state) {
      return new StateJson(state.reported(), state.reportedAt());
    }
  }

  static DeviceJson of(Devices.Device device) {
    return new DeviceJson(
        device.id(),
        device.name(),
        device.kind(),
        device.usagePoint(),
        device.switchable(),
        StateJson.of(device.state()),
        new ChannelJson(
            device.channel().obis(),
            device.channel().unit(),
            device.channel().intervalLength().toString()));
  }
}
