package org.meterhaus.dlms.server.objects.payment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus.AccountStatus;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus.PaymentMode;
import org.meterhaus.dlms.classes.values.TokenShare;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.CosemObject;
import org.meterhaus.dlms.server.objects.DeviceObjects;
import org.meterhaus.dlms.server.objects.HeldObject;
import org.meterhaus.dlms.server.objects.TimeDriven;

/**
 * Account (class 111, version 0). The credit in use is the one of the highest priority that is not
 * exhausted; one that has to be confirmed becomes selectable first. What is charged beyond the last
 * credit is owed by it: its amount goes below its limit.
 */
public final class Account extends HeldObject implements TimeDriven {

  private static final int MODE_AND_STATUS = 2;
  private static final int CREDIT_IN_USE = 3;
  private static final int CREDIT_STATUS = 4;
  private static final int AVAILABLE = 5;
  private static final int TO_CLEAR = 6;
  private static final int CLEARANCE_THRESHOLD = 7;
  private static final int DEBT = 8;
  private static final int CREDITS = 9;
  private static final int CHARGES = 10;
  private static final int TOKEN_SHARES = 12;
  private static final int ACTIVATION_TIME = 13;
  private static final int CLOSURE_TIME = 14;
  private static final int LOW_CREDIT = 16;
  private static final int ACTIVATE = 1;
  private static final int CLOSE = 2;
  private static final int PERCENT = 100;

  private static final int IN_CREDIT_BIT = 0x80;
  private static final int LOW_CREDIT_BIT = 0x40;
  private static final int NEXT_ENABLED_BIT = 0x20;
  private static final int NEXT_SELECTABLE_BIT = 0x10;
  private static final int NEXT_SELECTED_BIT = 0x08;
  private static final int SELECTABLE_IN_USE_BIT = 0x04;
  private static final int OUT_OF_CREDIT_BIT = 0x02;

  private final DeviceObjects device;

  /** A new account, which is not active yet. */
  public Account(
      DeviceObjects device,
      ObisCode logicalName,
      PaymentMode mode,
      List<ObisCode> credits,
      List<ObisCode> charges) {
    super(InterfaceClass.ACCOUNT, logicalName, device.turn());
    this.device = device;
    hold(MODE_AND_STATUS, new AccountModeAndStatus(mode, AccountStatus.NEW));
    hold(CREDITS, credits);
    hold(CHARGES, charges);
  }

  /** The account that refers to this charge, null if none does. */
  static @Nullable Account of(DeviceObjects device, ObisCode charge) {
    for (CosemObject object : device.objects()) {
      if (object instanceof Account account
          && account.listOf(CHARGES, ObisCode.class).contains(charge)) {
        return account;
      }
    }
    return null;
  }

  /** Amounts have changed: every account looks which credit is in use now. */
  static void settle(DeviceObjects device) {
    for (CosemObject object : device.objects()) {
      if (object instanceof Account account) {
        account.settle();
      }
    }
  }

  boolean isActive() {
    return as(MODE_AND_STATUS, AccountModeAndStatus.class).status() == AccountStatus.ACTIVE;
  }

  /** Whether the supply is paid for: in credit mode always, else while a credit is in use. */
  public boolean isInCredit() {
    boolean[] paid = new boolean[1];
    exclusively(() ->
        paid[0] =
            as(MODE_AND_STATUS, AccountModeAndStatus.class).mode() == PaymentMode.CREDIT
                || credits().stream().anyMatch(each -> each.status() == Credit.Status.IN_USE));
    return paid[0];
  }

  /** Takes an amount out of the credit in use, then out of the next. */
  void take(long amount) {
    long open = amount;
    settle();
    for (Credit credit = inUse(); credit != null && open > 0; credit = inUse()) {
      long part = Math.min(open, credit.left());
      credit.add(-part);
      open -= part;
      settle();
    }
    if (open > 0 && !credits().isEmpty()) {
      credits().getLast().add(-open);
    }
    settle();
  }

