package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.LogicalDeviceName;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** SAP assignment (class 17). */
public final class SapAssignmentClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable List<LogicalDeviceName> sapAssignmentList) {
    public Attributes {
      sapAssignmentList = sapAssignmentList == null ? null : List.copyOf(sapAssignmentList);
    }
  }

  public SapAssignmentClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SAP_ASSIGNMENT, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Gives a logical device an address; an empty name removes the one there. */
  public void connectLogicalDevice(LogicalDeviceName device) throws MeterException {
    invoke(1, device);
  }
}
