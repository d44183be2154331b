package org.meterhaus.command.read;

import org.meterhaus.command.Refusal;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * {@code OBIS[:class:index]} of the command line; class and index are 3 and 2 unless given, which
 * reads a register.
 */
record Target(ObisCode object, int classId, int index) {

  static Target parse(String text) {
    String[] parts = text.split(":", -1);
    // 1-0:1.8.0*255 has a colon of its own
    boolean full = parts[0].contains("-") && parts.length > 1;
    String obis = full ? parts[0] + ":" + parts[1] : parts[0];
    int next = full ? 2 : 1;
    try {
      int classId = parts.length > next ? Integer.parseInt(parts[next]) : InterfaceClass.REGISTER;
      int index = parts.length > next + 1 ? Integer.parseInt(parts[next + 1]) : 2;
      if (parts.length > next + 2) {
        throw new IllegalArgumentException("too many parts");
      }
      return new Target(ObisCode.parse(obis), classId, index);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "expected OBIS[:class:index], such as 1.0.1.8.0.255:3:2, but was " + text, e);
    }
  }

  AttributeRef attribute() {
    return new AttributeRef(classId, object, index);
  }

  MethodRef method() {
    return new MethodRef(classId, object, index);
  }

  @Override
  public String toString() {
    return object + ":" + classId + ":" + index;
  }
}
