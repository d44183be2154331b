package org.meterhaus.dlms.server.objects.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Credit (class 112, version 0). Amounts are in the currency of the account. Which credit is in use
 * is for the {@link Account} to say; this one says when it is exhausted: when its amount is not
 * above its limit.
 */
public final class Credit extends HeldObject implements TimeDriven {

  /** credit_type. */
  public enum Type {
    TOKEN,
    RESERVED,
    EMERGENCY,
    TIME_BASED,
    CONSUMPTION_BASED
  }

  /** credit_status. */
  public enum Status {
    ENABLED,
    SELECTABLE,
    INVOKED,
    IN_USE,
    EXHAUSTED
  }

  private static final int AMOUNT = 2;
  private static final int TYPE = 3;
  private static final int PRIORITY = 4;
  private static final int WARNING = 5;
  private static final int LIMIT = 6;
  private static final int CONFIGURATION = 7;
  private static final int STATUS = 8;
  private static final int PRESET = 9;
  private static final int AVAILABLE_THRESHOLD = 10;
  private static final int PERIOD = 11;
  private static final int UPDATE = 1;
  private static final int SET = 2;
  private static final int REQUIRES_CONFIRMATION = 1;
  private static final int TAKES_TOKENS = 4;

  private final DeviceObjects device;
  private @Nullable Instant due;

  /**
   * What a credit is.
   *
   * @param priority 1 = used first .. 255; 0 = not used
   * @param limit what it may go down to
   * @param amount what it begins with
   * @param preset what a time-based credit has again each period
   * @param requiresConfirmation whether somebody has to choose it (invoke_credit) before it is used
   * @param takesTokens whether top-ups go to it
   */
  public record Settings(
      Type type,
      int priority,
      int amount,
      int limit,
      int preset,
      boolean requiresConfirmation,
      boolean takesTokens) {}

  /** A credit that no account uses yet. */
  public Credit(DeviceObjects device, ObisCode logicalName, Settings settings) {
    super(InterfaceClass.CREDIT, logicalName, device.turn());
    this.device = device;
    int bits =
        (settings.requiresConfirmation() ? 0x80 >> REQUIRES_CONFIRMATION : 0)
            | (settings.takesTokens() ? 0x80 >> TAKES_TOKENS : 0);
    hold(AMOUNT, settings.amount());
    hold(TYPE, settings.type());
    hold(PRIORITY, settings.priority());
    hold(LIMIT, settings.limit());
    hold(PRESET, settings.preset());
    hold(CONFIGURATION, new Data.BitString(Bytes.of(bits), 5));
  }

  /** The amount there is. */
  public int amount() {
    return (int) number(AMOUNT);
  }

  /** What may still be taken from it, 0 or more. */
  public long left() {
    return Math.max(0, number(AMOUNT) - number(LIMIT));
  }

  public Status status() {
    return as(STATUS, Status.class);
  }

  int priority() {
    return (int) number(PRIORITY);
  }

  Type type() {
    return as(TYPE, Type.class);
  }

  boolean requiresConfirmation() {
    return bit(REQUIRES_CONFIRMATION);
  }

  boolean takesTokens() {
    return bit(TAKES_TOKENS);
  }

  boolean isBelowWarning() {
    return number(AMOUNT) < number(WARNING);
  }

  long availableThreshold() {
    return number(AVAILABLE_THRESHOLD);
  }

  void become(Status status) {
    hold(STATUS, status);
  }

  /** Adds (or takes) an amount, as far as 32 bits go. */
  void add(long amount) {
    hold(AMOUNT, Math.clamp(number(AMOUNT) + amount, Integer.MIN_VALUE, Integer.MAX_VALUE));
    if (status() == Status.EXHAUSTED && left() > 0) {
      hold(STATUS, Status.ENABLED);
    }
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    if (attribute == PERIOD) {
      plan(device.now());
    }
    Account.settle(device);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    Data answer = new Data.NullData();
    switch (method) {
      case UPDATE -> add(parameter.asLong());
      case SET -> {
        answer = held(AMOUNT);
        add(parameter.asLong() - number(AMOUNT));
      }
      default -> {
        if (status() != Status.SELECTABLE) {
          throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
        }
        hold(STATUS, Status.INVOKED);
      }
    }
    Account.settle(device);
    return answer;
  }

  @Override
  public @Nullable Instant due() {
    return due;
  }

  @Override
  public void tick(Instant now) {
    if (due != null && !due.isAfter(now)) {
      plan(now);
      hold(AMOUNT, (int) number(PRESET));
      if (status() == Status.EXHAUSTED) {
        hold(STATUS, Status.ENABLED);
      }
      Account.settle(device);
    }
  }

  @Override
  public void timeSet(Instant from, Instant to) {
    plan(to);
  }

  /** Only time-based credit comes again. */
  private void plan(Instant now) {
    CosemDateTime period = dateTime(PERIOD);
    due = null;
    if (type() == Type.TIME_BASED && period.hour() != CosemDateTime.NOT_SPECIFIED) {
      try {
        due = device.next(new ExecutionTime(CosemTime.of(period), CosemDate.of(period)), now);
      } catch (Malformed _) {
        due = null; // 25 o'clock never comes
      }
    }
  }

  private boolean bit(int index) {
    return held(CONFIGURATION) instanceof Data.BitString bits && bits.bit(index);
  }
}
