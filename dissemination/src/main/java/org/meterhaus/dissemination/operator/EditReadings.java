package org.meterhaus.dissemination.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.Coverage;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.edits.Edit;
import org.meterhaus.db.edits.Edits;
import org.meterhaus.db.operators.RunUsagePoint;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.OperatorScope;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.Uuids;
import org.meterhaus.dissemination.time.IntervalExpression;

/**
 * Values in place of the meter's, with a reason, and their revocation. Nothing measured is altered:
 * an edit is laid over it, and taking it back shows what was below. Thread-safe.
 */
public final class EditReadings {
  /** As a delivery must be of a size, and a month is a matter for re-processing. */
  private static final Duration LONGEST = Duration.ofDays(35);

  private static final int MAX_REASON = 1_000;
  private static final int MAX_TEXT = 300;

  private final Gate gate;
  private final Supplier<UUID> ids;

  public EditReadings(Gate gate, Supplier<UUID> ids) {
    this.gate = gate;
    this.ids = ids;
  }

  /**
   * @param start ISO 8601 instant at which an interval of the meter begins
   * @param valuesWh one for each interval from {@code start} on
   * @param reason for the files, 1..1,000 characters
   * @param customerText what the customer reads, 1..300 characters
   */
  public record NewEdit(
      @Nullable String start,
      @Nullable List<Integer> valuesWh,
      @Nullable String reason,
      @Nullable String customerText) {}

  /**
   * An edit as it is on record.
   *
   * @param revocation null while it holds
   */
  public record EditView(
      UUID id,
      String operator,
      Instant start,
      Instant end,
      List<Integer> valuesWh,
      String reason,
      String customerText,
      Instant createdAt,
      @Nullable RevocationView revocation) {

    static EditView of(Edit edit) {
      Edit.Revocation revocation = edit.revocation();
      return new EditView(
          edit.id(),
          edit.operatorId(),
          edit.start(),
          edit.end(),
          edit.valuesWh(),
          edit.reason(),
          edit.customerText(),
          edit.createdAt(),
          revocation == null
              ? null
              : new RevocationView(revocation.operatorId(), revocation.reason(), revocation.at()));
    }
  }

  /** That an edit holds no longer. */
  public record RevocationView(String operator, String reason, Instant at) {}

  /**
   * Puts values in place, from the next processing on.
   *
   * @throws RefusedException not-found, validation
   */
  public EditView add(Operator operator, String usagePointId, NewEdit edit) {
    return gate.change(
        operator,
        "readings.edit",
        "usage-point:" + usagePointId,
        scope -> {
          RunUsagePoint point = scope.usagePoint(usagePointId);
          Edit checked = checked(scope, point, edit);
          new Edits(scope.session()).add(checked, point.partition());
          return EditView.of(checked);
        });
  }

  /**
   * Takes an edit back. Doing it again changes nothing.
   *
   * @param reason 1..1,000 characters
   * @throws RefusedException not-found (usage point or edit), validation
   */
  public EditView revoke(
      Operator operator, String usagePointId, String editId, @Nullable String reason) {
    return gate.change(
        operator,
        "readings.revoke-edit",
        "usage-point:" + usagePointId,
        scope -> {
          RunUsagePoint point = scope.usagePoint(usagePointId);
          var edits = new Edits(scope.session());
          Edit edit =
              Uuids.parse(editId)
                  .flatMap(id -> edits.find(point.channelId(), id))
                  .orElseThrow(() -> CustomerScope.notFound("edit", editId));
          if (edit.revocation() != null) {
            return EditView.of(edit);
          }
          var mistakes = new Mistakes();
          String why = mistakes.required("reason", reason, MAX_REASON);
          mistakes.orRefuse();
          var revocation = new Edit.Revocation(operator.operatorId(), why, scope.now());
          edits.revoke(edit, revocation, point.partition());
          return EditView.of(edits.find(point.channelId(), edit.id()).orElseThrow());
        });
  }

  /**
   * The edits that touch an interval, revoked ones too, oldest first.
   *
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @throws RefusedException not-found, invalid-interval
   */
  public List<EditView> list(Operator operator, String usagePointId, String interval) {
    return gate.readAudited(
        operator,
        "readings.edits",
        "usage-point:" + usagePointId,
        scope -> {
          RunUsagePoint point = scope.usagePoint(usagePointId);
          var asked = IntervalExpression.resolve(interval, point.zone(), scope.now());
          return new Edits(scope.session())
              .of(point.channelId(), asked.start(), asked.end()).stream()
                  .map(EditView::of)
                  .toList();
        });
  }

  private Edit checked(OperatorScope scope, RunUsagePoint point, NewEdit edit) {
    var mistakes = new Mistakes();
    String reason = mistakes.required("reason", edit.reason(), MAX_REASON);
    String text = mistakes.required("customerText", edit.customerText(), MAX_TEXT);
    Instant start = start(edit.start(), mistakes);
    List<Integer> values = edit.valuesWh() == null ? List.of() : edit.valuesWh();
    if (values.isEmpty()) {
      mistakes.violation("valuesWh", "required");
    } else if (values.size() > LONGEST.toSeconds() / point.intervalS()) {
      mistakes.violation("valuesWh", "too-long");
    } else if (values.stream().anyMatch(value -> value < 0)) {
      mistakes.violation("valuesWh", "out-of-range");
    }
    mistakes.orRefuse();
    Instant end = start.plusSeconds((long) values.size() * point.intervalS());
    where(scope, point, start, end).ifPresent(code -> mistakes.violation("start", code));
    mistakes.orRefuse();
    return new Edit(
        ids.get(),
        point.channelId(),
        scope.operator().id(),
        start,
        end,
        values,
        reason,
        text,
        scope.now(),
        null);
  }

  private static Instant start(@Nullable String text, Mistakes mistakes) {
    try {
      if (text != null) {
        return Instant.parse(text);
      }
      mistakes.violation("start", "required");
    } catch (DateTimeParseException _) {
      mistakes.violation("start", "not-an-instant");
    }
    return Instant.EPOCH;
  }

  /**
   * What is wrong with the place. An edit lies where the channel has reported, so that it neither
   * makes days of its own nor says anything about the future.
   */
  private static Optional<String> where(
      OperatorScope scope, RunUsagePoint point, Instant start, Instant end) {
    Optional<Coverage> coverage =
        new DayBlocks(scope.session()).coverage(List.of(point.channelId())).stream().findFirst();
    boolean inside =
        coverage.isPresent()
            && !start.isBefore(coverage.get().firstDay().atStartOfDay(point.zone()).toInstant())
            && !end.isAfter(coverage.get().dataUntil());
    if (!inside) {
      return Optional.of("outside-data");
    }
    LocalDate day = start.atZone(point.zone()).toLocalDate();
    boolean onGrid =
        new DayGrid(day, point.zone(), point.intervalS())
            .slotEnding(start.plusSeconds(point.intervalS()))
            .isPresent();
    return onGrid ? Optional.empty() : Optional.of("off-grid");
  }
}
