package org.meterhaus.dlms.classes.values;

/** Quality of service of a packet data context. */
public record QualityOfServiceClass(
    int precedence, int delay, int reliability, int peakThroughput, int meanThroughput) {}
