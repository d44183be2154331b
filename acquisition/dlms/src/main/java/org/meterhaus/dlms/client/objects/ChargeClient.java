package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ChargeTableElement;
import org.meterhaus.dlms.classes.values.UnitCharge;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Charge (class 113). */
public final class ChargeClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer totalAmountPaid,
      @Nullable Type chargeType,
      @Nullable Integer priority,
      @Nullable UnitCharge unitChargeActive,
      @Nullable UnitCharge unitChargePassive,
      @Nullable CosemDateTime unitChargeActivationTime,
      @Nullable Long period,
      Data.@Nullable BitString chargeConfiguration,
      @Nullable CosemDateTime lastCollectionTime,
      @Nullable Integer lastCollectionAmount,
      @Nullable Integer totalAmountRemaining,
      @Nullable Integer proportion) {}

  public ChargeClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.CHARGE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** charge_type. */
  public enum Type {
    CONSUMPTION_BASED,
    TIME_BASED,
    PAYMENT_EVENT_BASED
  }

  /** Writes the prices of the passive unit charge. */
  public void updateUnitCharge(List<ChargeTableElement> table) throws MeterException {
    invoke(1, table);
  }

  /** Makes the passive unit charge the active one. */
  public void activatePassiveUnitCharge() throws MeterException {
    invoke(2);
  }

  /** Collects now. */
  public void collect() throws MeterException {
    invoke(3);
  }

  /** Adds to what is owed. */
  public void updateTotalAmountRemaining(int amount) throws MeterException {
    invoke(4, amount);
  }
}
