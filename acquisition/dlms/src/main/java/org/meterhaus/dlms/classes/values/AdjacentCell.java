package org.meterhaus.dlms.classes.values;

/** A cell near the one the modem is in. */
public record AdjacentCell(long cellId, int signalQuality) {}
