package org.meterhaus.dlms.classes.values;

/** Router solicitation and advertisement of IPv6: waits in milliseconds, period in seconds. */
public record NeighborDiscovery(int maxRetries, int retryWaitTime, long sendPeriod) {}
