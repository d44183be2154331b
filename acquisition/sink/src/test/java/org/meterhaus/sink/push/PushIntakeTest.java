package org.meterhaus.sink.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.Protection;
import org.meterhaus.dlms.security.SecurityControl;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.Framing;
import org.meterhaus.dlms.transport.PushLink;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.MeterTable;
import org.meterhaus.sink.collect.MeterTable.Gasp;
import org.meterhaus.sink.roles.MeterId;

/** Real datagrams; one socket sends them all, so that they arrive in their order. */
@DisplayName("What is pushed to a sink")
class PushIntakeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final MeterId METER = new MeterId("MHV0000000000001");
  private static final MeterId OTHER = new MeterId("MHV0000000000002");
  private static final SystemTitle TITLE = SystemTitle.of("MHV", 1);
  private static final SystemTitle OTHER_TITLE = SystemTitle.of("MHV", 2);
  private static final SymmetricKey KEY = SymmetricKey.ofHex("0f".repeat(16));
  private static final SymmetricKey OTHER_KEY = SymmetricKey.ofHex("f0".repeat(16));
  private static final long DOWN = 1;
  private static final long UP = 2;

  private volatile Instant now = NOW;
  private final MeterTable table = new MeterTable(List.of(METER, OTHER), () -> now);
  private final List<MeterId> back = new CopyOnWriteArrayList<>();
  private final InvocationCounter counter = InvocationCounter.volatileFrom(1);
  private PushIntake intake;
  private PushLink link;

  @BeforeEach
  void listen() throws IOException, MeterException {
    intake =
        PushIntake.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(connection(METER, KEY, TITLE), connection(OTHER, OTHER_KEY, OTHER_TITLE)),
            table,
            back::add,
            () -> now);
    link = PushLink.open(new Framing.UdpWrapper(), intake.address(), PATIENCE, 1, 1);
  }

  @AfterEach
  void close() {
    link.close();
    intake.close();
  }

  private static MeterConnection connection(MeterId id, SymmetricKey key, SystemTitle title) {
    return new MeterConnection(id, "127.0.0.1", 4059, 1, key, key, Optional.of(title));
  }

  private static Data body(Instant at, long alarms) {
    return Data.Structure.of(
        PowerNotice.PUSH_ON_ALARM.toData(),
        CosemDateTime.of(at, ZoneOffset.UTC).toData(),
        new Data.DoubleLongUnsigned(alarms));
  }

  private static Bytes plain(Data body) {
    return ApduCodec.encode(new Apdu.DataNotification(1, Bytes.EMPTY, body));
  }

  private Bytes protect(Bytes plain, SystemTitle title, SymmetricKey key, Protection protection)
      throws MeterException {
    var keys = KeySet.of(SecuritySuite.SUITE_0, key, key);
    return ApduCodec.encode(
        new ApduProtection(keys, title, counter)
            .protect(
                plain, SecurityControl.of(SecuritySuite.SUITE_0, protection), Envelope.GENERAL));
  }

  private Bytes protect(Data body) throws MeterException {
    return protect(plain(body), TITLE, KEY, Protection.AUTHENTICATED_ENCRYPTION);
  }

  private Optional<Gasp> gasp(MeterId meter) {
    return table.rows().stream()
        .filter(row -> row.meter().equals(meter))
        .findFirst()
        .flatMap(MeterTable.Row::gasp);
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("did not come about").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void is_a_last_gasp_and_later_that_the_power_is_back() throws Exception {
    link.send(protect(body(NOW, DOWN)));
    await(() -> gasp(METER).isPresent());
    assertThat(gasp(METER)).contains(new Gasp(NOW, Optional.empty()));
    assertThat(gasp(OTHER)).isEmpty();
    assertThat(back).isEmpty();

    now = NOW.plusSeconds(30);
    link.send(protect(body(now, UP)));
    await(() -> !back.isEmpty());

    assertThat(back).containsExactly(METER);
    assertThat(gasp(METER)).contains(new Gasp(NOW, Optional.of(now)));
    assertThat(intake.refused()).isZero();
  }

  @Test
  void twice_is_said_once_also_when_it_is_overtaken() throws Exception {
    link.send(protect(body(NOW, DOWN)));
    await(() -> gasp(METER).isPresent());
    now = NOW.plusSeconds(30);
    link.send(protect(body(now, UP)));
    link.send(protect(body(NOW, DOWN)));
    link.send(protect(body(now, UP)));
    link.send(
        protect(
            plain(body(now, DOWN)), OTHER_TITLE, OTHER_KEY, Protection.AUTHENTICATED_ENCRYPTION));
    await(() -> gasp(OTHER).isPresent());

    assertThat(gasp(METER)).contains(new Gasp(NOW, Optional.of(now)));
    assertThat(back).containsExactly(METER);
    assertThat(intake.refused()).isZero();
  }

  @Test
  void without_being_what_a_meter_of_ours_says_now_does_nothing_and_is_counted() throws Exception {
    var full = Protection.AUTHENTICATED_ENCRYPTION;
    Bytes old = protect(body(NOW.minusSeconds(121), DOWN));
    List<Bytes> bad =
        List.of(
            plain(body(NOW, DOWN)),
            protect(plain(body(NOW, DOWN)), TITLE, KEY, Protection.AUTHENTICATION),
            protect(plain(body(NOW, DOWN)), TITLE, KEY, Protection.ENCRYPTION),
            protect(plain(body(NOW, DOWN)), TITLE, OTHER_KEY, full),
            protect(plain(body(NOW, DOWN)), SystemTitle.of("XXX", 1), KEY, full),
            old,
            old,
            protect(body(NOW.plusSeconds(121), DOWN)),
            protect(body(NOW, 0)),
            protect(body(NOW, DOWN | UP)),
            protect(new Data.NullData()),
            Bytes.ofHex("db"),
            Bytes.ofHex("0f00000001"));
    for (Bytes each : bad) {
      link.send(each);
    }
    link.send(protect(plain(body(NOW, DOWN)), OTHER_TITLE, OTHER_KEY, full));
    await(() -> gasp(OTHER).isPresent());

    assertThat(gasp(METER)).isEmpty();
    assertThat(back).isEmpty();
    assertThat(intake.refused()).isEqualTo(bad.size());
  }

  @Test
  void and_was_recorded_does_nothing_when_it_is_sent_again() throws Exception {
    Bytes down = protect(body(NOW, DOWN));
    link.send(down);
    await(() -> gasp(METER).isPresent());
    now = NOW.plusSeconds(30);
    link.send(protect(body(now, UP)));
    await(() -> !back.isEmpty());

    link.send(down);
    await(() -> intake.refused() == 1);

    assertThat(gasp(METER)).contains(new Gasp(NOW, Optional.of(now)));
  }

  @Test
  void is_measured_by_what_the_meters_clock_is_off() throws Exception {
    table.noteReadings(METER, Optional.of(Duration.ofHours(-1)), List.of());

    link.send(protect(body(NOW, DOWN)));
    link.send(protect(body(NOW.minus(Duration.ofHours(1)), DOWN)));
    await(() -> gasp(METER).isPresent());

    assertThat(intake.refused()).isEqualTo(1);
  }
}
