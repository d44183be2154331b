package org.meterhaus.dlms.samples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.server.objects.CapturedProfile;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.DisconnectControl.Relay;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.server.objects.SettableClock;
import org.meterhaus.dlms.server.objects.control.DisconnectUnit;

/** The server of docs/dlms-library.md. */
final class ServingAMeter {

  private ServingAMeter() {}

  // sample
  static DeviceObjects meter(InstantSource time, LongSupplier wattHours, Relay relay)
      throws AccessError {
    ObisCode energy = ObisCode.parse("1-0:1.8.0*255");
    ObisCode supply = ObisCode.parse("0-0:96.3.10*255");
    var column = CaptureObject.of(InterfaceClass.REGISTER, energy, 2);
    var device = new DeviceObjects(time, ZoneId.of("Europe/Berlin"));
    device.add(new SettableClock(device, Clock.NAME, Duration.ofMinutes(15)));
    device.add(new Register(energy, () -> whole(wattHours), ScalerUnit.wattHours()));
    device.add(new DisconnectUnit(device, supply, 4, relay));
    device.add(
        new CapturedProfile(
            device,
            ObisCode.parse("1-0:99.1.0*255"),
            List.of(CaptureObject.CLOCK, column),
            Duration.ofMinutes(15),
            960));
    return device; // DeviceTicker.start(device, Duration.ofSeconds(1)) lets its time pass
  }

  // end

  // sample
  static DlmsServer serve(InetSocketAddress at, DeviceObjects device, DeviceSecurity keys)
      throws IOException {
    return DlmsServer.start(at, List.of(new LogicalDevice(1, keys, device)), ServerLimits.DEFAULT);
  }

  // end

  private static Data whole(LongSupplier wattHours) {
    return new Data.DoubleLongUnsigned(wattHours.getAsLong());
  }
}
