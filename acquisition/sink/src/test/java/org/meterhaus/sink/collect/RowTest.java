package org.meterhaus.sink.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.sink.journal.DirectoryStorage;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalConfig;
import org.meterhaus.sink.journal.JournalEntry;
import org.meterhaus.sink.roles.MeterId;

@DisplayName("Rows of a load profile")
class RowTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(15);
  private static final Duration OVERLAP = Duration.ofHours(1);
  private static final Profile PROFILE =
      new Profile(
          ObisCode.of(1, 0, 99, 1, 0, 255),
          PERIOD,
          List.of(
              new Column(CaptureObject.CLOCK, Optional.empty()),
              new Column(
                  CaptureObject.of(InterfaceClass.REGISTER, ObisCode.of(1, 0, 1, 8, 0, 255), 2),
                  Optional.of(ScalerUnit.wattHours()))));

  private static Data row(Data time, int value) {
    return Data.Structure.of(time, new Data.DoubleLongUnsigned(value));
  }

  private static Data row(Instant end, int value) {
    return row(CosemDateTime.of(end, ZoneOffset.UTC).toData(), value);
  }

  private static List<Row> rows(Data... rows) throws Malformed {
    return Row.of(PROFILE, new Data.Array(List.of(rows)));
  }

  @Test
  void without_a_time_come_one_period_after_the_row_before() throws Exception {
    List<Row> rows = rows(row(NOON, 1), row(new Data.NullData(), 1), row(new Data.NullData(), 1));

    assertThat(rows)
        .extracting(Row::at)
        .containsExactly(
            Optional.of(NOON),
            Optional.of(NOON.plus(PERIOD)),
            Optional.of(NOON.plus(PERIOD.multipliedBy(2))));
    assertThat(rows).extracting(Row::isExplicit).containsExactly(true, false, false);
  }

  @Test
  void with_a_time_that_cannot_be_read_are_kept_without_one() throws Exception {
    List<Row> rows =
        rows(
            row(new Data.Unsigned8(9), 1),
            row(new Data.NullData(), 2),
            Data.Structure.of(),
            row(NOON, 3));

    assertThat(rows)
        .extracting(Row::at)
        .containsExactly(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(NOON));
  }

  @Test
  void that_are_no_rows_are_refused() {
    assertThatThrownBy(() -> Row.of(PROFILE, new Data.Bool(true))).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> rows(new Data.Bool(true))).isInstanceOf(Malformed.class);
  }

  @Test
  void survive_the_journal_with_all_that_explains_them() throws Exception {
    Data buffer = new Data.Array(List.of(row(NOON, 1)));
    var reading =
        new ProfileReading(
            new MeterId("MHV0000000000001"), PROFILE, NOON, DataCodec.encode(buffer));

    assertThat(ProfileReading.from(reading.toPayload())).isEqualTo(reading);
  }

  @Test
  void are_fresh_once_and_again_when_they_differ(@TempDir Path directory) throws Exception {
    try (Journal journal = open(directory)) {
      SeenRows seen = SeenRows.from(journal, OVERLAP);
      List<Row> first = rows(row(NOON, 1), row(NOON.plus(PERIOD), 2));
      assertThat(seen.fresh("s", first)).isEqualTo(first);
      seen.add("s", first, Optional.of(NOON.plus(PERIOD)));

      List<Row> second =
          rows(row(NOON, 1), row(NOON.plus(PERIOD), 99), row(NOON.plus(PERIOD.multipliedBy(2)), 3));

      assertThat(seen.fresh("s", second)).isEqualTo(second.subList(1, 3));
      assertThat(seen.fresh("another", second)).isEqualTo(second);
    }
  }

  /** A row that means "after the one before" would mean nothing alone. */
  @Test
  void are_kept_together_when_a_fresh_one_has_no_time_of_its_own(@TempDir Path directory)
      throws Exception {
    try (Journal journal = open(directory)) {
      SeenRows seen = SeenRows.from(journal, OVERLAP);
      seen.add("s", rows(row(NOON, 1)), Optional.of(NOON));

      List<Row> more = rows(row(NOON, 1), row(new Data.NullData(), 2));

      assertThat(seen.fresh("s", more)).isEqualTo(more);
      seen.add("s", more, Optional.of(NOON.plus(PERIOD)));
      assertThat(seen.fresh("s", more)).isEmpty();
    }
  }

  @Test
  void are_known_again_from_the_journal(@TempDir Path directory) throws Exception {
    List<Row> rows = rows(row(NOON.minus(OVERLAP.multipliedBy(3)), 1), row(NOON, 2));
    try (Journal journal = open(directory)) {
      Data buffer = new Data.Array(rows.stream().map(Row::data).toList());
      var reading = new ProfileReading(new MeterId("M"), PROFILE, NOON, DataCodec.encode(buffer));
      String stream = ProfileReading.stream(reading.meter(), PROFILE.name());
      journal.append(new JournalEntry.Content(stream, Optional.of(NOON), reading.toPayload()));

      SeenRows seen = SeenRows.from(journal, OVERLAP);

      assertThat(seen.fresh(stream, rows))
          .as("only the overlap is remembered: what is older is never asked for again")
          .isEqualTo(rows.subList(0, 1));
    }
  }

  private static Journal open(Path directory) throws Exception {
    return Journal.open(
        DirectoryStorage.open(directory), JournalConfig.DEFAULT, InstantSource.fixed(NOON));
  }
}
