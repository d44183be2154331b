package org.meterhaus.processing.cluster;

/**
 * One that is to be grouped.
 *
 * @param usagePoint its id
 */
public record Household(String usagePoint, LoadShape.Use use) {}
