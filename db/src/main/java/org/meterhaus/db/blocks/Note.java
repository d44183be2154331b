package org.meterhaus.db.blocks;

/**
 * Something that a rule noticed about consecutive intervals of a day.
 *
 * @param rule which
 * @param firstSlot of the day, 0 or more
 * @param slots how many, 1 or more
 * @param observed what was received, in Wh or as the rule says; 0 where there is nothing to say
 * @param expected what the rule would have let pass, or the value that took its place
 */
public record Note(ValidationRule rule, int firstSlot, int slots, long observed, long expected) {

  public Note {
    if (firstSlot < 0 || slots < 1) {
      throw new IllegalArgumentException(
          "a note needs slots but had %d from %d".formatted(slots, firstSlot));
    }
  }

  /** What a customer reads. */
  public String sentence() {
    return rule.sentence(observed, expected);
  }
}
