package org.meterhaus.db.operators;

import java.time.ZoneId;

/**
 * A usage point as an operator sees it.
 *
 * @param building id of the building
 * @param zone of the building
 * @param channelId the channel that measures it
 * @param partition of the channel, 0..191
 * @param intervalS seconds of one interval
 */
public record RunUsagePoint(
    String id, String building, ZoneId zone, long channelId, int partition, int intervalS) {}
