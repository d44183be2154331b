package org.meterhaus.sink.serve;

import org.meterhaus.dlms.cosem.ObisCode;

/**
 * Logical names of the management device; those with C = 199 are in the range that the standard
 * leaves to manufacturers. They are a contract with head-ends, written down in {@code
 * docs/decisions/0020-sink-as-dlms-server.md}.
 */
final class SinkNames {
  static final int MANAGEMENT_SAP = 1;

  /** SAP of the first meter; the others follow in the order of the configuration. */
  static final int FIRST_METER_SAP = 16;

  static final ObisCode CLOCK = ObisCode.of(0, 0, 1, 0, 0, 255);
  static final ObisCode DEVICE_NAME = ObisCode.of(0, 0, 42, 0, 0, 255);
  static final ObisCode SAP_ASSIGNMENT = ObisCode.of(0, 0, 41, 0, 0, 255);

  static final ObisCode JOURNAL = ObisCode.of(0, 0, 199, 1, 0, 255);
  static final ObisCode SEQUENCE = ObisCode.of(0, 0, 199, 2, 0, 255);
  static final ObisCode METER = ObisCode.of(0, 0, 199, 3, 0, 255);
  static final ObisCode PROFILE = ObisCode.of(0, 0, 199, 4, 0, 255);
  static final ObisCode PERIOD = ObisCode.of(0, 0, 199, 5, 0, 255);
  static final ObisCode COLUMNS = ObisCode.of(0, 0, 199, 6, 0, 255);
  static final ObisCode ROWS = ObisCode.of(0, 0, 199, 7, 0, 255);

  static final ObisCode OLDEST = ObisCode.of(0, 0, 199, 10, 0, 255);
  static final ObisCode NEWEST = ObisCode.of(0, 0, 199, 11, 0, 255);
  static final ObisCode ACKNOWLEDGED = ObisCode.of(0, 0, 199, 12, 0, 255);
  static final ObisCode STATUS = ObisCode.of(0, 0, 199, 13, 0, 255);
  static final ObisCode METERS = ObisCode.of(0, 0, 199, 14, 0, 255);
  static final ObisCode GASPS = ObisCode.of(0, 0, 199, 15, 0, 255);

  private SinkNames() {}
}
