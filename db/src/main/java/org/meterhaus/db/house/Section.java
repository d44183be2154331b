package org.meterhaus.db.house;

/** A part of a building, such as a staircase. */
public record Section(String id, String buildingId, String name) {}
