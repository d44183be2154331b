package org.meterhaus.meters;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SecurityAudit;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.Clock;
import org.meterhaus.dlms.server.objects.DataObject;
import org.meterhaus.dlms.server.objects.DisconnectControl;
import org.meterhaus.dlms.server.objects.ProfileGeneric;
import org.meterhaus.dlms.server.objects.Register;
import org.meterhaus.dlms.server.objects.SecuritySetup;

/**
 * The meter of one flat as a DLMS logical device: a register, power, a load profile and a status
 * for each channel, and a disconnect control for each appliance that can be switched. Its clock
 * runs on UTC. Thread-safe.
 */
final class VirtualMeter implements Closeable {

  /** Wrapper port of the logical device. */
  static final int SAP = 1;

  private static final System.Logger LOG = System.getLogger(VirtualMeter.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObisCode SECURITY_SETUP = ObisCode.of(0, 0, 43, 0, 0, 255);

  /** The meter serves whoever holds its keys; suite 0 does not ask for a title. */
  private static final SystemTitle ANY_HOLDER = SystemTitle.ofHex("0000000000000000");

  private static final ObisCode DEVICE_NAME = ObisCode.of(0, 0, 42, 0, 0, 255);

  /** Device ID 1, what is printed on a meter. */
  private static final ObisCode DEVICE_ID = ObisCode.of(0, 0, 96, 1, 0, 255);

  private final Building.Unit unit;
  private final InstantSource now;
  private final SwitchLog log;
  private final Alarms alarms;
  private volatile Consumption consumption;

  /**
   * A meter that goes on with the history of its log.
   *
   * @param commissionedAt how far its load profile reaches back
   * @param log closed with the meter
   */
  VirtualMeter(Building.Unit unit, Instant commissionedAt, SwitchLog log, InstantSource now) {
    this.unit = unit;
    this.now = now;
    this.log = log;
    this.alarms = new Alarms(unit.meter().id(), now);
    Building.Meter meter = unit.meter();
    this.consumption =
        new Consumption(meter.recording(), meter.startWh(), commissionedAt, log.history());
  }

  String id() {
    return unit.meter().id();
  }

  /** Whether one of its faults, or want of power, keeps it from answering. */
  boolean offline() {
    Instant t = now.instant();
    return unit.meter().faults().offlineAt(t) || consumption.cuts().offAt(t);
  }

  /** Whether it has power. */
  boolean supplied() {
    return !consumption.cuts().offAt(now.instant());
  }

  /** What its clock shows. */
  Instant time() {
    return now.instant();
  }

  /** What it tells unasked. */
  Alarms alarms() {
    return alarms;
  }

  /** Takes over when the building's sections have no power. */
  synchronized void follow(PowerCuts building) {
    PowerCuts own = building.of(unit.section());
    if (!own.equals(consumption.cuts())) {
      consumption = consumption.with(own);
    }
  }

  /** What it has measured, without the faults of its load profile. */
  Consumption consumption() {
    return consumption;
  }

  /**
   * The meter as a server offers it.
   *
   * @param vault keys, suite and policy, which its Security Setup changes
   */
  LogicalDevice device(SystemTitle title, KeyVault vault, InvocationCounter counter) {
    List<CosemObject> objects = objects();
    objects.add(
        new SecuritySetup(
            SECURITY_SETUP, 1, ANY_HOLDER, title, vault, RANDOM, now, SecurityAudit.toLog(LOG)));
    return new LogicalDevice(
        SAP,
        new DeviceSecurity.Vaulted(title, vault, counter, SECURITY_SETUP, false),
        ObjectDirectory.of(objects));
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private List<CosemObject> objects() {
    List<CosemObject> objects = new ArrayList<>();
    objects.add(new Clock(Clock.NAME, now, ZoneOffset.UTC));
    Bytes name = Bytes.copyOf(id().getBytes(StandardCharsets.US_ASCII));
    objects.add(DataObject.constant(DEVICE_NAME, new Data.OctetString(name)));
    objects.add(DataObject.constant(DEVICE_ID, new Data.OctetString(name)));
    objects.addAll(alarms.objects());
    for (Building.Channel channel : unit.channels()) {
      addChannel(channel, objects);
    }
    return objects;
  }

  private void addChannel(Building.Channel channel, List<CosemObject> objects) {
    int b = channel.number();
    Building.Meter meter = unit.meter();
    Duration interval = meter.recording().interval();
    LoadProfile profile = new LoadProfile(b, meter.faults(), () -> consumption, now);
    ObisCode total = ObisCode.of(1, b, 1, 8, 0, 255);
    ObisCode power = ObisCode.of(1, b, 1, 7, 0, 255);
    ObisCode energy = ObisCode.of(1, b, 1, 29, 0, 255);
    ObisCode status = ObisCode.of(0, b, 96, 10, 1, 255);
    List<CaptureObject> columns =
        List.of(
            CaptureObject.CLOCK,
            CaptureObject.of(InterfaceClass.DATA, status, 2),
            CaptureObject.of(InterfaceClass.REGISTER, energy, 2),
            CaptureObject.of(InterfaceClass.REGISTER, total, 2));
    objects.add(register(total, ScalerUnit.wattHours(), t -> consumption.registerWh(b, t)));
    objects.add(register(power, ScalerUnit.watts(), t -> consumption.powerW(b, t)));
    objects.add(
        register(
            energy,
            ScalerUnit.wattHours(),
            t -> profile.deliveredWh(consumption, lastInterval(t))));
    objects.add(
        new DataObject(
            status,
            () -> new Data.Unsigned8(profile.status(consumption, lastInterval(now.instant())))));
    objects.add(
        new ProfileGeneric(
            ObisCode.of(1, b, 99, 1, 0, 255),
            columns,
            interval,
            LoadProfile.capacity(interval),
            profile));
    if (channel.device() != null && channel.device().switchable()) {
      objects.add(new DisconnectControl(ObisCode.of(0, b, 96, 3, 10, 255), new Contact(b)));
    }
  }

  private Register register(ObisCode name, ScalerUnit unit, ToLongFunction<Instant> value) {
    return new Register(
        name, () -> new Data.DoubleLongUnsigned(value.applyAsLong(now.instant())), unit);
  }

  /** Start of the last interval that is over. */
  private Instant lastInterval(Instant t) {
    Recording recording = unit.meter().recording();
    return recording.intervalStart(t).minus(recording.interval());
  }

  /** Switches one appliance; a command that changes nothing leaves no trace. */
  private synchronized void switchTo(int channel, boolean connected) throws AccessError {
    Instant t = now.instant();
    try {
      if (consumption.switching().connected(channel) != connected) {
        log.append(t, channel, connected);
        consumption = consumption.with(log.history());
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "meter " + id() + " did not switch", e);
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
  }

  /** The contact between the flat and one of its appliances. */
  private final class Contact implements DisconnectControl.Relay {
    private final int channel;

    Contact(int channel) {
      this.channel = channel;
    }

    @Override
    public boolean connected() {
      return consumption.switching().connected(channel);
    }

    @Override
    public void switchTo(boolean connected) throws AccessError {
      VirtualMeter.this.switchTo(channel, connected);
    }
  }
}
