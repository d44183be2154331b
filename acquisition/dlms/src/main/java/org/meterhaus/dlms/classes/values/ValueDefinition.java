package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.ObisCode;

/** An attribute of an object of the same device; class 0 stands for none. */
public record ValueDefinition(int classId, ObisCode logicalName, int attributeIndex) {

  /** The attribute. */
  public static ValueDefinition of(AttributeRef attribute) {
    return new ValueDefinition(attribute.classId(), attribute.object(), attribute.attribute());
  }

  /** Whether it names no attribute. */
  public boolean isNone() {
    return classId == 0;
  }

  public AttributeRef attribute() {
    return new AttributeRef(classId, logicalName, attributeIndex);
  }
}
