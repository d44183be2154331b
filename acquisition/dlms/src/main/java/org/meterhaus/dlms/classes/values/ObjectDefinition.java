package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.ObisCode;

/** An object of the same device. */
public record ObjectDefinition(int classId, ObisCode logicalName) {}
