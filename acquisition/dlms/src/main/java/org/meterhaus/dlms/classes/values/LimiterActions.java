package org.meterhaus.dlms.classes.values;

/** What a limiter runs. */
public record LimiterActions(ActionItem overThreshold, ActionItem underThreshold) {}
