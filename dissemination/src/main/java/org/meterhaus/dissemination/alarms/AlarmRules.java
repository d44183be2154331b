package org.meterhaus.dissemination.alarms;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** The limits that a customer set. */
@SuppressWarnings("DoNotCallSuggester")
public final class AlarmRules {

  /**
   * @param id chosen by the customer
   * @param device its id
   * @param limitW mean power above which an alarm is raised, W
   * @param version 1 at first, one more with each change
   */
  public record Rule(
      String id, String device, int limitW, boolean enabled, int version, Instant updatedAt) {}

  /**
   * @param device its id
   * @param limitW 1..100,000 W
   * @param enabled null means true
   */
  public record NewRule(
      @Nullable String device, @Nullable Integer limitW, @Nullable Boolean enabled) {}

  /** By id; at most 1,000. */
  public List<Rule> list(Caller caller) {
    throw new UnsupportedOperationException();
  }

  /**
   * Creates or replaces the rule.
   *
   * @param id 1..64 characters of a-z, A-Z, 0-9, '-', '_', '.'
   * @throws org.meterhaus.dissemination.access.RefusedException not-found (device), validation
   */
  public Rule put(Caller caller, String id, NewRule rule) {
    throw new UnsupportedOperationException();
  }
}
