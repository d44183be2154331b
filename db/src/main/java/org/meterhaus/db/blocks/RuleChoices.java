package org.meterhaus.db.blocks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/** The rule sets chosen for spans of channels. One instance lives as long as its transaction. */
public final class RuleChoices {
  private final StatelessSession session;

  public RuleChoices(StatelessSession session) {
    this.session = session;
  }

  /** By channel, oldest first; channels without any are absent. */
  public Map<Long, List<RuleChoice>> of(Collection<Long> channelIds) {
    var found = new HashMap<Long, List<RuleChoice>>();
    Sql.of(
            session,
            """
            select channel_id, first_day::text, until_day::text, rules from rule_choice
            where channel_id = any (:channels) order by channel_id, seq
            """)
        .with("channels", channelIds.toArray(Long[]::new))
        .list(row ->
            found
                .computeIfAbsent(row.bigint(0), _ -> new ArrayList<>())
                .add(
                    new RuleChoice(
                        java.time.LocalDate.parse(row.text(1)),
                        java.time.LocalDate.parse(row.text(2)),
                        row.text(3))));
    return found;
  }

  /** Adds a choice, which holds from now on. */
  public void add(long channelId, RuleChoice choice, UUID job, Instant at) {
    Sql.of(
            session,
            """
            insert into rule_choice (channel_id, first_day, until_day, rules, job_id, chosen_at)
            values (:channel, :first, :until, :rules, :job, :at)
            """)
        .with("channel", channelId)
        .with("first", choice.firstDay())
        .with("until", choice.untilDay())
        .with("rules", choice.rules())
        .with("job", job)
        .with("at", at)
        .execute();
  }
}
