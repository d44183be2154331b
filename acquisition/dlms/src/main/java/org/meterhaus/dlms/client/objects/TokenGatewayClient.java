package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.TokenStatus;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Token gateway (class 115). */
public final class TokenGatewayClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes token,
      @Nullable CosemDateTime tokenTime,
      @Nullable List<Bytes> tokenDescription,
      @Nullable Integer tokenDeliveryMethod,
      @Nullable TokenStatus tokenStatus) {
    public Attributes {
      tokenDescription = tokenDescription == null ? null : List.copyOf(tokenDescription);
    }
  }

  public TokenGatewayClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.TOKEN_GATEWAY, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Enters a token, and reads how it ended. */
  public TokenStatus enter(Bytes token) throws MeterException {
    invoke(1, token);
    return get(6, TokenStatus.class);
  }
}
