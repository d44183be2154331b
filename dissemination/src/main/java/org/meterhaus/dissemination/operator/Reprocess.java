package org.meterhaus.dissemination.operator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.jobs.Job;
import org.meterhaus.db.jobs.Jobs;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.OperatorScope;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.Uuids;

/** Jobs that derive a span anew with a rule set, which holds for the span from then on. */
public final class Reprocess {
  /** The rule sets that processing has, by name. */
  public static final Set<String> RULE_SETS = Set.of("simple", "live", "final");

  private static final int MAX_JOBS = 100;

  private final Gate gate;
  private final Supplier<UUID> ids;

  public Reprocess(Gate gate, Supplier<UUID> ids) {
    this.gate = gate;
    this.ids = ids;
  }

  /**
   * @param from first day, ISO 8601
   * @param until day after the last
   * @param building id; null for all buildings of the organisation
   * @param usagePoint id; null for all channels
   * @param rules one of {@link #RULE_SETS}
   */
  public record NewJob(
      @Nullable String from,
      @Nullable String until,
      @Nullable String building,
      @Nullable String usagePoint,
      @Nullable String rules) {}

  /**
   * A job and its progress.
   *
   * @param state waiting, running, done, cancelled or failed
   * @param channels how many there are
   * @param done of how many everything is written
   * @param changedDays blocks that came out different so far
   * @param reason why it failed
   */
  public record JobView(
      UUID id,
      String requestedBy,
      String scope,
      String rules,
      LocalDate from,
      LocalDate until,
      String state,
      long channels,
      long done,
      long changedDays,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String reason) {

    static JobView of(Job job) {
      return new JobView(
          job.id(),
          job.requestedBy(),
          job.scope(),
          job.rules(),
          job.firstDay(),
          job.untilDay(),
          job.state().wire(),
          job.channels(),
          job.done(),
          job.changedDays(),
          job.createdAt(),
          job.startedAt(),
          job.finishedAt(),
          job.reason());
    }
  }

  /**
   * Accepts a job.
   *
   * @throws RefusedException not-found (building or usage point), validation
   */
  public JobView order(Operator operator, NewJob job) {
    return gate.change(
        operator,
        "reprocessing.order",
        "job:" + job.from() + "/" + job.until(),
        scope -> {
          var mistakes = new Mistakes();
          LocalDate from = day("from", job.from(), mistakes);
          LocalDate until = day("until", job.until(), mistakes);
          String rules = job.rules() == null ? "" : job.rules();
          if (!RULE_SETS.contains(rules)) {
            mistakes.violation("rules", rules.isEmpty() ? "required" : "unknown");
          }
          mistakes.orRefuse();
          if (!from.isBefore(until)) {
            mistakes.violation("until", "not-after-from");
          }
          mistakes.orRefuse();
          var order =
              new Jobs.Order(
                  ids.get(), operator.actor(), scope.operator().organisation(), rules, from, until);
          var jobs = new Jobs(scope.session());
          jobs.add(
              order,
              Optional.ofNullable(job.building()).map(id -> scope.building(id).id()),
              Optional.ofNullable(job.usagePoint()).map(id -> scope.usagePoint(id).id()),
              scope.now());
          return JobView.of(jobs.find(order.id()).orElseThrow());
        });
  }

  /** The newest jobs of the organisation, at most 100. */
  public List<JobView> list(Operator operator) {
    return gate.readAudited(
        operator,
        "reprocessing.list",
        operator.actor(),
        scope ->
            new Jobs(scope.session())
                .of(scope.operator().organisation(), MAX_JOBS).stream().map(JobView::of).toList());
  }

  /**
   * @throws RefusedException not-found
   */
  public JobView get(Operator operator, String id) {
    return gate.readAudited(
        operator, "reprocessing.get", "job:" + id, scope -> JobView.of(job(scope, id)));
  }

  /**
   * Stops a job; what it has done stays, and so does its choice of rules there. One that has ended
   * is left as it is.
   *
   * @throws RefusedException not-found
   */
  public JobView cancel(Operator operator, String id) {
    return gate.change(
        operator,
        "reprocessing.cancel",
        "job:" + id,
        scope -> {
          Job job = job(scope, id);
          new Jobs(scope.session()).cancel(job.id(), scope.now());
          return JobView.of(job(scope, id));
        });
  }

  private static Job job(OperatorScope scope, String id) {
    return Uuids.parse(id)
        .flatMap(uuid -> new Jobs(scope.session()).find(scope.operator().organisation(), uuid))
        .orElseThrow(() -> CustomerScope.notFound("job", id));
  }

  private static LocalDate day(String path, @Nullable String text, Mistakes mistakes) {
    try {
      if (text != null) {
        return LocalDate.parse(text);
      }
      mistakes.violation(path, "required");
    } catch (DateTimeException _) {
      mistakes.violation(path, "not-a-day");
    }
    return LocalDate.EPOCH;
  }
}
