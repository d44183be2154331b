package org.meterhaus.dlms.classes.values;

/** The cell a modem is in. */
public record CellInfo(
    long cellId,
    int locationId,
    int signalQuality,
    int bitErrorRate,
    int mobileCountryCode,
    int mobileNetworkCode,
    long channelNumber) {}
