package org.meterhaus.headend.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.headend.link.JournalRecord;
import org.meterhaus.headend.link.JournalRecord.Column;

@DisplayName("Decoding a record of a sink's journal")
class DecoderTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(30);
  private static final ScalerUnit WH = ScalerUnit.wattHours();

  private static final Column CLOCK = new Column(CaptureObject.CLOCK, Optional.empty());
  private static final Column STATUS =
      new Column(
          CaptureObject.of(InterfaceClass.DATA, ObisCode.of(0, 3, 96, 10, 1, 255), 2),
          Optional.empty());

  private static Column register(String obis, ScalerUnit unit) {
    return new Column(
        CaptureObject.of(InterfaceClass.REGISTER, ObisCode.parse(obis), 2), Optional.of(unit));
  }

  private static final List<Column> USUAL =
      List.of(CLOCK, STATUS, register("1.3.1.29.0.255", WH), register("1.3.1.8.0.255", WH));

  private static JournalRecord record(List<Column> columns, Data... rows) {
    return new JournalRecord(
        7,
        "MHV0000000000001",
        ObisCode.of(1, 3, 99, 1, 0, 255),
        NOON,
        PERIOD,
        columns,
        DataCodec.encode(new Data.Array(List.of(rows))));
  }

  private static Data time(Instant at) {
    return CosemDateTime.of(at, ZoneOffset.UTC).toData();
  }

  private static Data row(Instant end, int status, long energy, long counter) {
    return Data.Structure.of(
        time(end),
        new Data.Unsigned8(status),
        new Data.DoubleLongUnsigned(energy),
        new Data.DoubleLongUnsigned(counter));
  }

  @Test
  void gives_a_reading_for_each_row_of_the_channel_that_the_counter_names() throws Exception {
    var decoded =
        Decoder.decode(
            record(USUAL, row(NOON, 0x40, 12, 3456), row(NOON.plus(PERIOD), 0, 0, 3456)));

    assertThat(decoded)
        .containsExactly(
            new Decoder.Decoded(
                "1.3.1.8.0.255",
                List.of(
                    Reading.of(NOON, 0x40, 12, 3456), Reading.of(NOON.plus(PERIOD), 0, 0, 3456)),
                List.of()));
  }

  @Test
  void applies_the_scaler() throws Exception {
    var kilo = new ScalerUnit(3, ScalerUnit.WATT_HOUR);
    var tenth = new ScalerUnit(-1, ScalerUnit.WATT_HOUR);
    List<Column> columns =
        List.of(CLOCK, STATUS, register("1.0.1.29.0.255", tenth), register("1.0.1.8.0.255", kilo));

    var decoded = Decoder.decode(record(columns, row(NOON, 0, 127, 5)));

    assertThat(decoded.getFirst().readings()).containsExactly(Reading.of(NOON, 0, 13, 5000));
  }

  @Test
  void takes_the_time_of_a_compressed_row_from_the_one_before() throws Exception {
    Data compressed =
        Data.Structure.of(
            new Data.NullData(),
            new Data.NullData(),
            new Data.DoubleLongUnsigned(1),
            new Data.NullData());

    var decoded =
        Decoder.decode(record(USUAL, row(NOON, 0, 5, 50), compressed, compressed)).getFirst();

    assertThat(decoded.readings())
        .extracting(Reading::end)
        .containsExactly(NOON, NOON.plus(PERIOD), NOON.plus(PERIOD.multipliedBy(2)));
    assertThat(decoded.readings().getLast())
        .isEqualTo(
            new Reading(
                NOON.plus(PERIOD.multipliedBy(2)), 0, OptionalInt.of(1), OptionalLong.empty()));
  }

  @Test
  void keeps_several_channels_of_one_profile_apart() throws Exception {
    List<Column> columns =
        List.of(
            CLOCK,
            register("1.0.1.8.0.255", WH),
            register("1.0.2.8.0.255", WH),
            register("1.0.1.29.0.255", WH));
    Data row =
        Data.Structure.of(
            time(NOON),
            new Data.DoubleLongUnsigned(10),
            new Data.DoubleLongUnsigned(20),
            new Data.DoubleLongUnsigned(3));

    var decoded = Decoder.decode(record(columns, row));

    assertThat(decoded)
        .extracting(Decoder.Decoded::obis)
        .containsExactly("1.0.1.8.0.255", "1.0.2.8.0.255");
    assertThat(decoded.get(0).readings()).containsExactly(Reading.of(NOON, 0, 3, 10));
    assertThat(decoded.get(1).readings()).containsExactly(Reading.register(NOON, 20));
  }

  @Test
  void names_the_rows_that_cannot_be_read_and_reads_the_others() throws Exception {
    Data shortRow = Data.Structure.of(time(NOON));
    Data timeless =
        Data.Structure.of(
            new Data.Unsigned8(1),
            new Data.Unsigned8(0),
            new Data.DoubleLongUnsigned(1),
            new Data.DoubleLongUnsigned(1));
    Data huge = row(NOON, 0, 0xFFFF_FFFFL, 1);

    var decoded =
        Decoder.decode(
                record(USUAL, shortRow, timeless, huge, new Data.Bool(true), row(NOON, 0, 1, 2)))
            .getFirst();

    assertThat(decoded.readings()).containsExactly(Reading.of(NOON, 0, 1, 2));
    assertThat(decoded.unreadable())
        .hasSize(4)
        .satisfiesExactly(
            u -> assertThat(u).isEqualTo("row 0: it has 1 values"),
            u -> assertThat(u).startsWith("row 1: expected a date-time"),
            u -> assertThat(u).startsWith("row 2:"),
            u -> assertThat(u).startsWith("row 3:"));
  }

  @Test
  void refuses_another_unit_than_watt_hours() throws Exception {
    var varHours = new ScalerUnit(0, 32);
    List<Column> columns =
        List.of(CLOCK, STATUS, register("1.0.1.29.0.255", varHours), register("1.0.1.8.0.255", WH));

    var decoded = Decoder.decode(record(columns, row(NOON, 0, 1, 2))).getFirst();

    assertThat(decoded.readings()).isEmpty();
    assertThat(decoded.unreadable()).containsExactly("row 0: unit must be 30 (Wh) but was 32");
  }

  @Test
  void refuses_a_profile_without_time_or_energy() {
    assertThatThrownBy(() -> Decoder.decode(record(List.of(STATUS), new Data.Bool(true))))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Decoder.decode(record(List.of(CLOCK, STATUS))))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("no time or no energy");
  }

  @Test
  void refuses_what_is_no_row_of_a_journal() {
    List<Data> broken = new ArrayList<>();
    broken.add(new Data.Bool(true));
    broken.add(Data.Structure.of(new Data.Long64Unsigned(1)));
    broken.add(
        Data.Structure.of(
            new Data.Long64Unsigned(1),
            Data.OctetString.ofAscii("MHV1"),
            Data.OctetString.ofAscii("short"),
            time(NOON),
            new Data.DoubleLongUnsigned(1),
            new Data.Array(List.of()),
            Data.OctetString.ofAscii("")));

    for (Data row : broken) {
      assertThatThrownBy(() -> JournalRecord.from(row)).isInstanceOf(Malformed.class);
    }
  }
}
