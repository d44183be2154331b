package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.Bytes;

/** What the methods of Data protection return. */
public record ProtectedData(List<ProtectionParameters> protectionParameters, Bytes octets) {
  public ProtectedData {
    protectionParameters = List.copyOf(protectionParameters);
  }
}
