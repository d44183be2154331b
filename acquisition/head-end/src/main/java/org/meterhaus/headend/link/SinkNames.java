package org.meterhaus.headend.link;

import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * What a sink's management device offers. The sink has the other copy of this contract, which
 * {@code docs/decisions/0020-sink-as-dlms-server.md} writes down: the two modules share no code.
 */
final class SinkNames {
  static final int MANAGEMENT_SAP = 1;

  static final AttributeRef CLOCK =
      new AttributeRef(InterfaceClass.CLOCK, ObisCode.of(0, 0, 1, 0, 0, 255), 2);
  static final AttributeRef SAP_ASSIGNMENT =
      new AttributeRef(InterfaceClass.SAP_ASSIGNMENT, ObisCode.of(0, 0, 41, 0, 0, 255), 2);
  static final AttributeRef DEVICE_NAME = data(ObisCode.of(0, 0, 42, 0, 0, 255));
  static final AttributeRef JOURNAL =
      new AttributeRef(InterfaceClass.PROFILE_GENERIC, ObisCode.of(0, 0, 199, 1, 0, 255), 2);
  static final AttributeRef OLDEST = data(ObisCode.of(0, 0, 199, 10, 0, 255));
  static final AttributeRef NEWEST = data(ObisCode.of(0, 0, 199, 11, 0, 255));
  static final AttributeRef ACKNOWLEDGED = data(ObisCode.of(0, 0, 199, 12, 0, 255));
  static final AttributeRef METERS = data(ObisCode.of(0, 0, 199, 14, 0, 255));
  static final AttributeRef GASPS = data(ObisCode.of(0, 0, 199, 15, 0, 255));

  private SinkNames() {}

  private static AttributeRef data(ObisCode name) {
    return new AttributeRef(InterfaceClass.DATA, name, 2);
  }
}
