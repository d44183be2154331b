package org.meterhaus.dlms.client.objects;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.PresetTime;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Clock (class 8). */
public final class ClockClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable CosemDateTime time,
      @Nullable Integer timeZone,
      @Nullable Integer status,
      @Nullable CosemDateTime daylightSavingsBegin,
      @Nullable CosemDateTime daylightSavingsEnd,
      @Nullable Integer daylightSavingsDeviation,
      @Nullable Boolean daylightSavingsEnabled,
      @Nullable Integer clockBase) {}

  public ClockClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.CLOCK, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** The time as the meter shows it. */
  public CosemDateTime time() throws MeterException {
    return get(2, CosemDateTime.class);
  }

  /** The moment the meter believes it is. */
  public Instant instant() throws MeterException {
    return time().toInstant();
  }

  /** Sets the time. */
  public void setTime(CosemDateTime time) throws MeterException {
    set(2, time);
  }

  /** To the nearest quarter of an hour. */
  public void adjustToQuarter() throws MeterException {
    invoke(1);
  }

  /** To the nearest start of a measuring period. */
  public void adjustToMeasuringPeriod() throws MeterException {
    invoke(2);
  }

  /** To the nearest minute. */
  public void adjustToMinute() throws MeterException {
    invoke(3);
  }

  /** To the preset time, if now is within its validity. */
  public void adjustToPresetTime() throws MeterException {
    invoke(4);
  }

  /** Gets a time ready to be adjusted to. */
  public void presetAdjustingTime(PresetTime preset) throws MeterException {
    invoke(5, preset);
  }

  /**
   * Moves the time.
   *
   * @param by -900..900 s
   */
  public void shift(Duration by) throws MeterException {
    invoke(6, by.toSeconds());
  }
}
