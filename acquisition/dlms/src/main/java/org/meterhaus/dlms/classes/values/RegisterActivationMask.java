package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.Bytes;

/** Which registers count; indexes are 1-based places in the register assignment. */
public record RegisterActivationMask(Bytes maskName, List<Integer> indexList) {
  public RegisterActivationMask {
    indexList = List.copyOf(indexList);
  }
}
