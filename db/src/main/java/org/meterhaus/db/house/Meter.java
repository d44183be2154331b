package org.meterhaus.db.house;

/**
 * @param id COSEM logical device name, 16 characters
 * @param sinkId that collects it
 * @param unitId of the flat it measures
 * @param serial on its front
 */
public record Meter(String id, String sinkId, String unitId, String serial) {}
