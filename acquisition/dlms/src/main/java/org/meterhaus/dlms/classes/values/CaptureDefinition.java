package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** A value of an M-Bus slave. */
public record CaptureDefinition(Bytes dataInformationBlock, Bytes valueInformationBlock) {}
