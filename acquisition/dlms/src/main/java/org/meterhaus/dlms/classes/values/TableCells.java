package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.cosem.ObisCode;

/** Which objects a register table is of: the same name but for group E. */
public record TableCells(
    int classId, ObisCode logicalName, List<Integer> groupE, int attributeIndex) {
  public TableCells {
    groupE = List.copyOf(groupE);
  }
}
