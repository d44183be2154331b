package org.meterhaus.dlms.server.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.ProtectionOptions;
import org.meterhaus.dlms.classes.values.ProtectionParameters;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.classes.values.PushRestriction;
import org.meterhaus.dlms.classes.values.RepetitionDelay;
import org.meterhaus.dlms.classes.values.SendDestination;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.PushSender;
import org.meterhaus.dlms.server.objects.communication.PushSetup;

@DisplayName("A push setup")
class PushSetupTest {

  private static final Data ZERO = new Data.Integer8(0);
  private static final ObisCode LOAD = ObisCode.of(1, 0, 99, 9, 0, 255);
  private static final CaptureObject ENERGY = new CaptureObject(ReadyMade.ENERGY_VALUE, 0);

  /** 2026-06-01 12:00 at the meter. */
  private final ReadyMade meter;

  private final Sender sender = new Sender();
  private final PushSetup push;

  /** Keeps what it is given; fails as often as it is told. */
  private static final class Sender implements PushSender {
    private final List<Push> pushes = new ArrayList<>();
    private int failures;

    @Override
    public void push(Destination to, Push what) throws MeterException {
      pushes.add(what);
      if (failures-- > 0) {
        throw new Unreachable("nobody there");
      }
    }

    @Override
    public void push(Destination to, Data body) {
      throw new AssertionError("pushed without its number");
    }
  }

  PushSetupTest() throws Exception {
    meter = new ReadyMade();
    push =
        meter.device.add(
            new PushSetup(
                meter.device,
                ObisCode.of(0, 2, 25, 9, 0, 255),
                sender,
                Runnable::run,
                new SplittableRandom(7)));
  }

  /** Rows of 12:15, 12:30, 12:45 and 13:00, with energies 1 to 4. */
  @BeforeEach
  void fill() {
    meter.device.add(
        new CapturedProfile(
            meter.device, LOAD, List.of(CaptureObject.CLOCK, ENERGY), Duration.ofMinutes(15), 100));
    for (int i = 1; i <= 4; i++) {
      meter.energy.set(i);
      meter.pass(Duration.ofMinutes(15));
    }
  }

  private Data pushed(PushObject object) throws Exception {
    push.pushing(List.of(object), destination());
    push.action(PushSetup.PUSH, ZERO);
    return sender.pushes.removeFirst().body().asList().getFirst();
  }

  private static SendDestination destination() {
    return new SendDestination(
        SendDestination.Transport.TCP, Bytes.EMPTY, SendDestination.MessageForm.A_XDR);
  }

  private static CosemDateTime at(String time) {
    return CosemDateTime.of(Instant.parse(time), ZoneOffset.UTC);
  }

  private static Data rows(long... energies) {
    List<Data> rows = new ArrayList<>();
    for (long energy : energies) {
      rows.add(Data.Structure.of(new Data.DoubleLongUnsigned(energy)));
    }
    return new Data.Array(rows);
  }

  @Test
  void pushes_the_rows_and_columns_it_is_restricted_to() throws Exception {
    List<CaptureObject> energy = List.of(ENERGY);
    PushRestriction times =
        PushRestriction.byDate(at("2026-06-01T10:30:00Z"), at("2026-06-01T10:45:00Z"));

    assertThat(pushed(PushObject.rows(LOAD, times, energy))).isEqualTo(rows(2, 3));
    assertThat(pushed(PushObject.rows(LOAD, PushRestriction.byEntry(2, 0), energy)))
        .isEqualTo(rows(2, 3, 4));
    assertThat(pushed(PushObject.rows(LOAD, PushRestriction.NONE, energy)))
        .isEqualTo(rows(1, 2, 3, 4));
    assertThat(pushed(PushObject.rows(LOAD, PushRestriction.byEntry(1, 1), List.of())).asList())
        .singleElement()
        .satisfies(row -> assertThat(row.asList()).hasSize(2));
  }

