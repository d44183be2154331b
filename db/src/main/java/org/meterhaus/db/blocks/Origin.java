package org.meterhaus.db.blocks;

/**
 * Where a revision comes from.
 *
 * @param cause why it differs from the one before
 * @param rules name of the rule set that made its values
 */
public record Origin(Cause cause, String rules) {
  /** Of a block about which nobody said more. */
  public static final Origin FIRST = new Origin(Cause.FIRST, "simple");
}
