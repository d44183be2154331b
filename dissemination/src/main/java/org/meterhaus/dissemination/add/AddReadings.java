package org.meterhaus.dissemination.add;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/**
 * Takes readings that a customer hands in: appended to the arrival log as a delivery of source
 * {@code customer:<id>}, from where they go the way of every reading.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AddReadings {

  /**
   * @param start of the meter interval
   * @param valueWh energy in Wh, 0 or more
   */
  public record NewReading(Instant start, long valueWh) {}

  /** What became of one reading. */
  public enum Outcome {
    STORED("stored"),
    DUPLICATE("duplicate"),
    REJECTED("rejected");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * @param start as handed in
   * @param outcome what became of it
   * @param code why it was rejected: {@code off-grid}, {@code in-future}, {@code
   *     outside-occupancy}, {@code out-of-range}, {@code repeated} (twice in this request), {@code
   *     conflict} (another value is there); null otherwise
   */
  public record Verdict(Instant start, Outcome outcome, @Nullable String code) {}

  /**
   * @param usagePoint its id
   * @param verdicts one per reading, in the order of the request
   */
  public record Answer(String usagePoint, List<Verdict> verdicts) {}

  /**
   * Durable when it returns. Repeating the request gives duplicates and changes nothing.
   *
   * @param readings 1..10,000
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, validation,
   *     too-many-values
   */
  public Answer add(Caller caller, String usagePointId, List<NewReading> readings) {
    throw new UnsupportedOperationException();
  }
}
