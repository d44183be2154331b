package org.meterhaus.processing.vee;

import org.meterhaus.db.blocks.ValidationRule;

/**
 * What a rule noticed in a series; becomes a {@link org.meterhaus.db.blocks.Note} of each day that
 * it lies in.
 *
 * @param firstSlot of the series
 * @param slots 1 or more
 */
public record Noted(ValidationRule rule, int firstSlot, int slots, long observed, long expected) {}
