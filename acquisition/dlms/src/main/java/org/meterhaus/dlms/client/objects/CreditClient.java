package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Credit (class 112). */
public final class CreditClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer currentCreditAmount,
      @Nullable Type creditType,
      @Nullable Integer priority,
      @Nullable Integer warningThreshold,
      @Nullable Integer limit,
      Data.@Nullable BitString creditConfiguration,
      @Nullable Status creditStatus,
      @Nullable Integer presetCreditAmount,
      @Nullable Integer creditAvailableThreshold,
      @Nullable CosemDateTime period) {}

  public CreditClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.CREDIT, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

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

  /** Adds an amount, which may be negative. */
  public void updateAmount(int amount) throws MeterException {
    invoke(1, amount);
  }

  /** Sets the amount; what it was. */
  public int setAmount(int amount) throws MeterException {
    return Math.toIntExact(invoke(2, amount).asLong());
  }

  /** Chooses this credit, which is selectable. */
  public void invokeCredit() throws MeterException {
    invoke(3);
  }
}
