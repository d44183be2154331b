package org.meterhaus.dlms.server.objects.payment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ChargeTableElement;
import org.meterhaus.dlms.classes.values.UnitCharge;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Charge (class 113, version 0). It collects from the credit in use of the account that refers to
 * it, each period or when asked; with period 0, a consumption-based one at every tick. Unless it
 * collects continuously, it ends when nothing remains. What the prices of its table are for is told
 * by {@link Prices}; what is used is priced at every tick, so that it costs what it cost then.
 */
public final class Charge extends HeldObject implements TimeDriven {

  /** charge_type. */
  public enum Type {
    CONSUMPTION_BASED,
    TIME_BASED,
    PAYMENT_EVENT_BASED
  }

  private static final int PAID = 2;
  private static final int TYPE = 3;
  private static final int PRIORITY = 4;
  private static final int ACTIVE = 5;
  private static final int PASSIVE = 6;
  private static final int ACTIVATION_TIME = 7;
  private static final int PERIOD = 8;
  private static final int CONFIGURATION = 9;
  private static final int LAST_TIME = 10;
  private static final int LAST_AMOUNT = 11;
  private static final int REMAINING = 12;
  private static final int PROPORTION = 13;
  private static final int WHOLE = 10_000;
  private static final int CONTINUOUS = 1;

  private final DeviceObjects device;
  private final Map<AttributeRef, BigDecimal> lastReadings = new HashMap<>();

  /** Used and priced, but not collected yet; less than a whole unit waits for the next time. */
  private BigDecimal accrued = BigDecimal.ZERO;

  private @Nullable Instant due;

  /**
   * What a charge is.
   *
   * @param priority 1 = collected first
   * @param periodSeconds 0 = at every tick (consumption) or never (time)
   * @param continuous collected on and on; else only until nothing remains
   * @param remaining debt at the beginning
   * @param proportion share of a payment in 1/10000, for a payment-event-based one
   */
  public record Settings(
      Type type,
      int priority,
      UnitCharge price,
      long periodSeconds,
      boolean continuous,
      int remaining,
      int proportion) {}

  /** A charge that no account refers to yet. */
  public Charge(DeviceObjects device, ObisCode logicalName, Settings settings) {
    super(InterfaceClass.CHARGE, logicalName, device.turn());
    this.device = device;
    hold(TYPE, settings.type());
    hold(PRIORITY, settings.priority());
    hold(ACTIVE, settings.price());
    hold(PASSIVE, settings.price());
    hold(PERIOD, settings.periodSeconds());
    hold(
        CONFIGURATION,
        new Data.BitString(Bytes.of(settings.continuous() ? 0x80 >> CONTINUOUS : 0), 2));
    hold(REMAINING, settings.remaining());
    hold(PROPORTION, settings.proportion());
    due = device.nextPeriod(device.now(), settings.periodSeconds());
  }

  int priority() {
    return (int) number(PRIORITY);
  }

  /** What is still owed by this charge. */
  long remaining() {
    return number(REMAINING);
  }

  /** Takes its share of a payment; what it took. */
  long takeFrom(long payment) {
    if (as(TYPE, Type.class) != Type.PAYMENT_EVENT_BASED) {
      return 0;
    }
    long share = payment * number(PROPORTION) / WHOLE;
    long taken = isContinuous() ? share : Math.min(share, remaining());
    booked(taken);
    return taken;
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == PERIOD) {
      due = device.nextPeriod(device.now(), number(PERIOD));
    }
    activateIfDue(device.now());
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    Data answer = new Data.NullData();
    switch (method) {
      case 1 -> {
        List<ChargeTableElement> table =
            TypedValues.decodeList(parameter, ChargeTableElement.class);
        UnitCharge old = as(PASSIVE, UnitCharge.class);
        hold(PASSIVE, new UnitCharge(old.scaling(), old.commodity(), table));
      }
      case 2 -> activate();
      case 3 -> collect();
      case 4 -> hold(REMAINING, clamp(remaining() + parameter.asLong()));
      default -> {
        answer = held(REMAINING);
        hold(REMAINING, parameter);
      }
    }
    Account.settle(device);
    return answer;
  }

  @Override
  public @Nullable Instant due() {
    Instant activation = device.instant(dateTime(ACTIVATION_TIME));
    if (activation == null || due == null) {
      return activation == null ? due : activation;
    }
    return activation.isBefore(due) ? activation : due;
  }

  @Override
  public void tick(Instant now) {
    activateIfDue(now);
    boolean atEveryTick = number(PERIOD) == 0 && as(TYPE, Type.class) == Type.CONSUMPTION_BASED;
    accrue();
    boolean periodOver = due != null && !due.isAfter(now);
    if (periodOver) {
      due = device.nextPeriod(now, number(PERIOD));
    }
    if (atEveryTick || periodOver) {
      collect();
      Account.settle(device);
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    due = device.nextPeriod(to, number(PERIOD));
  }

  private void activateIfDue(Instant now) {
    Instant activation = device.instant(dateTime(ACTIVATION_TIME));
    if (activation != null && !activation.isAfter(now)) {
      activate();
    }
  }

  private void activate() {
    accrue();
    hold(ACTIVE, held(PASSIVE));
    hold(ACTIVATION_TIME, InitialValues.NEVER);
    lastReadings.clear();
    accrue();
  }

  /** Prices what was used since the last time; nothing is priced without an active account. */
  private void accrue() {
    Account account = Account.of(device, logicalName());
    if (account == null || !account.isActive()) {
      lastReadings.clear();
      accrued = BigDecimal.ZERO;
      return;
    }
    if (as(TYPE, Type.class) == Type.CONSUMPTION_BASED) {
      UnitCharge charge = as(ACTIVE, UnitCharge.class);
      Prices prices = Prices.inForce(device, charge);
      lastReadings.keySet().retainAll(Prices.registers(charge));
      for (AttributeRef register : Prices.registers(charge)) {
        BigDecimal units = used(register).scaleByPowerOfTen(charge.scaling().commodityScale());
        accrued = accrued.add(units.multiply(prices.of(register)));
      }
    }
  }

  /** Takes what was used, or the price of a period, out of the credit in use. */
  private void collect() {
    accrue();
    Account account = Account.of(device, logicalName());
    if (account == null || !account.isActive()) {
      return;
    }
    if (as(TYPE, Type.class) == Type.TIME_BASED) {
      accrued = accrued.add(Prices.inForce(device, as(ACTIVE, UnitCharge.class)).current());
    }
    BigDecimal whole = accrued.setScale(0, RoundingMode.FLOOR);
    accrued = accrued.subtract(whole);
    long amount = Math.max(0, whole.longValue());
    if (!isContinuous()) {
      amount = Math.min(amount, Math.max(0, remaining()));
    }
    if (amount != 0) {
      account.take(amount);
      booked(amount);
    }
  }

  /** How much a register counted since the last time. */
  private BigDecimal used(AttributeRef register) {
    BigDecimal reading = device.number(ValueDefinition.of(register));
    if (reading == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal before = lastReadings.put(register, reading);
    return before == null ? BigDecimal.ZERO : reading.subtract(before).max(BigDecimal.ZERO);
  }

  private void booked(long amount) {
    hold(PAID, clamp(number(PAID) + amount));
    hold(LAST_AMOUNT, clamp(amount));
    hold(LAST_TIME, device.timestamp(device.now()));
    if (!isContinuous()) {
      hold(REMAINING, clamp(remaining() - amount));
    }
  }

  private boolean isContinuous() {
    return held(CONFIGURATION) instanceof Data.BitString bits && bits.bit(CONTINUOUS);
  }

  private static int clamp(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
