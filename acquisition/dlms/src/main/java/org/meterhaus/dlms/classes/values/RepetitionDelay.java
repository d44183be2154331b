package org.meterhaus.dlms.classes.values;

/**
 * Seconds between attempts: min at first, then each time exponent percent of the one before, up to
 * max.
 */
public record RepetitionDelay(int min, int exponent, int max) {}
