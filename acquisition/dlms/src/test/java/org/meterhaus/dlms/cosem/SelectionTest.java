package org.meterhaus.dlms.cosem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.vectors.AnyData;

@DisplayName("A selection of rows")
class SelectionTest {

  private static final Instant FROM = Instant.parse("2026-01-02T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-01-02T23:45:00Z");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** IEC 62056-6-2, class 7, range_descriptor: the clock restricts, both ends in UTC. */
  @Test
  void by_time_is_a_range_over_the_clock() {
    var selection = new Selection.TimeRange(FROM, TO);

    assertThat(selection.accessSelector()).isEqualTo(1);
    assertThat(DataCodec.encode(selection.accessParameters()))
        .hasToString(
            "0204"
                + "0204"
                + "120008"
                + "09060000010000ff"
                + "0f02"
                + "120000"
                + "090c07ea01020500000000000000"
                + "090c07ea010205172d0000000000"
                + "0100");
  }

  @Test
  void by_entry_is_two_pairs_of_numbers() {
    var selection = new Selection.EntryRange(97, 192);

    assertThat(selection.accessSelector()).isEqualTo(2);
    assertThat(DataCodec.encode(selection.accessParameters()))
        .hasToString("0204" + "0600000061" + "06000000c0" + "120001" + "120000");
  }

  @Test
  void is_read_back_as_it_was_written() throws Exception {
    CaptureObject column =
        CaptureObject.of(InterfaceClass.REGISTER, ObisCode.parse("1.0.1.8.0.255"), 2);
    List<Selection> all =
        List.of(
            new Selection.TimeRange(FROM, TO),
            new Selection.TimeRange(FROM, FROM, List.of(column, CaptureObject.CLOCK)),
            new Selection.EntryRange(1, 0),
            new Selection.EntryRange(5, 0xFFFF_FFFFL, 2, 3),
            new Selection.Other(3, new Data.Bool(true)));

    for (Selection selection : all) {
      assertThat(Selection.from(selection.accessSelector(), selection.accessParameters()))
          .isEqualTo(selection);
    }
  }

  @Test
  void over_something_else_than_the_clock_is_left_as_it_is() throws Exception {
    CaptureObject register =
        CaptureObject.of(InterfaceClass.REGISTER, ObisCode.parse("1.0.1.8.0.255"), 2);
    Data parameters =
        Data.Structure.of(
            register.toData(),
            new Data.DoubleLongUnsigned(5),
            new Data.DoubleLongUnsigned(9),
            new Data.Array(List.of()));

    assertThat(Selection.from(1, parameters)).isEqualTo(new Selection.Other(1, parameters));
  }

  @Test
  void is_malformed_if_it_ends_before_it_begins() {
    var forwards = new Selection.TimeRange(FROM, TO);
    List<Data> parts = ((Data.Structure) forwards.accessParameters()).elements();
    Data backwards = Data.Structure.of(parts.get(0), parts.get(2), parts.get(1), parts.get(3));
    Data entries =
        Data.Structure.of(
            new Data.DoubleLongUnsigned(9),
            new Data.DoubleLongUnsigned(5),
            new Data.LongUnsigned(1),
            new Data.LongUnsigned(0));

    assertThatThrownBy(() -> Selection.from(1, backwards)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Selection.from(2, entries)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> new Selection.TimeRange(TO, FROM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Selection.EntryRange(9, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void is_made_of_any_parameters_or_malformed(long seed) throws Exception {
    RandomGenerator random = AnyData.random(seed);
    int selector = random.nextInt(1, 3);
    byte[] octets =
        DataCodec.encode(
                selector == 1
                    ? new Selection.TimeRange(FROM, TO).accessParameters()
                    : new Selection.EntryRange(97, 192).accessParameters())
            .toArray();
    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    try {
      Data parameters = DataCodec.decode(Bytes.copyOf(octets), DataLimits.DEFAULT);
      assertThat(Selection.from(selector, parameters)).isNotNull();
    } catch (Malformed _) {
      // the other thing that may come of it
    }
  }
}
