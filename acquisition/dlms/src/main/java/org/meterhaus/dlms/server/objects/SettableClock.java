package org.meterhaus.dlms.server.objects;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.PresetTime;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Clock (class 8, version 0) of a device: what is written to it is the device's time and zone from
 * then on. {@link Clock} is the one that only shows the machine's.
 */
public final class SettableClock extends HeldObject {

  private static final int TIME = 2;
  private static final int TIME_ZONE = 3;
  private static final int STATUS = 4;
  private static final int BEGIN = 5;
  private static final int END = 6;
  private static final int DEVIATION = 7;
  private static final int ENABLED = 8;
  private static final int BASE = 9;
  private static final int INTERNAL_CRYSTAL = 1;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final DeviceObjects device;
  private final Duration measuringPeriod;
  private @Nullable PresetTime preset;

  /**
   * The clock of a device, in the device's zone.
   *
   * @param measuringPeriod what adjust_to_measuring_period adjusts to, whole seconds
   */
  public SettableClock(DeviceObjects device, ObisCode logicalName, Duration measuringPeriod) {
    if (measuringPeriod.toSeconds() < 1) {
      throw new IllegalArgumentException("measuringPeriod must be 1 s.. but is " + measuringPeriod);
    }
    super(InterfaceClass.CLOCK, logicalName, device.turn());
    this.device = device;
    this.measuringPeriod = measuringPeriod;
    DaylightSaving zone = DaylightSaving.of(device.zone(), device.now());
    hold(TIME_ZONE, zone.standard());
    hold(BEGIN, zone.begin());
    hold(END, zone.end());
    hold(DEVIATION, zone.deviation());
    hold(ENABLED, zone.enabled());
    hold(BASE, INTERNAL_CRYSTAL);
  }

  @Override
  public Data read(int attribute) {
    CosemDateTime now = device.timestamp(device.now());
    return switch (attribute) {
      case TIME -> now.toData();
      case STATUS -> new Data.Unsigned8(now.clockStatus());
      default -> held(attribute);
    };
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute == TIME) {
      setTo(value);
      return;
    }
    super.write(attribute, value);
    device.zone(
        new DaylightSaving(
                (int) number(TIME_ZONE),
                dateTime(BEGIN),
                dateTime(END),
                (int) number(DEVIATION),
                flag(ENABLED))
            .rules());
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    switch (method) {
      case 1 -> adjustTo(QUARTER);
      case 2 -> adjustTo(measuringPeriod);
      case 3 -> adjustTo(Duration.ofMinutes(1));
      case 4 -> adjustToPreset();
      case 5 -> preset(TypedValues.decode(parameter, PresetTime.class));
      case 6 -> device.setTime(device.now().plusSeconds(parameter.asLong()));
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return new Data.NullData();
  }

  private void setTo(Data value) throws Malformed {
    CosemDateTime time = CosemDateTime.from(value);
    if (time.year() < FIRST_YEAR || time.year() > LAST_YEAR) {
      throw new Malformed(
          "a clock is set to " + FIRST_YEAR + ".." + LAST_YEAR + " but not to " + time.year());
    }
    device.setTime(moment(time));
  }

  /** To the nearest multiple, counted from the hour of the zone. */
  private void adjustTo(Duration multiple) {
    long step = multiple.toSeconds();
    Instant now = device.now();
    long offset = device.zone().getOffset(now).getTotalSeconds();
    long local = now.plusMillis(500 * step).getEpochSecond() + offset;
    device.setTime(Instant.ofEpochSecond(Math.floorDiv(local, step) * step - offset));
  }

  private void preset(PresetTime wanted) throws Malformed {
    moment(wanted.presetTime());
    moment(wanted.validityIntervalStart());
    moment(wanted.validityIntervalEnd());
    preset = wanted;
  }

  private void adjustToPreset() throws AccessError, Malformed {
    PresetTime wanted = preset;
    Instant now = device.now();
    if (wanted == null
        || now.isBefore(moment(wanted.validityIntervalStart()))
        || now.isAfter(moment(wanted.validityIntervalEnd()))) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
    preset = null;
    device.setTime(moment(wanted.presetTime()));
  }

  private Instant moment(CosemDateTime time) throws Malformed {
    Instant instant = device.instant(time);
    if (instant == null) {
      throw new Malformed("date-time names no moment: " + time);
    }
    return instant;
  }
}
