package org.meterhaus.dissemination.groups;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.groups.CustomerGroups;
import org.meterhaus.db.groups.GroupRun;
import org.meterhaus.db.groups.GroupRun.CustomerGroup;
import org.meterhaus.db.groups.GroupRun.Member;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;

/**
 * Which group of customers is like the caller, and how the caller compares. Says why where there is
 * nothing to show. Thread-safe.
 */
public final class AlikeCustomers {

  private final Gate gate;

  public AlikeCustomers(Gate gate) {
    this.gate = gate;
  }

  /** Why there is nothing to show. */
  public enum Reason {
    NOT_MADE_YET("not-made-yet", "The groups have not been made yet; they are made once a day."),
    TOO_FEW_HOUSEHOLDS(
        "too-few-households",
        "There are too few households with enough data: a group of fewer than five would show what single homes do."),
    NOT_GROUPED(
        "not-grouped",
        "This home is in no group: too few of its last days have complete values, or another home of yours is counted already."),
    NOT_YOURS_ALL_THE_TIME(
        "not-yours-all-the-time",
        "You did not live here for the whole time that the groups are made of.");

    private final String wire;
    private final String text;

    Reason(String wire, String text) {
      this.wire = wire;
      this.text = text;
    }

    public String wire() {
      return wire;
    }

    /** For the customer to read. */
    public String text() {
      return text;
    }
  }

  /**
   * @param reason null where there is a comparison
   * @param from first day whose use counted; null while no groups were made
   * @param until first day after
   * @param madeAt when the groups were made
   */
  public record Answer(
      String usagePoint,
      @Nullable Reason reason,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      @Nullable Instant madeAt,
      @Nullable Comparison comparison) {}

  /**
   * @param group the one that is like the caller
   * @param of how many groups there are
   * @param dailyMeanWh the caller's
   * @param peakHour the caller's, 0..23
   * @param days of the caller that could be used
   * @param text for the customer to read
   */
  public record Comparison(
      Group group, int of, long dailyMeanWh, int peakHour, int days, String text) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Answer ofUsagePoint(Caller caller, String usagePointId) {
    return gate.readAudited(
        caller,
        "groups.own",
        "usage-point:" + usagePointId,
        scope -> answer(scope, scope.usagePoint(usagePointId)));
  }

  private static Answer answer(CustomerScope scope, HeldUsagePoint point) {
    var groups = new CustomerGroups(scope.session());
    Optional<GroupRun> newest = groups.newest(point.building().organisation());
    if (newest.isEmpty()) {
      return new Answer(point.id(), Reason.NOT_MADE_YET, null, null, null, null);
    }
    GroupRun run = newest.get();
    // the days before somebody moved in are somebody else's
    if (!isHeldThroughout(point, run)) {
      return without(point, run, Reason.NOT_YOURS_ALL_THE_TIME);
    }
    if (run.groups().isEmpty()) {
      return without(point, run, Reason.TOO_FEW_HOUSEHOLDS);
    }
    Optional<Member> member = groups.member(run.id(), point.id());
    if (member.isEmpty()) {
      return without(point, run, Reason.NOT_GROUPED);
    }
    return new Answer(
        point.id(),
        null,
        run.spanFrom(),
        run.spanUntil(),
        run.madeAt(),
        comparison(run.groups(), member.get()));
  }

  private static boolean isHeldThroughout(HeldUsagePoint point, GroupRun run) {
    ZoneId zone = point.building().zone();
    Instant start = run.spanFrom().atStartOfDay(zone).toInstant();
    Instant end = run.spanUntil().atStartOfDay(zone).toInstant();
    return point.stays().stream().anyMatch(stay -> stay.covers(start, end));
  }

  private static Answer without(HeldUsagePoint point, GroupRun run, Reason reason) {
    return new Answer(point.id(), reason, run.spanFrom(), run.spanUntil(), run.madeAt(), null);
  }

  private static Comparison comparison(List<CustomerGroup> groups, Member member) {
    CustomerGroup group =
        groups.stream()
            .filter(candidate -> candidate.number() == member.number())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a member of no group"));
    return new Comparison(
        Group.of(group),
        groups.size(),
        member.dailyMeanWh(),
        member.peakHour(),
        member.days(),
        text(group, member));
  }

  /** Pure: the numbers with their units, in plain words. */
  static String text(CustomerGroup group, Member member) {
    long own = member.dailyMeanWh();
    String level =
        own < group.lowerWh()
            ? "less than three quarters of them"
            : own > group.upperWh()
                ? "more than three quarters of them"
                : "about as much as most of them";
    String peak =
        member.peakHour() == group.peakHour()
            ? "Your busiest hour begins at %02d:00, as theirs does.".formatted(member.peakHour())
            : "Your busiest hour begins at %02d:00, theirs at %02d:00."
                .formatted(member.peakHour(), group.peakHour());
    return "Among the %d homes of your group you use %s: %s kWh a day; half of them use less than %s kWh, and the middle half between %s and %s kWh. %s"
        .formatted(
            group.members(),
            level,
            kwh(own),
            kwh(group.medianWh()),
            kwh(group.lowerWh()),
            kwh(group.upperWh()),
            peak);
  }

  private static String kwh(long wh) {
    return String.format(Locale.ENGLISH, "%.1f", wh / 1e3);
  }
}
