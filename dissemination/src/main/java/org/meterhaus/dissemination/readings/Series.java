package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.time.Interval;

/**
 * Values of one usage point or device over an interval.
 *
 * @param id of the usage point or device
 * @param interval that was answered: what was asked for, cut to the caller's occupancy
 * @param zone of the building
 * @param resolution ISO 8601 duration
 * @param expectedCount meter intervals in the interval
 * @param presentCount those of them that have a value
 * @param dataUntil end of the newest meter interval that has a value; null if there is none at all
 * @param values oldest first, without holes inside the occupancy
 */
public record Series(
    String id,
    Interval interval,
    ZoneId zone,
    String resolution,
    int expectedCount,
    int presentCount,
    @Nullable Instant dataUntil,
    List<Value> values) {}
