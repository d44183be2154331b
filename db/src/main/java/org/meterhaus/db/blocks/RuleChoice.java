package org.meterhaus.db.blocks;

import java.time.LocalDate;

/**
 * The rule set that somebody chose for days {@code [firstDay, untilDay)} of a channel. Of several
 * that cover a day the newest holds.
 *
 * @param rules name of the rule set
 */
public record RuleChoice(LocalDate firstDay, LocalDate untilDay, String rules) {

  public boolean covers(LocalDate day) {
    return !day.isBefore(firstDay) && day.isBefore(untilDay);
  }
}
