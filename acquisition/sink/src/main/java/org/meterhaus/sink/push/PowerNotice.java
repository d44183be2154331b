package org.meterhaus.sink.push;

import java.time.Instant;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/**
 * What a meter pushes on an alarm of its power: a structure of the logical name of its Push setup
 * (0-4:25.9.0.255, push on alarm), its clock, and alarm register 1 (0-0:97.98.0.255). Of the
 * register we know two bits, as decision 0071 numbers them; others are not ours to judge.
 *
 * @param at by the meter's clock
 * @param power whether it is going or back
 */
record PowerNotice(Instant at, Power power) {
  static final ObisCode PUSH_ON_ALARM = ObisCode.of(0, 4, 25, 9, 0, 255);

  private static final long POWER_DOWN = 1;
  private static final long POWER_UP = 1 << 1;

  /** What happened. */
  enum Power {
    DOWN,
    UP
  }

  /**
   * Reads the body of a data-notification.
   *
   * @throws Malformed if it is of another kind, or says of the power neither or both
   */
  static PowerNotice from(Data body) throws Malformed {
    List<Data> parts = body.asList();
    if (parts.size() != 3 || !parts.getFirst().equals(PUSH_ON_ALARM.toData())) {
      throw new Malformed("not a push on alarm");
    }
    Instant at = CosemDateTime.from(parts.get(1)).toInstant();
    long alarms = parts.get(2).asLong();
    boolean down = (alarms & POWER_DOWN) != 0;
    boolean up = (alarms & POWER_UP) != 0;
    if (down == up) {
      throw new Malformed("alarms 0x%08X do not tell of the power".formatted(alarms));
    }
    return new PowerNotice(at, down ? Power.DOWN : Power.UP);
  }
}
