package org.meterhaus.processing;

import java.util.Optional;
import org.meterhaus.db.blocks.Cause;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Quality;

/** Tells whether a value that has been given out is different now, and why. Pure. */
final class Correction {

  private Correction() {}

  /**
   * @param edited whether an operator said something, or took it back
   * @return empty when everything that was given out still holds; a value that was not there yet
   *     corrects nothing
   */
  static Optional<Cause> between(CleanValues before, CleanValues after, boolean edited) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          "a day keeps its number of intervals but had %d and %d"
              .formatted(before.size(), after.size()));
    }
    boolean corrects = false;
    boolean measured = false;
    for (int slot = 0; slot < before.size(); slot++) {
      if (isSame(before, after, slot) || (!before.isPresent(slot) && !edited)) {
        continue;
      }
      corrects = true;
      if (before.quality(slot) == Quality.MEASURED) {
        return Optional.of(edited ? Cause.EDIT : Cause.CONFLICT);
      }
      measured |= after.quality(slot) == Quality.MEASURED;
    }
    if (!corrects) {
      return Optional.empty();
    }
    if (edited) {
      return Optional.of(Cause.EDIT);
    }
    return Optional.of(measured ? Cause.LATE_ARRIVAL : Cause.REGISTER);
  }

  private static boolean isSame(CleanValues before, CleanValues after, int slot) {
    return before.quality(slot) == after.quality(slot) && before.wh(slot).equals(after.wh(slot));
  }
}
