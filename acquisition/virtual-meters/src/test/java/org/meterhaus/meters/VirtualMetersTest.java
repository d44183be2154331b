package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** All thirty meters over real sockets; nothing here switches anything, so that they are shared. */
@DisplayName("The meters of the sample building")
class VirtualMetersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:07:30Z");
  private static final Instant COMMISSIONED = Instant.parse("2026-09-11T09:58:59Z");
  private static final AtomicLong SERIAL = new AtomicLong();

  private static Building building;
  private static KeyStore keys;
  private static VirtualMeters meters;
  private static Path directory;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    building = SampleBuilding.lindenhof();
    List<String> ids = building.units().stream().map(unit -> unit.meter().id()).toList();
    keys = KeyStore.openOrCreate(temporary.resolve("keys"), ids, new SecureRandom());
    meters = VirtualMeters.start(config(temporary), keys, () -> NOW);
  }

  @AfterAll
  static void stop() {
    meters.close();
  }

  private static MetersConfig config(Path temporary) {
    return new MetersConfig(building, temporary.resolve("meters"), COMMISSIONED, "127.0.0.1", 0);
  }

  private static Reader open(Building.Unit unit) throws MeterException {
    String id = unit.meter().id();
    return Reader.open(meters.address(id), keys.keys(id), SERIAL.incrementAndGet());
  }

  private static Building.Unit flat(String id) {
    return building.unit(id).orElseThrow();
  }

  /** Two days of every channel, read interval by interval against recording and faults. */
  @Test
  void deliver_every_channels_days_as_in_the_sample_but_for_their_faults() throws MeterException {
    Instant from = Instant.parse("2026-11-15T23:00:00Z");
    Instant to = Instant.parse("2026-11-17T23:00:00Z");
    int damaged = 0;
    for (Building.Unit unit : building.units()) {
      Recording recording = unit.meter().recording();
      try (Reader reader = open(unit)) {
        for (Building.Channel channel : unit.channels()) {
          List<Reader.Row> rows =
              reader.rows(channel.number(), new Selection.TimeRange(from.plusMillis(1), to));

          for (Instant t = from; t.isBefore(to); t = t.plus(recording.interval())) {
            Instant end = t.plus(recording.interval());
            List<Long> delivered =
                rows.stream()
                    .filter(row -> row.end().equals(end))
                    .map(Reader.Row::energyWh)
                    .toList();
            long measured = recording.energyWh(channel.number(), t);
            Fault.OfProfile fault = unit.meter().faults().at(channel.number(), t);
            damaged += fault == null ? 0 : 1;
            assertThat(delivered)
                .describedAs("%s channel %d at %s", unit.id(), channel.number(), t)
                .isEqualTo(
                    switch (fault) {
                      case null -> List.of(measured);
                      case Fault.Lost _ -> List.of();
                      case Fault.Repeated _ -> List.of(measured, measured);
                      case Fault.Spike spike -> List.of(measured + spike.addWh());
                    });
          }
        }
      }
    }
    assertThat(damaged).isEqualTo(building.damages(from, to).size()).isPositive();
  }

  @Test
  void have_registers_that_count_from_commissioning_without_regard_to_faults()
      throws MeterException {
    Instant boundary = Instant.parse("2026-11-20T10:00:00Z");
    for (String id : List.of("A-03", "A-07", "A-09", "B-02", "C-04", "C-10")) {
      Building.Unit unit = flat(id);
      Recording recording = unit.meter().recording();
      Instant from = recording.intervalStart(COMMISSIONED);
      try (Reader reader = open(unit)) {
        for (Building.Channel channel : unit.channels()) {
          int b = channel.number();
          long atBoundaryWh =
              (b == 0 ? unit.meter().startWh() : 0) + recording.energyWh(b, from, boundary);
          long sinceWh =
              recording.energyWh(b, boundary)
                  * Duration.between(boundary, NOW).toMillis()
                  / recording.interval().toMillis();

          assertThat(reader.register(channel.obis())).isEqualTo(atBoundaryWh + sinceWh);
          assertThat(reader.rows(b, new Selection.TimeRange(boundary, boundary)))
              .extracting(Reader.Row::registerWh)
              .containsExactly(atBoundaryWh);
        }
      }
    }
  }

  @Test
  void give_a_range_to_the_row_at_the_edges_of_a_utc_day() throws MeterException {
    Instant midnight = Instant.parse("2026-10-25T00:00:00Z");
    try (Reader reader = open(flat("A-01"))) {
      assertThat(
              reader.rows(0, new Selection.TimeRange(midnight, midnight.plus(Duration.ofHours(1)))))
          .extracting(Reader.Row::end)
          .containsExactly(
              midnight,
              midnight.plus(Duration.ofMinutes(30)),
              midnight.plus(Duration.ofMinutes(60)));
      assertThat(
              reader.rows(
                  0,
                  new Selection.TimeRange(
                      midnight.plusSeconds(1), midnight.plus(Duration.ofHours(24)))))
          .hasSize(48);
    }
  }

  /** 6,720 rows and more do not fit into one APDU, so this goes by block transfer. */
  @Test
  void give_the_whole_history_back_to_their_commissioning() throws MeterException {
    Building.Unit unit = flat("A-10");
    Instant first = Instant.parse("2026-09-11T09:45:00Z");
    Duration step = Duration.ofMinutes(15);
    try (Reader reader = open(unit)) {
      List<Reader.Row> rows = reader.allRows(0);

      assertThat(rows).hasSize((int) Duration.between(first, NOW).dividedBy(step));
      long registerWh = unit.meter().startWh();
      for (int i = 0; i < rows.size(); i++) {
        Reader.Row row = rows.get(i);
        registerWh += row.energyWh();
        assertThat(row.end()).isEqualTo(first.plus(step.multipliedBy(i + 1L)));
        assertThat(row.registerWh()).isEqualTo(registerWh);
        assertThat(row.status()).isZero();
      }
      assertThat(reader.profileAttribute(0, 7).asLong()).isEqualTo(rows.size());
      assertThat(reader.rows(0, new Selection.EntryRange(1, 0))).isEqualTo(rows);
      assertThat(reader.rows(0, new Selection.EntryRange(6000, 6004)))
          .isEqualTo(rows.subList(5999, 6004));
    }
  }

  @Test
  void describe_their_load_profile() throws MeterException {
    try (Reader reader = open(flat("A-09"))) {
      List<CaptureObject> columns = new ArrayList<>();
      for (Data column : reader.profileAttribute(2, 3).asList()) {
        columns.add(CaptureObject.from(column));
      }
      assertThat(columns)
          .containsExactly(
              CaptureObject.CLOCK,
              CaptureObject.of(InterfaceClass.DATA, ObisCode.of(0, 2, 96, 10, 1, 255), 2),
              CaptureObject.of(InterfaceClass.REGISTER, ObisCode.of(1, 2, 1, 29, 0, 255), 2),
              CaptureObject.of(InterfaceClass.REGISTER, ObisCode.of(1, 2, 1, 8, 0, 255), 2));
      assertThat(reader.profileAttribute(2, 4).asLong()).isEqualTo(900);
      assertThat(reader.profileAttribute(2, 5)).isEqualTo(new Data.Enumerated(1));
      assertThat(reader.profileAttribute(2, 8).asLong()).isEqualTo(2 * 400 * 96);
    }
  }

  @Test
  void tell_name_time_and_objects() throws MeterException {
    try (Reader reader = open(flat("A-09"))) {
      assertThat(
              new String(
                  reader.get(InterfaceClass.DATA, "0.0.42.0.0.255", 2).asOctets().toArray(),
                  StandardCharsets.US_ASCII))
          .isEqualTo("MHV0000000000109");
      assertThat(
              CosemDateTime.from(reader.get(InterfaceClass.CLOCK, "0.0.1.0.0.255", 2)).toInstant())
          .isEqualTo(NOW);
      Set<String> objects = new HashSet<>();
      for (Data object : reader.get(InterfaceClass.ASSOCIATION_LN, "0.0.40.0.0.255", 2).asList()) {
        List<Data> parts = object.asList();
        objects.add(parts.get(0).asLong() + " " + ObisCode.of(parts.get(2).asOctets()));
      }
      assertThat(objects).contains("8 0.0.1.0.0.255", "1 0.0.42.0.0.255");
      for (int b = 0; b <= 4; b++) {
        assertThat(objects)
            .contains(
                "3 1." + b + ".1.8.0.255",
                "3 1." + b + ".1.7.0.255",
                "3 1." + b + ".1.29.0.255",
                "1 0." + b + ".96.10.1.255",
                "7 1." + b + ".99.1.0.255");
        assertThat(objects.contains("70 0." + b + ".96.3.10.255")).isEqualTo(b > 0);
      }
    }
  }

  @Test
  void show_power_and_energy_of_the_intervals_around_now() throws MeterException {
    Building.Unit unit = flat("B-10");
    Recording recording = unit.meter().recording();
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    try (Reader reader = open(unit)) {
      assertThat(reader.register("1.0.1.7.0.255")).isEqualTo(4L * recording.energyWh(0, start));
      assertThat(reader.register("1.0.1.29.0.255"))
          .isEqualTo(recording.energyWh(0, start.minus(recording.interval())));
    }
  }

  @Test
  void answer_two_clients_at_once_and_many_meters_at_once() throws Exception {
    Selection week = new Selection.TimeRange(NOW.minus(Duration.ofDays(7)), NOW);
    List<Reader.Row> expected;
    try (Reader reader = open(flat("A-10"))) {
      expected = reader.rows(0, week);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Reader first = open(flat("A-10"));
        Reader second = open(flat("A-10"))) {
      List<Callable<List<Reader.Row>>> reads = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        reads.add(() -> first.rows(0, week));
        reads.add(() -> second.rows(0, week));
      }
      List<Callable<Integer>> others = new ArrayList<>();
      for (Building.Unit unit : building.units()) {
        others.add(() -> {
          try (Reader reader = open(unit)) {
            return reader.rows(0, week).size();
          }
        });
      }
      List<Future<Integer>> sizes = threads.invokeAll(others);
      for (Future<List<Reader.Row>> read : threads.invokeAll(reads)) {
        assertThat(read.get()).isEqualTo(expected);
      }
      for (Future<Integer> size : sizes) {
        assertThat(size.get()).isGreaterThan(300);
      }
    }
  }

  @Test
  void refuse_a_client_with_a_wrong_key() {
    MeterKeys right = keys.keys("MHV0000000000101");
    MeterKeys other = keys.keys("MHV0000000000102");
    for (MeterKeys wrong :
        List.of(
            other,
            new MeterKeys(right.title(), right.encryptionKey(), other.authenticationKey()),
            new MeterKeys(right.title(), other.encryptionKey(), right.authenticationKey()))) {
      assertThatThrownBy(() ->
              Reader.open(meters.address("MHV0000000000101"), wrong, SERIAL.incrementAndGet())
                  .close())
          .isInstanceOf(MeterException.class);
    }
  }

  @Test
  void refuse_a_client_without_keys() {
    var address = meters.address("MHV0000000000101");

    assertThatThrownBy(() ->
            DlmsClient.open(
                    LinkConfig.of("127.0.0.1", address.getPort(), 16, VirtualMeter.SAP),
                    new AssociationConfig.PublicClient())
                .close())
        .isInstanceOf(MeterException.class);
  }

  @Test
  void tell_the_sink_where_they_are_in_a_file_for_its_owner_only() throws Exception {
    Path file = directory.resolve("meters.json");

    meters.writeConnections(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
    assertThat(root.get("building").textValue()).isEqualTo("lindenhof");
    assertThat(root.get("sink").textValue()).isEqualTo("sink-lindenhof");
    assertThat(root.get("meters")).hasSize(30);
    JsonNode meter = root.get("meters").get(8);
    assertThat(meter.get("id").textValue()).isEqualTo("MHV0000000000109");
    MeterKeys written =
        new MeterKeys(
            SystemTitle.ofHex(meter.get("systemTitle").textValue()),
            SymmetricKey.ofHex(meter.get("encryptionKey").textValue()),
            SymmetricKey.ofHex(meter.get("authenticationKey").textValue()));
    try (Reader reader =
        Reader.open(
            new InetSocketAddress(meter.get("host").textValue(), meter.get("port").intValue()),
            written,
            SERIAL.incrementAndGet())) {
      assertThat(reader.register("1.0.1.8.0.255")).isPositive();
    }
  }

  @Test
  void refuse_to_start_twice_on_one_state() {
    assertThatThrownBy(() -> VirtualMeters.start(config(directory), keys, () -> NOW).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }
}
