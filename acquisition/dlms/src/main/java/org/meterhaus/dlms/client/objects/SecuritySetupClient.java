package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/**
 * Security setup (class 64): policy, suite and titles; keys are changed with what the security
 * package makes.
 */
public final class SecuritySetupClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Integer securityPolicy,
      @Nullable Integer securitySuite,
      @Nullable Bytes clientSystemTitle,
      @Nullable Bytes serverSystemTitle,
      @Nullable List<Data> certificates) {
    public Attributes {
      certificates = certificates == null ? null : List.copyOf(certificates);
    }
  }

  public SecuritySetupClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SECURITY_SETUP, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public SecuritySetupClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.SECURITY_SETUP, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Raises the policy. */
  public void activate(int policy) throws MeterException {
    invoke(1, policy);
  }

  /** Changes keys that were wrapped with the master key. */
  public void transferKeys(Data keys) throws MeterException {
    invoke(2, keys);
  }
}
