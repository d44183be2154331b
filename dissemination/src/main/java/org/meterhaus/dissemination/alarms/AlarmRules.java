package org.meterhaus.dissemination.alarms;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.alarms.AlarmRule;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;

/** The limits that a customer set. */
public final class AlarmRules {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_LIMIT_W = 100_000;
  private static final int MAX_RULES = 1_000;

  private final Gate gate;

  public AlarmRules(Gate gate) {
    this.gate = gate;
  }

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
    return gate.read(
        caller,
        scope ->
            new org.meterhaus.db.alarms.AlarmRules(scope.session())
                .of(scope.customerId()).stream().map(AlarmRules::rule).toList());
  }

  /**
   * Creates or replaces the rule.
   *
   * @param id 1..64 characters of a-z, A-Z, 0-9, '-', '_', '.'
   * @throws org.meterhaus.dissemination.access.RefusedException not-found (device), validation
   */
  public Rule put(Caller caller, String id, NewRule rule) {
    return gate.change(caller, "alarm-rule.put", "alarm-rule:" + id, scope -> put(scope, id, rule));
  }

  private static Rule put(CustomerScope scope, String id, NewRule asked) {
    var mistakes = new Mistakes();
    if (!ID.matcher(id).matches()) {
      mistakes.violation("id", "malformed");
    }
    String device = mistakes.required("device", asked.device(), 128);
    int limitW = asked.limitW() == null ? 0 : asked.limitW();
    if (asked.limitW() == null) {
      mistakes.violation("limitW", "required");
    } else if (limitW < 1 || limitW > MAX_LIMIT_W) {
      mistakes.violation("limitW", "out-of-range");
    }
    mistakes.orRefuse();
    scope.device(device);
    var rules = new org.meterhaus.db.alarms.AlarmRules(scope.session());
    if (rules.find(scope.customerId(), id).isEmpty()
        && rules.of(scope.customerId()).size() >= MAX_RULES) {
      mistakes.violation("id", "too-many-rules");
      mistakes.orRefuse();
    }
    boolean enabled = asked.enabled() == null || asked.enabled();
    return rule(rules.put(scope.customerId(), id, device, limitW, enabled, scope.now()));
  }

  private static Rule rule(AlarmRule rule) {
    return new Rule(
        rule.id(),
        rule.deviceId(),
        rule.limitW(),
        rule.enabled(),
        rule.version(),
        rule.updatedAt());
  }
}
