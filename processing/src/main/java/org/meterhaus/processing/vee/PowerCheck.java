package org.meterhaus.processing.vee;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Energy against average power, where a meter reports both: power times time is the energy. Which
 * of the two is wrong nobody knows, so it is told and nothing is changed; where a register confirms
 * the energy there is nothing to tell.
 */
final class PowerCheck {
  /** Two percent: power is often the mean of samples. */
  private static final double WITHIN = 0.02;

  private PowerCheck() {}

  static List<Noted> judge(Choice choice, Validation validation, Rules rules) {
    List<Noted> notes = new ArrayList<>(0);
    double hours = choice.slots().intervalS() / 3600.0;
    choice
        .powers()
        .forEach((slot, watts) -> {
          long wh = validation.energy()[slot];
          boolean doubtful =
              validation.quality()[slot] == Quality.MEASURED && !validation.confirmed().get(slot);
          double makes = watts * hours;
          // power comes in whole W
          double tolerance = rules.toleranceWh() + hours + WITHIN * Math.abs(makes);
          if (doubtful && Math.abs(wh - makes) > tolerance) {
            notes.add(new Noted(ValidationRule.AGAINST_POWER, slot, 1, wh, Math.round(makes)));
          }
        });
    return notes;
  }
}
