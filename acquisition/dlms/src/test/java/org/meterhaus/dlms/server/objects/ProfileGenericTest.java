package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** IEC 62056-6-2, class 7. */
@DisplayName("A profile")
class ProfileGenericTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObisCode NAME = ObisCode.parse("1-0:99.1.0*255");
  private static final CaptureObject STATUS =
      CaptureObject.of(InterfaceClass.DATA, ObisCode.parse("0-0:96.10.1*255"), 2);
  private static final CaptureObject ENERGY =
      CaptureObject.of(InterfaceClass.REGISTER, ObisCode.parse("1-0:1.29.0*255"), 2);

  /** Three rows: 1, 11, 21; 2, 12, 22; 3, 13, 23. */
  private static final class Rows implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return 3;
    }

    @Override
    public List<Data> entries(long first, long last) {
      return List.of(numbered(1), numbered(2), numbered(3))
          .subList((int) Math.min(first - 1, 3), (int) Math.min(last, 3));
    }

    @Override
    public List<Data> between(Instant from, Instant to) {
      return from.equals(FIRST) ? List.of(numbered(1)) : List.of();
    }

    private static Data numbered(int number) {
      return row(number, number + 10, number + 20);
    }

    static Data row(int... values) {
      return new Data.Structure(
          Arrays.stream(values).mapToObj(v -> (Data) new Data.Unsigned8(v)).toList());
    }
  }

  private final ProfileGeneric profile =
      new ProfileGeneric(
          NAME,
          List.of(CaptureObject.CLOCK, STATUS, ENERGY),
          Duration.ofMinutes(30),
          3360,
          new Rows());

  private List<Data> rows(Selection selection) throws Exception {
    return profile.get(2, selection).asList();
  }

  @Test
  void describes_itself() throws Exception {
    assertThat(profile.get(3, null).asList())
        .containsExactly(CaptureObject.CLOCK.toData(), STATUS.toData(), ENERGY.toData());
    assertThat(profile.get(4, null)).isEqualTo(new Data.DoubleLongUnsigned(1800));
    assertThat(profile.get(6, null)).isEqualTo(CaptureObject.CLOCK.toData());
    assertThat(profile.get(7, null)).isEqualTo(new Data.DoubleLongUnsigned(3));
    assertThat(profile.get(8, null)).isEqualTo(new Data.DoubleLongUnsigned(3360));
  }

  @Test
  void gives_the_columns_wanted_in_the_order_wanted_and_leaves_out_those_it_has_not()
      throws Exception {
    CaptureObject unknown =
        CaptureObject.of(InterfaceClass.REGISTER, ObisCode.parse("1-0:2.29.0*255"), 2);

    List<Data> rows =
        rows(new Selection.TimeRange(FIRST, FIRST, List.of(ENERGY, unknown, CaptureObject.CLOCK)));

    assertThat(rows).containsExactly(Rows.row(21, 1));
  }

  @Test
  void gives_columns_by_number_with_0_for_the_last() throws Exception {
    assertThat(rows(new Selection.EntryRange(1, 1, 2, 3))).containsExactly(Rows.row(11, 21));
    assertThat(rows(new Selection.EntryRange(1, 1, 2, 0))).containsExactly(Rows.row(11, 21));
    assertThat(rows(new Selection.EntryRange(1, 1, 2, 2))).containsExactly(Rows.row(11));
    assertThat(rows(new Selection.EntryRange(1, 1, 1, 9))).containsExactly(Rows.row(1, 11, 21));
  }

  @Test
  void gives_rows_by_number_with_0_for_the_last() throws Exception {
    assertThat(rows(new Selection.EntryRange(2, 0)))
        .containsExactly(Rows.row(2, 12, 22), Rows.row(3, 13, 23));
    assertThat(rows(new Selection.EntryRange(2, 99))).hasSize(2);
    assertThat(rows(new Selection.EntryRange(4, 0))).isEmpty();
  }

  @Test
  void refuses_selections_it_does_not_know_and_selections_of_other_attributes() {
    assertThatThrownBy(() -> rows(new Selection.Other(3, new Data.NullData())))
        .isInstanceOf(AccessError.class);
    assertThatThrownBy(() -> profile.get(3, new Selection.EntryRange(1, 1)))
        .isInstanceOf(AccessError.class);
  }
}
