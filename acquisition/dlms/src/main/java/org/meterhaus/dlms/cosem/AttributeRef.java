package org.meterhaus.dlms.cosem;

/**
 * Which attribute of which object.
 *
 * @param classId interface class, 0..65535
 * @param object logical name
 * @param attribute index in the class, -128..127; 1 is the first
 */
public record AttributeRef(int classId, ObisCode object, int attribute) {

  public AttributeRef {
    if (classId < 0 || classId > 65_535) {
      throw new IllegalArgumentException("classId must be 0..65535 but was " + classId);
    }
    if (attribute < -128 || attribute > 127) {
      throw new IllegalArgumentException("attribute must be -128..127 but was " + attribute);
    }
  }

  /** {@code class/object/attribute}, for logs. */
  @Override
  public String toString() {
    return classId + "/" + object + "/" + attribute;
  }
}
