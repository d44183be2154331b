package org.meterhaus.processing;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meterhaus.db.blocks.RuleChoice;
import org.meterhaus.processing.vee.Rules;

/**
 * Which rules make the clean values of which day of a channel.
 *
 * @param standard where nobody chose any
 * @param choices oldest first; the newest that covers a day holds
 */
record ChannelRules(Rules standard, List<RuleChoice> choices) {
  ChannelRules {
    choices = List.copyOf(choices);
  }

  /** The same for every day. */
  static ChannelRules always(Rules rules) {
    return new ChannelRules(rules, List.of());
  }

  Rules of(LocalDate day) {
    for (int i = choices.size() - 1; i >= 0; i--) {
      if (choices.get(i).covers(day)) {
        return named(choices.get(i).rules());
      }
    }
    return standard;
  }

  /** Every rule set that holds anywhere. */
  Set<Rules> all() {
    Set<Rules> all = new LinkedHashSet<>();
    all.add(standard);
    choices.forEach(choice -> all.add(named(choice.rules())));
    return all;
  }

  /**
   * @throws IllegalArgumentException for a name that no rule set has
   */
  static Rules named(String name) {
    return Rules.named(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "rules must be one of %s but were '%s'"
                    .formatted(Rules.NAMED.stream().map(Rules::name).toList(), name)));
  }
}
