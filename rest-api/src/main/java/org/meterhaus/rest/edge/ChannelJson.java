package org.meterhaus.rest.edge;

/**
 * What measures something.
 *
 * @param obis of the register
 * @param unit of the values
 * @param intervalLength ISO 8601 duration
 */
public record ChannelJson(String obis, String unit, String intervalLength) {}
