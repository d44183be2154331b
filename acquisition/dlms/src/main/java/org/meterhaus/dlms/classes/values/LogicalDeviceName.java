package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** The address and name of a logical device. */
public record LogicalDeviceName(int sap, Bytes name) {}
