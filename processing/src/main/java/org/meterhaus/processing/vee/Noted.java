package org.meterhaus.processing.vee;

import java.util.Comparator;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * What a rule noticed in a series; becomes a {@link org.meterhaus.db.blocks.Note} of each day that
 * it lies in.
 *
 * @param firstSlot of the series
 * @param slots 1 or more
 */
public record Noted(ValidationRule rule, int firstSlot, int slots, long observed, long expected) {

  /** By slot, then by rule. */
  static final Comparator<Noted> IN_ORDER =
      Comparator.comparingInt(Noted::firstSlot)
          .thenComparing(Noted::rule)
          .thenComparingLong(Noted::observed)
          .thenComparingInt(Noted::slots);
}
