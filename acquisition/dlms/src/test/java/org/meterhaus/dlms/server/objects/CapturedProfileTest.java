package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.objects.CapturedProfile.SortMethod;

@DisplayName("A profile that captures itself")
class CapturedProfileTest {

  private static final ObisCode NAME = ObisCode.of(1, 0, 98, 1, 0, 255);
  private static final CaptureObject ENERGY = new CaptureObject(ReadyMade.ENERGY_VALUE, 0);
  private static final List<CaptureObject> COLUMNS = List.of(CaptureObject.CLOCK, ENERGY);

  private final ReadyMade meter;

  CapturedProfileTest() throws Exception {
    meter = new ReadyMade();
  }

  @Test
  void captures_at_each_quarter_and_lets_the_oldest_go() throws Exception {
    CapturedProfile profile = profile(Duration.ofMinutes(15), 3, SortMethod.FIFO);

    meter.pass(Duration.ofMinutes(61));

    assertThat(times(profile.get(2, null)))
        .containsExactly("2026-06-01T10:30:00Z", "2026-06-01T10:45:00Z", "2026-06-01T11:00:00Z");
    assertThat(profile.get(7, null)).isEqualTo(new Data.DoubleLongUnsigned(3));
  }

  @Test
  void captures_days_at_local_midnight() throws Exception {
    CapturedProfile profile = profile(Duration.ofDays(1), 10, SortMethod.FIFO);

    meter.pass(Duration.ofDays(2));

    assertThat(times(profile.get(2, null)))
        .containsExactly("2026-06-01T22:00:00Z", "2026-06-02T22:00:00Z");
  }

  /** Values as they come; what is kept of them, in order, with room for three. */
  @ParameterizedTest
  @CsvSource({
    "FIFO, 5 9 1 7, 9 1 7",
    "LIFO, 5 9 1 7, 7 1 9",
    "LARGEST, 5 9 1 7, 9 7 5",
    "SMALLEST, 5 9 1 7, 1 5 7",
    "NEAREST_TO_ZERO, 5 9 1 7, 1 5 7",
    "FARTHEST_FROM_ZERO, 5 9 1 7, 9 7 5",
  })
  void sorts_by_its_method(SortMethod method, String captured, String kept) throws Exception {
    CapturedProfile profile = profile(Duration.ZERO, 3, method);

    for (String each : captured.split(" ", -1)) {
      meter.energy.set(Long.parseLong(each));
      profile.action(2, new Data.Integer8(0));
    }

    assertThat(values(profile.get(2, null))).isEqualTo(kept);
  }

  @Test
  void gives_rows_by_time_by_entry_and_by_value() throws Exception {
    CapturedProfile profile = profile(Duration.ofMinutes(15), 100, SortMethod.FIFO);
    for (int i = 1; i <= 4; i++) {
      meter.energy.set(i);
      meter.pass(Duration.ofMinutes(15));
    }

    Instant from = ReadyMade.START.plus(Duration.ofMinutes(30));
    assertThat(values(profile.get(2, new Selection.TimeRange(from, from.plusSeconds(900)))))
        .isEqualTo("2 3");
    assertThat(values(profile.get(2, new Selection.EntryRange(2, 0)))).isEqualTo("2 3 4");
    assertThat(profile.get(2, new Selection.EntryRange(9, 10)))
        .isEqualTo(new Data.Array(List.of()));
    Data byValue =
        Data.Structure.of(
            ENERGY.toData(),
            new Data.DoubleLongUnsigned(3),
            new Data.DoubleLongUnsigned(9),
            new Data.Array(List.of(ENERGY.toData())));
    assertThat(profile.get(2, new Selection.Other(1, byValue)))
        .isEqualTo(
            new Data.Array(
                List.of(
                    Data.Structure.of(new Data.DoubleLongUnsigned(3)),
                    Data.Structure.of(new Data.DoubleLongUnsigned(4)))));
  }

  @Test
  void is_empty_after_a_reset_and_after_other_columns() throws Exception {
    CapturedProfile profile = profile(Duration.ZERO, 5, SortMethod.FIFO);
    profile.capture();
    profile.action(1, new Data.Integer8(0));
    assertThat(profile.get(7, null)).isEqualTo(new Data.DoubleLongUnsigned(0));

    profile.capture();
    profile.set(3, new Data.Array(List.of(ENERGY.toData())));
    assertThat(profile.get(7, null)).isEqualTo(new Data.DoubleLongUnsigned(0));
    profile.capture();
    assertThat(profile.get(2, null))
        .isEqualTo(new Data.Array(List.of(Data.Structure.of(new Data.DoubleLongUnsigned(5)))));
  }

  private CapturedProfile profile(Duration period, int entries, SortMethod method) {
    return meter.device.add(
        new CapturedProfile(meter.device, NAME, COLUMNS, period, entries, method, ENERGY));
  }

  private static List<String> times(Data buffer) throws Exception {
    List<String> times = new java.util.ArrayList<>();
    for (Data row : buffer.asList()) {
      times.add(
          org.meterhaus.dlms.cosem.CosemDateTime.from(row.asList().getFirst())
              .toInstant()
              .toString());
    }
    return times;
  }

  private static String values(Data buffer) throws Exception {
    StringBuilder values = new StringBuilder();
    for (Data row : buffer.asList()) {
      values.append(values.isEmpty() ? "" : " ").append(row.asList().getLast().asLong());
    }
    return values.toString();
  }
}