  /**
   * A payment: charges that live of payments take their share, the rest goes to the credits as the
   * token gateway configuration says, or else to the first that takes tokens.
   */
  void topUp(long amount) {
    long rest = amount;
    for (Charge charge : charges()) {
      rest -= charge.takeFrom(amount);
    }
    long spread = 0;
    for (TokenShare share : listOf(TOKEN_SHARES, TokenShare.class)) {
      Credit credit = credit(share.creditReference());
      if (credit != null && credit.takesTokens()) {
        long part = rest * share.proportion() / PERCENT;
        credit.add(part);
        spread += part;
      }
    }
    long left = rest - spread;
    credits().stream().filter(Credit::takesTokens).findFirst().ifPresent(each -> each.add(left));
    settle();
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    followTimes(device.now());
    settle();
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError {
    AccountModeAndStatus now = as(MODE_AND_STATUS, AccountModeAndStatus.class);
    switch (method) {
      case ACTIVATE -> {
        require(now.status() == AccountStatus.NEW);
        become(AccountStatus.ACTIVE);
      }
      case CLOSE -> {
        require(now.status() == AccountStatus.ACTIVE);
        become(AccountStatus.CLOSED);
      }
      default -> {
        require(now.status() == AccountStatus.CLOSED);
        become(AccountStatus.NEW);
        hold(ACTIVATION_TIME, InitialValues.NEVER);
        hold(CLOSURE_TIME, InitialValues.NEVER);
      }
    }
    settle();
    return new Data.NullData();
  }

  @Override
  public Data read(int attribute) {
    settle();
    return held(attribute);
  }

  @Override
  public @Nullable Instant due() {
    return switch (as(MODE_AND_STATUS, AccountModeAndStatus.class).status()) {
      case NEW -> device.instant(dateTime(ACTIVATION_TIME));
      case ACTIVE -> device.instant(dateTime(CLOSURE_TIME));
      case CLOSED -> null;
    };
  }

  @Override
  public void tick(Instant now) {
    followTimes(now);
    settle();
  }

  private void followTimes(Instant now) {
    AccountStatus status = as(MODE_AND_STATUS, AccountModeAndStatus.class).status();
    if (status == AccountStatus.NEW && hasCome(ACTIVATION_TIME, now)) {
      become(AccountStatus.ACTIVE);
    } else if (status == AccountStatus.ACTIVE && hasCome(CLOSURE_TIME, now)) {
      become(AccountStatus.CLOSED);
    }
  }

  private boolean hasCome(int attribute, Instant now) {
    Instant at = device.instant(dateTime(attribute));
    return at != null && !at.isAfter(now);
  }

  private void become(AccountStatus status) {
    AccountModeAndStatus old = as(MODE_AND_STATUS, AccountModeAndStatus.class);
    hold(MODE_AND_STATUS, new AccountModeAndStatus(old.mode(), status));
    if (status == AccountStatus.ACTIVE) {
      hold(ACTIVATION_TIME, device.timestamp(device.now()));
    } else if (status == AccountStatus.CLOSED) {
      hold(CLOSURE_TIME, device.timestamp(device.now()));
    }
  }

  /** Chooses the credit in use and sums up. */
  private void settle() {
    boolean found = false;
    for (Credit credit : credits()) {
      boolean usable = isActive() && credit.priority() > 0 && credit.left() > 0;
      if (!usable) {
        credit.become(exhaustedOrEnabled(credit));
      } else if (found) {
        credit.become(waiting(credit));
      } else if (credit.requiresConfirmation()
          && credit.status() != Credit.Status.INVOKED
          && credit.status() != Credit.Status.IN_USE) {
        credit.become(Credit.Status.SELECTABLE);
      } else {
        credit.become(Credit.Status.IN_USE);
        found = true;
      }
    }
    sumUp();
  }

  private Credit.Status exhaustedOrEnabled(Credit credit) {
    boolean used = credit.status() == Credit.Status.IN_USE;
    return used || credit.status() == Credit.Status.EXHAUSTED
        ? Credit.Status.EXHAUSTED
        : Credit.Status.ENABLED;
  }

  /** What a credit is behind the one in use: a choice that was made stays. */
  private static Credit.Status waiting(Credit credit) {
    return credit.status() == Credit.Status.INVOKED ? Credit.Status.INVOKED : Credit.Status.ENABLED;
  }

  private void sumUp() {
    List<Credit> credits = credits();
    long available = 0;
    long negative = 0;
    int inUse = 0;
    int bits = 0;
    for (int i = 0; i < credits.size(); i++) {
      Credit credit = credits.get(i);
      negative += Math.min(0, credit.amount());
      switch (credit.status()) {
        case IN_USE -> {
          available += credit.left();
          inUse = listOf(CREDITS, ObisCode.class).indexOf(credit.logicalName()) + 1;
          bits |= credit.requiresConfirmation() ? SELECTABLE_IN_USE_BIT : 0;
        }
        case INVOKED -> {
          available += credit.left();
          bits |= NEXT_SELECTED_BIT;
        }
        case SELECTABLE -> bits |= NEXT_SELECTABLE_BIT;
        case ENABLED -> bits |= NEXT_ENABLED_BIT;
        case EXHAUSTED -> {}
      }
    }
    bits |= available > 0 ? IN_CREDIT_BIT : OUT_OF_CREDIT_BIT;
    bits |= available < number(LOW_CREDIT) ? LOW_CREDIT_BIT : 0;
    hold(CREDIT_IN_USE, inUse);
    hold(CREDIT_STATUS, new Data.BitString(Bytes.of(bits), 8));
    hold(AVAILABLE, clamp(available));
    hold(TO_CLEAR, clamp(negative == 0 ? 0 : negative - number(CLEARANCE_THRESHOLD)));
    hold(DEBT, clamp(charges().stream().mapToLong(each -> Math.max(0, each.remaining())).sum()));
  }

  private @Nullable Credit inUse() {
    return credits().stream()
        .filter(each -> each.status() == Credit.Status.IN_USE)
        .findFirst()
        .orElse(null);
  }

  /** The credits there are, highest priority first. */
  private List<Credit> credits() {
    List<Credit> credits = new ArrayList<>();
    for (ObisCode name : listOf(CREDITS, ObisCode.class)) {
      Credit credit = credit(name);
      if (credit != null) {
        credits.add(credit);
      }
    }
    credits.sort(Comparator.comparingInt(each -> each.priority() == 0 ? 256 : each.priority()));
    return credits;
  }

  private @Nullable Credit credit(ObisCode name) {
    return device.find(InterfaceClass.CREDIT, name) instanceof Credit credit ? credit : null;
  }

  private List<Charge> charges() {
    List<Charge> charges = new ArrayList<>();
    for (ObisCode name : listOf(CHARGES, ObisCode.class)) {
      if (device.find(InterfaceClass.CHARGE, name) instanceof Charge charge) {
        charges.add(charge);
      }
    }
    charges.sort(Comparator.comparingInt(Charge::priority));
    return charges;
  }

  private static void require(boolean allowed) throws AccessError {
    if (!allowed) {
      throw new AccessError(DataAccessResult.TEMPORARY_FAILURE);
    }
  }

  private static int clamp(long value) {
    return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
