package org.meterhaus.dlms.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.client.NotificationListener;
import org.meterhaus.dlms.client.Reconnection;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.ObjectDirectory;
import org.meterhaus.dlms.server.objects.ProfileBuffer;
import org.meterhaus.dlms.server.objects.ProfileGeneric;

@DisplayName("A client whose connection is lost")
class ReadingOnTest {

  private static final int ROWS = 2_000;

  /** AARE and proof of HLS. */
  private static final int TO_ASSOCIATE = 2;

  private static final Reconnection QUICK =
      new Reconnection(3, Duration.ofMillis(1), Duration.ofMillis(5));

  private final TestMeter meter = new TestMeter(ROWS);
  private DlmsServer server;

  @BeforeEach
  void serve() throws IOException {
    server = TestNet.serve(TestNet.hls(false), meter.directory());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** In blocks of a thousand octets: about 40 rows each. */
  private static DlmsClient open(Cutter cutter, Reconnection reconnection) throws MeterException {
    LinkConfig link =
        LinkConfig.of("127.0.0.1", cutter.port(), TestNet.CLIENT_SAP, TestNet.DEVICE_SAP)
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20))
            .withMaxApduBytes(1_000);
    return DlmsClient.open(link, TestNet.client(), NotificationListener.NONE, reconnection);
  }

  private Cutter cutter(int... answers) throws IOException {
    return new Cutter(server.address(), answers);
  }

  private static List<Data> rows(int from, int to) {
    return IntStream.range(from, to).mapToObj(TestMeter::row).toList();
  }

  /** Octets of all answers if nothing is cut. */
  private long undisturbed(Selection selection) throws Exception {
    try (Cutter cutter = cutter();
        DlmsClient client = open(cutter, Reconnection.NONE)) {
      client.get(TestMeter.PROFILE_BUFFER, selection);
      return cutter.octets.get();
    }
  }

  @Test
  void asks_for_the_rows_that_are_missing_by_their_number() throws Exception {
    var all = new Selection.EntryRange(1, 0);
    long once = undisturbed(all);
    try (Cutter cutter = cutter(TO_ASSOCIATE + 30, TO_ASSOCIATE + 10);
        DlmsClient client = open(cutter, QUICK)) {

      List<Data> rows = client.get(TestMeter.PROFILE_BUFFER).asList();

      assertThat(rows).isEqualTo(rows(0, ROWS));
      assertThat(cutter.connections).hasValue(3);
      assertThat(cutter.octets.get()).isLessThan(once + once / 10);
    }
  }

  @Test
  void asks_for_the_rows_that_are_missing_by_their_time() throws Exception {
    Instant from = TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(100));
    Instant to = TestMeter.START.plus(TestMeter.PERIOD.multipliedBy(1_600));
    var range = new Selection.TimeRange(from, to);
    long once = undisturbed(range);
    try (Cutter cutter = cutter(TO_ASSOCIATE + 25, TO_ASSOCIATE, TO_ASSOCIATE + 8);
        DlmsClient client = open(cutter, QUICK)) {

      List<Data> rows = client.get(TestMeter.PROFILE_BUFFER, range).asList();

      assertThat(rows).isEqualTo(rows(100, 1_601));
      assertThat(cutter.connections).hasValue(4);
      assertThat(cutter.octets.get()).isLessThan(once + once / 5);
    }
  }

  @Test
  void keeps_to_the_entries_that_were_asked_for() throws Exception {
    try (Cutter cutter = cutter(TO_ASSOCIATE + 12);
        DlmsClient client = open(cutter, QUICK)) {

      List<Data> rows =
          client.get(TestMeter.PROFILE_BUFFER, new Selection.EntryRange(51, 1_050)).asList();

      assertThat(rows).isEqualTo(rows(50, 1_050));
    }
  }

  @Test
  void begins_anew_if_the_rows_have_moved_meanwhile() throws Exception {
    var asked = new AtomicInteger();
    try (DlmsServer shifting =
            TestNet.serve(TestNet.hls(false), ObjectDirectory.of(profile(new Shifting(asked))));
        Cutter cutter = new Cutter(shifting.address(), TO_ASSOCIATE + 30);
        DlmsClient client = open(cutter, QUICK)) {

      List<Data> rows = client.get(TestMeter.PROFILE_BUFFER).asList();

      assertThat(rows).isEqualTo(rows(14, 14 + ROWS));
      assertThat(asked).as("whole, the rest, whole").hasValue(3);
    }
  }

  private static ProfileGeneric profile(ProfileBuffer buffer) {
    return new ProfileGeneric(TestMeter.PROFILE, TestMeter.COLUMNS, TestMeter.PERIOD, ROWS, buffer);
  }

  /** Seven rows have gone, and others come, each time somebody asks. */
  private record Shifting(AtomicInteger asked) implements ProfileBuffer {
    @Override
    public long entriesInUse() {
      return ROWS;
    }

    @Override
    public List<Data> entries(long first, long last) {
      int gone = 7 * asked.getAndIncrement();
      return rows(gone + (int) first - 1, gone + (int) Math.min(last, ROWS));
    }

    @Override
    public List<Data> between(Instant from, Instant to) {
      throw new AssertionError("nobody asks by time");
    }
  }

  @Test
  void reads_anything_else_once_more() throws Exception {
    try (Cutter cutter = cutter(TO_ASSOCIATE, TO_ASSOCIATE);
        DlmsClient client = open(cutter, QUICK)) {

      assertThat(client.get(TestMeter.IMPORT_VALUE).asLong()).isEqualTo(1_460_000);
      assertThat(client.get(List.of(TestMeter.IMPORT_VALUE, TestMeter.NAME_VALUE))).hasSize(2);
      assertThat(cutter.connections).hasValue(3);
    }
  }

  @Test
  void never_does_a_method_twice_but_may_be_asked_to() throws Exception {
    try (Cutter cutter = cutter(TO_ASSOCIATE);
        DlmsClient client = open(cutter, QUICK)) {

      assertThatThrownBy(() -> client.action(TestMeter.DISCONNECT, new Data.Integer8(0)))
          .isInstanceOf(Unreachable.class);
      assertThat(meter.relaySwitches).as("it was done, only the answer was lost").hasValue(1);

      client.action(TestMeter.RECONNECT, new Data.Integer8(0));
      assertThat(meter.relaySwitches).hasValue(2);
    }
  }

  @Test
  void gives_up_after_as_many_tries_as_it_has() throws Exception {
    try (Cutter cutter = cutter(TO_ASSOCIATE, 0, 0, 0, 0);
        DlmsClient client = open(cutter, QUICK)) {

      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE)).isInstanceOf(Unreachable.class);
      assertThat(cutter.connections).hasValue(1 + QUICK.attempts());
    }
  }

  @Test
  void does_not_run_out_of_tries_while_it_gets_further() throws Exception {
    int[] many = new int[2 * QUICK.attempts()];
    Arrays.fill(many, TO_ASSOCIATE + 5);
    try (Cutter cutter = cutter(many);
        DlmsClient client = open(cutter, QUICK)) {

      assertThat(client.get(TestMeter.PROFILE_BUFFER).asList()).isEqualTo(rows(0, ROWS));
      assertThat(cutter.connections).hasValue(many.length + 1);
    }
  }

  @Test
  void stays_lost_if_it_was_not_told_to_go_on() throws Exception {
    try (Cutter cutter = cutter(TO_ASSOCIATE);
        DlmsClient client = open(cutter, Reconnection.NONE)) {

      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE)).isInstanceOf(Unreachable.class);
      assertThatThrownBy(() -> client.get(TestMeter.IMPORT_VALUE))
          .isInstanceOf(Unreachable.class)
          .hasMessageContaining("association is closed");
      assertThat(cutter.connections).hasValue(1);
    }
  }

  @Test
  void is_not_held_up_by_its_patience_when_it_is_closed() throws Exception {
    var hours = new Reconnection(3, Duration.ofHours(1), Duration.ofHours(1));
    try (Cutter cutter = cutter(TO_ASSOCIATE)) {
      DlmsClient client = open(cutter, hours);
      var read =
          CompletableFuture.supplyAsync(() -> {
            try {
              return client.get(TestMeter.IMPORT_VALUE);
            } catch (MeterException e) {
              throw new CompletionException(e);
            }
          });
      cutter.cuts.acquire();

      client.close();

      assertThatThrownBy(read::join).hasCauseInstanceOf(Unreachable.class);
    }
  }
}
