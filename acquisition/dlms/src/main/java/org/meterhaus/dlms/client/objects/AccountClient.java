package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.AccountModeAndStatus;
import org.meterhaus.dlms.classes.values.CollectionConfiguration;
import org.meterhaus.dlms.classes.values.Currency;
import org.meterhaus.dlms.classes.values.TokenShare;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Account (class 111). */
public final class AccountClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable AccountModeAndStatus modeAndStatus,
      @Nullable Integer currentCreditInUse,
      Data.@Nullable BitString currentCreditStatus,
      @Nullable Integer availableCredit,
      @Nullable Integer amountToClear,
      @Nullable Integer clearanceThreshold,
      @Nullable Integer aggregatedDebt,
      @Nullable List<ObisCode> creditReferenceList,
      @Nullable List<ObisCode> chargeReferenceList,
      @Nullable List<CollectionConfiguration> creditChargeConfiguration,
      @Nullable List<TokenShare> tokenGatewayConfiguration,
      @Nullable CosemDateTime activationTime,
      @Nullable CosemDateTime closureTime,
      @Nullable Currency currency,
      @Nullable Integer lowCreditThreshold,
      @Nullable Integer nextCreditAvailableThreshold,
      @Nullable Integer maxProvision,
      @Nullable Integer maxProvisionPeriod) {
    public Attributes {
      creditReferenceList = creditReferenceList == null ? null : List.copyOf(creditReferenceList);
      chargeReferenceList = chargeReferenceList == null ? null : List.copyOf(chargeReferenceList);
      creditChargeConfiguration =
          creditChargeConfiguration == null ? null : List.copyOf(creditChargeConfiguration);
      tokenGatewayConfiguration =
          tokenGatewayConfiguration == null ? null : List.copyOf(tokenGatewayConfiguration);
    }
  }

  public AccountClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.ACCOUNT, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Makes a new account active. */
  public void activate() throws MeterException {
    invoke(1);
  }

  /** Closes it. */
  public void close() throws MeterException {
    invoke(2);
  }

  /** Makes a closed account a new one. */
  public void reset() throws MeterException {
    invoke(3);
  }
}
