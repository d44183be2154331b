package org.meterhaus.dlms.server.objects;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Demand register (class 5, version 0): the average of a quantity over {@code number_of_periods}
 * periods of {@code period} seconds. The meter says how much of it there was ({@link #count}), in
 * unit-seconds: 60 s of 100 W are 6000.
 *
 * <p>At the end of a period, which is a multiple of the period in the device's clock, the average
 * over the last {@code number_of_periods} becomes last_average_value. current_average_value is what
 * was counted since start_time_current over the length of all periods, and grows until then.
 */
public final class DemandRegister extends HeldObject implements TimeDriven {

  private static final int CURRENT_AVERAGE = 2;
  private static final int LAST_AVERAGE = 3;
  private static final int SCALER_UNIT = 4;
  private static final int STATUS = 5;
  private static final int CAPTURE_TIME = 6;
  private static final int START_TIME_CURRENT = 7;
  private static final int PERIOD = 8;
  private static final int NUMBER_OF_PERIODS = 9;
  private static final int NEXT_PERIOD = 2;

  private final DeviceObjects device;

  /** Unit-seconds of the complete periods that still count, oldest first. */
  private final Deque<Long> complete = new ArrayDeque<>();

  private Instant start;
  private long counted;

  /**
   * A register that begins to count now.
   *
   * @param period whole seconds, more than zero
   * @param numberOfPeriods 1..65535
   */
  public DemandRegister(
      DeviceObjects device,
      ObisCode logicalName,
      ScalerUnit unit,
      Duration period,
      int numberOfPeriods) {
    super(InterfaceClass.DEMAND_REGISTER, logicalName, device.turn());
    this.device = device;
    hold(SCALER_UNIT, unit);
    hold(PERIOD, period.toSeconds());
    hold(NUMBER_OF_PERIODS, numberOfPeriods);
    start = device.now();
    restart();
  }

  /** There was this much of the quantity since the last call, in unit-seconds. */
  public void count(long unitSeconds) {
    exclusively(() -> counted = Math.addExact(counted, unitSeconds));
  }

  @Override
  public Data read(int attribute) {
    return attribute == CURRENT_AVERAGE ? average(true) : held(attribute);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == PERIOD || attribute == NUMBER_OF_PERIODS) {
      restart();
    }
  }

  @Override
  public Data invoke(int method, Data parameter) {
    if (method == NEXT_PERIOD) {
      close(device.now());
    } else {
      restart();
    }
    return new Data.NullData();
  }

  @Override
  public Instant due() {
    return endOfPeriod(start);
  }

  @Override
  public void tick(Instant now) {
    Instant end = due();
    if (!end.isAfter(now)) {
      close(end);
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    start = to;
    hold(START_TIME_CURRENT, device.timestamp(start));
  }

  private void close(Instant end) {
    complete.addLast(counted);
    counted = 0;
    while (complete.size() > number(NUMBER_OF_PERIODS)) {
      complete.removeFirst();
    }
    hold(LAST_AVERAGE, average(false));
    hold(CAPTURE_TIME, device.timestamp(end));
    start = end;
    hold(START_TIME_CURRENT, device.timestamp(start));
  }

  private void restart() {
    complete.clear();
    counted = 0;
    start = device.now();
    hold(LAST_AVERAGE, new Data.Long64(0));
    hold(CAPTURE_TIME, device.timestamp(start));
    hold(START_TIME_CURRENT, device.timestamp(start));
    hold(STATUS, new Data.NullData());
  }

  /** Over all periods: the complete ones, or the running one in place of the oldest. */
  private Data average(boolean current) {
    long periods = number(NUMBER_OF_PERIODS);
    long sum = current ? counted : 0;
    int skipped = current && complete.size() == periods ? 1 : 0;
    int place = 0;
    for (long each : complete) {
      sum = place++ < skipped ? sum : Math.addExact(sum, each);
    }
    return new Data.Long64(sum / (periods * number(PERIOD)));
  }

  private Instant endOfPeriod(@Nullable Instant from) {
    long seconds = number(PERIOD);
    long since = from == null ? 0 : from.getEpochSecond();
    return Instant.ofEpochSecond((Math.floorDiv(since, seconds) + 1) * seconds);
  }
}
