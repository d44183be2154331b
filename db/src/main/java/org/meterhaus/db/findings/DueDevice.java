package org.meterhaus.db.findings;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A device with a whole day that was not judged yet.
 *
 * @param name as its owner knows it
 * @param channelId that measures it
 * @param mainChannelId that measures its flat
 * @param zone of the building
 * @param intervalS length of the channel's intervals in seconds
 * @param newest day on which everything has been reported
 * @param judgedUntil the newest day that was judged; null before the first time
 */
public record DueDevice(
    String id,
    String name,
    String usagePointId,
    long channelId,
    long mainChannelId,
    ZoneId zone,
    int intervalS,
    LocalDate newest,
    @Nullable LocalDate judgedUntil) {}
