package org.meterhaus.db.house;

import org.jspecify.annotations.Nullable;

/**
 * A flat, or another unit of a section.
 *
 * @param areaM2 more than zero; null when not known
 * @param persons 0 or more; null when not known
 */
public record Dwelling(
    String id,
    String sectionId,
    String label,
    @Nullable Integer areaM2,
    @Nullable Integer persons) {}
