package org.meterhaus.dlms.cosem;

/**
 * Which method of which object.
 *
 * @param classId interface class, 0..65535
 * @param object logical name
 * @param method index in the class, -128..127; 1 is the first
 */
public record MethodRef(int classId, ObisCode object, int method) {

  public MethodRef {
    if (classId < 0 || classId > 65_535) {
      throw new IllegalArgumentException("classId must be 0..65535 but was " + classId);
    }
    if (method < -128 || method > 127) {
      throw new IllegalArgumentException("method must be -128..127 but was " + method);
    }
  }

  /** {@code class/object/method}, for logs. */
  @Override
  public String toString() {
    return classId + "/" + object + "/" + method;
  }
}
