package org.meterhaus.dlms.client.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Communication port protection (class 124). */
public final class PortProtectionClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer protectionMode,
      @Nullable Integer allowedFailedAttempts,
      @Nullable Long initialLockoutTime,
      @Nullable Integer steepnessFactor,
      @Nullable Long maxLockoutTime,
      @Nullable Bytes portReference,
      @Nullable Integer protectionStatus,
      @Nullable Long failedAttempts,
      @Nullable Long cumulativeFailedAttempts) {}

  public PortProtectionClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.PORT_PROTECTION, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Unlocks the port. */
  public void reset() throws MeterException {
    invoke(1);
  }
}
