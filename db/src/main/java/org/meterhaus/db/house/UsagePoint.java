package org.meterhaus.db.house;

/** Where a flat's use is measured. */
public record UsagePoint(String id, String unitId, long channelId) {}