  @Test
  void takes_a_date_for_its_whole_day_at_the_meter() throws Exception {
    meter.pass(Duration.ofHours(11));
    Data first = CosemDate.of(LocalDate.of(2026, 6, 1)).toData();
    PushRestriction day =
        new PushRestriction(PushRestriction.BY_DATE, Data.Structure.of(first, first));

    List<Data> rows = pushed(PushObject.rows(LOAD, day, List.of())).asList();

    // 12:15 to 23:45; midnight is the next day's
    assertThat(rows).hasSize(47);
  }

  @Test
  void pushes_a_part_of_any_array_by_entry() throws Exception {
    PushObject columns =
        new PushObject(
            InterfaceClass.PROFILE_GENERIC, LOAD, 3, 0, PushRestriction.byEntry(2, 9), List.of());

    assertThat(pushed(columns)).isEqualTo(new Data.Array(List.of(ENERGY.toData())));
  }

  @Test
  void says_null_for_what_cannot_be_read_so() throws Exception {
    PushRestriction times =
        PushRestriction.byDate(at("2026-06-01T10:30:00Z"), at("2026-06-01T10:00:00Z"));
    PushObject backwards = PushObject.rows(LOAD, times, List.of());
    PushObject noArray =
        new PushObject(3, ReadyMade.ENERGY, 2, 0, PushRestriction.byEntry(1, 1), List.of());
    PushObject nothing = PushObject.of(new AttributeRef(3, ObisCode.of(9, 9, 9, 9, 9, 9), 2));

    for (PushObject each : List.of(backwards, noArray, nothing)) {
      assertThat(pushed(each)).isEqualTo(new Data.NullData());
    }
  }

  @Test
  void does_not_take_what_it_cannot_do() {
    PushObject both = new PushObject(7, LOAD, 2, 1, PushRestriction.byEntry(1, 1), List.of());
    PushObject latest = new PushObject(7, LOAD, 2, 0x1001, PushRestriction.NONE, List.of());

    for (PushObject each : List.of(both, latest)) {
      assertThatThrownBy(() -> push.set(2, encoded(2, List.of(each))))
          .isInstanceOfSatisfying(
              AccessError.class,
              e -> assertThat(e.result()).isEqualTo(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED));
    }
    // Nobody would know of a confirmation.
    assertThatThrownBy(() -> push.set(11, new Data.Enumerated(2))).isInstanceOf(AccessError.class);
    assertThatThrownBy(() ->
            push.set(
                2,
                encoded(
                    2,
                    List.of(
                        PushObject.rows(
                            LOAD, new PushRestriction(1, new Data.NullData()), List.of())))))
        .isInstanceOf(Malformed.class);
  }

  private Data encoded(int attribute, Object value) {
    return TypedValues.encode(value, push.model().attributes().get(attribute - 2).type());
  }

  @Test
  void gives_a_push_one_number_however_often_it_is_tried() throws Exception {
    sender.failures = 2;
    push.pushing(List.of(PushObject.of(ReadyMade.ENERGY_VALUE)), destination());
    push.retrying(3, new RepetitionDelay(10, 100, 10));

    push.action(PushSetup.PUSH, ZERO);
    meter.pass(Duration.ofMinutes(1));
    push.action(PushSetup.PUSH, ZERO);

    assertThat(sender.pushes).extracting(PushSender.Push::invokeId).containsExactly(1L, 1L, 1L, 2L);
  }

  @Test
  void tells_the_sender_whom_it_is_for_and_how_to_protect_it() throws Exception {
    ProtectionParameters signed =
        new ProtectionParameters(
            ProtectionParameters.Type.DIGITAL_SIGNATURE,
            new ProtectionOptions(
                Bytes.of(1), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, Data.Structure.of()));
    push.pushing(List.of(PushObject.of(ReadyMade.ENERGY_VALUE)), destination());
    ProtectionParameters ciphered =
        new ProtectionParameters(
            ProtectionParameters.Type.AUTHENTICATION_AND_ENCRYPTION, signed.options());
    push.protecting(103, List.of(ciphered, signed));

    push.action(PushSetup.PUSH, ZERO);

    assertThat(sender.pushes)
        .singleElement()
        .satisfies(what -> {
          assertThat(what.clientSap()).isEqualTo(103);
          assertThat(what.protection()).containsExactly(ciphered, signed);
        });
  }
}
