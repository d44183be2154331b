package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.classes.TypedValues;

/** How an account is paid and whether it is in force. */
public record AccountModeAndStatus(PaymentMode mode, AccountStatus status) {

  /** payment_mode. */
  public enum PaymentMode implements TypedValues.Coded {
    CREDIT(1),
    PREPAYMENT(2);

    private final int code;

    PaymentMode(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** account_status. */
  public enum AccountStatus implements TypedValues.Coded {
    NEW(1),
    ACTIVE(2),
    CLOSED(3);

    private final int code;

    AccountStatus(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }
}
