package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * An attribute whose value is protected, or a part of it.
 *
 * @param dataIndex 0 = all, else an element counted from 1
 */
public record ProtectedObject(
    int classId,
    ObisCode logicalName,
    int attributeIndex,
    int dataIndex,
    PushRestriction restriction) {

  /** A whole attribute. */
  public static ProtectedObject of(AttributeRef attribute) {
    return new ProtectedObject(
        attribute.classId(), attribute.object(), attribute.attribute(), 0, PushRestriction.NONE);
  }

  public AttributeRef attribute() {
    return new AttributeRef(classId, logicalName, attributeIndex);
  }

  /** Whether it is all of the attribute. */
  public boolean isWhole() {
    return dataIndex == 0 && restriction.type() == 0;
  }

  /** The same as a push names it. */
  public PushObject selected() {
    return new PushObject(classId, logicalName, attributeIndex, dataIndex, restriction, List.of());
  }
}
