package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * What a meter says of its own rows by the profile status. The bits are those that IDIS meters and
 * the DSMR use (AMR profile status, OBIS 0-b:96.10.1): critical error 0, clock invalid 1, data not
 * valid 2, daylight saving 3, clock adjusted 5, power down 7; ours adds {@value #SUPPLY_OFF}.
 */
final class StatusBits {
  static final int CRITICAL_ERROR = 1;
  static final int CLOCK_INVALID = 1 << 1;
  static final int DATA_NOT_VALID = 1 << 2;
  static final int CLOCK_ADJUSTED = 1 << 5;
  static final int POWER_DOWN = 1 << 7;

  /** The supply was switched off by the disconnect control; no standard bit says so. */
  static final int SUPPLY_OFF = 1 << 6;

  private StatusBits() {}

  /** Whether the meter said that it had no supply, so that zeros are what there was. */
  static boolean isWithoutSupply(int bits) {
    return (bits & (POWER_DOWN | SUPPLY_OFF)) != 0;
  }

  /** Takes away energies that the meter does not stand by, and says what it says of the others. */
  static List<Noted> judge(Choice choice) {
    List<Noted> notes = new ArrayList<>();
    int[] status = choice.status();
    long[] energy = choice.energy();
    for (int slot = 0; slot < status.length; slot++) {
      int bits = status[slot];
      if (bits == 0) {
        continue;
      }
      long wh = energy[slot] == NONE ? 0 : energy[slot];
      if ((bits & (DATA_NOT_VALID | CRITICAL_ERROR)) != 0 && energy[slot] != NONE) {
        notes.add(new Noted(ValidationRule.DATA_INVALID, slot, 1, wh, 0));
        choice.dropEnergy(slot);
      }
      if ((bits & CLOCK_INVALID) != 0) {
        notes.add(new Noted(ValidationRule.CLOCK_INVALID, slot, 1, 0, 0));
      }
      if ((bits & CLOCK_ADJUSTED) != 0) {
        notes.add(new Noted(ValidationRule.CLOCK_SET, slot, 1, 0, 0));
      }
      if ((bits & POWER_DOWN) != 0) {
        notes.add(new Noted(ValidationRule.POWER_FAIL, slot, 1, wh, 0));
      }
      if ((bits & SUPPLY_OFF) != 0 && wh > 0) {
        notes.add(new Noted(ValidationRule.USED_WHILE_OFF, slot, 1, wh, 0));
      }
    }
    return notes;
  }
}
