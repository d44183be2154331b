package org.meterhaus.headend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Credentials;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.Sql;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Arrival;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Command;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.commands.Task;
import org.meterhaus.db.house.House;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.meters.Building;
import org.meterhaus.meters.Consumption;
import org.meterhaus.meters.KeyStore;
import org.meterhaus.meters.MetersConfig;
import org.meterhaus.meters.PowerCuts;
import org.meterhaus.meters.VirtualMeters;
import org.meterhaus.sink.ConnectionFile;
import org.meterhaus.sink.HeadEndKeys;
import org.meterhaus.sink.Sink;
import org.meterhaus.sink.SinkConfig;
import org.meterhaus.sink.collect.Polling;

/**
 * Two flats of the sample building, one with four appliances: meters, sink, head-end and database,
 * all real.
 */
final class HeadEndWorld implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");
  static final Instant COMMISSIONED = Instant.parse("2026-11-07T00:00:00Z");
  static final String FLAT = "MHV0000000000101";
  static final String HOME = "MHV0000000000110";
  static final String KETTLE = "A-10-kettle";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SymmetricKey ENCRYPTION = SymmetricKey.ofHex("11".repeat(16));
  private static final SymmetricKey AUTHENTICATION = SymmetricKey.ofHex("22".repeat(16));

  final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final TestDatabase test;
  final Building building;
  private final Path directory;
  private final KeyStore keys;
  private final List<HeadEnd> headEnds = new ArrayList<>();
  private @Nullable VirtualMeters meters;
  private @Nullable Sink sink;
  private int sinkPort;

  /** On an empty database. */
  HeadEndWorld(Path directory, TestDatabase test) throws Exception {
    this.test = test;
    clear(test.config());
    this.directory = directory;
    Building all = Building.read(Path.of("..", "..", "samples", "building.json"));
    this.building =
        new Building(
            all.id(),
            all.name(),
            all.zone(),
            all.organisation(),
            all.sink(),
            all.sections(),
            List.of(all.unitOfMeter(FLAT).orElseThrow(), all.unitOfMeter(HOME).orElseThrow()));
    this.keys =
        KeyStore.openOrCreate(directory.resolve("keys"), List.of(FLAT, HOME), new SecureRandom());
  }

  /** Quicker than a database for each test. */
  private static void clear(DatabaseConfig config) throws SQLException {
    Credentials owner = config.owner().orElseThrow();
    try (var connection =
            DriverManager.getConnection(config.url(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      statement.execute("truncate building, customer cascade");
      statement.execute("update arrival_partition set next_offset = 0");
    }
  }

  Database database() {
    return test.database();
  }

  /** Rows of the house for both meters. */
  void provision() {
    database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          TestHouse.flat(session, "A-01", FLAT, seconds(FLAT), 12_075);
        });
    provisionHome();
  }

  /** Rows of the house, but none of the second meter. */
  void provisionFlatOnly() {
    database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          TestHouse.flat(session, "A-01", FLAT, seconds(FLAT), 12_075);
        });
  }

  void provisionHome() {
    database()
        .transact(session -> {
          TestHouse.flat(session, "A-10", HOME, seconds(HOME), 6037);
          for (Building.Device device : unit(HOME).devices()) {
            String name = device.id().substring("A-10-".length());
            TestHouse.appliance(session, "A-10", HOME, device.channel(), name, seconds(HOME));
          }
        });
  }

  private int seconds(String meter) {
    return (int) unit(meter).meter().recording().interval().toSeconds();
  }

  Building.Unit unit(String meter) {
    return building.unitOfMeter(meter).orElseThrow();
  }

  void startMeters() throws IOException {
    meters =
        VirtualMeters.start(
            new MetersConfig(building, directory.resolve("meters"), COMMISSIONED, "127.0.0.1", 0),
            keys,
            now::get);
    meters.writeConnections(directory.resolve("meters.json"));
  }

  /** From now on, for that long. */
  void cutPower(String section, Duration length) throws IOException {
    Instant from = now.get();
    PowerCuts.order(
        directory.resolve("meters"), new PowerCuts.Cut(section, from, from.plus(length)));
  }

  void stopMeters() {
    if (meters != null) {
      meters.close();
      meters = null;
    }
  }

  Consumption consumption(String meter) {
    return Objects.requireNonNull(meters).consumption(meter);
  }

  boolean connected(int channel) {
    return consumption(HOME).switching().connected(channel);
  }

  void startSink() throws IOException {
    startSink("sink");
  }

  /** Starts the sink at the port where it was before, if it was. */
  void startSink(String name) throws IOException {
    SinkConfig config =
        SinkConfig.of(
                ConnectionFile.read(directory.resolve("meters.json")),
                directory.resolve(name),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), sinkPort),
                new HeadEndKeys(ENCRYPTION, AUTHENTICATION))
            .withPolling(
                new Polling(
                    Duration.ofMillis(50),
                    Duration.ofMillis(200),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(70),
                    8,
                    Duration.ofSeconds(2)))
            .withPushes(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    sink = new Sink(config, now::get);
    sink.start();
    sinkPort = sink.address().getPort();
    VirtualMeters running = meters;
    if (running != null) {
      sink.pushAddress().ifPresent(running::pushTo);
    }
  }

  void stopSink() {
    if (sink != null) {
      sink.close();
      sink = null;
    }
  }

  HeadEnd startHeadEnd(String id) throws IOException {
    return startHeadEnd(id, ENCRYPTION, 500);
  }

  HeadEnd startHeadEnd(String id, SymmetricKey encryption, int batch) throws IOException {
    HeadEnd headEnd =
        new HeadEnd(
            new HeadEndConfig(
                id,
                directory.resolve(id),
                List.of(
                    new SinkAddress(
                        TestHouse.SINK, "127.0.0.1", sinkPort, encryption, AUTHENTICATION)),
                Duration.ofMillis(50),
                batch,
                Duration.ofMillis(500),
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofSeconds(20)),
            database(),
            now::get);
    headEnds.add(headEnd);
    headEnd.start();
    return headEnd;
  }

  void startAll() throws IOException {
    startMeters();
    startSink();
    HeadEnd _ = startHeadEnd("head-end");
  }

  /** Every reading in the arrival log for a channel, by time, then by energy. */
  List<Reading> arrived(String meter, int channel) {
    String obis = "1.%d.1.8.0.255".formatted(channel);
    return database()
        .inTransaction(session -> {
          long id = new House(session).channel(meter, obis).orElseThrow().id();
          List<Reading> readings = new ArrayList<>();
          for (Arrival arrival :
              new PostgresArrivalLog(session).read(Partitions.of(meter), 0, 100_000)) {
            if (arrival instanceof Arrival.Received received
                && received.delivery().channelId() == id) {
              readings.addAll(received.delivery().readings());
            }
          }
          readings.sort(
              Comparator.comparing(Reading::end).thenComparingInt(r -> r.energyWh().orElse(-1)));
          return readings;
        });
  }

  /** What a channel really measured from its commissioning to now, an interval each. */
  List<Reading> truth(String meter, int channel) {
    Consumption consumption = consumption(meter);
    Duration interval = unit(meter).meter().recording().interval();
    List<Reading> readings = new ArrayList<>();
    Instant end = consumption.commissionedAt().plus(interval);
    for (; !end.isAfter(now.get()); end = end.plus(interval)) {
      readings.add(
          Reading.of(
              end,
              0,
              consumption.energyWh(channel, end.minus(interval)),
              consumption.registerWh(channel, end)));
    }
    return readings;
  }

  /** A command that expires a minute from now. */
  UUID command(String device, Action action) {
    UUID id = UUID.randomUUID();
    Instant at = now.get();
    database()
        .transact(session ->
            new Commands(session)
                .accept(
                    Command.accepted(
                        id,
                        device,
                        TestHouse.CUSTOMER,
                        action,
                        at,
                        at.plus(Duration.ofMinutes(1)))));
    return id;
  }

  /** One that a head-end claimed before it was killed. */
  UUID sentCommand(String device, Action action) {
    UUID id = command(device, action);
    Task claimed =
        database()
            .inTransaction(session -> new Commands(session).claim(TestHouse.SINK, now.get()))
            .orElseThrow();
    if (!claimed.command().id().equals(id)) {
      throw new AssertionError("another command was waiting: " + claimed);
    }
    return id;
  }

  Command find(UUID id) {
    return database()
        .inTransaction(session -> new Commands(session).find(TestHouse.CUSTOMER, id))
        .orElseThrow();
  }

  Command awaitEnd(UUID id) throws Exception {
    await(() -> find(id).finishedAt() != null);
    return find(id);
  }

  String reportedState(String device) {
    return database()
        .inTransaction(session ->
            Sql.of(session, "select reported_state from device where id = :id")
                .with("id", device)
                .first(row -> row.text(0)))
        .orElseThrow();
  }

  /** Kinds of the messages about a command. */
  List<String> announced(UUID command) {
    return database()
        .inTransaction(session ->
            Sql.of(session, "select kind from outbox where data->>'command' = :id")
                .with("id", command.toString())
                .list(row -> row.text(0)));
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come about within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    headEnds.forEach(HeadEnd::close);
    stopSink();
    stopMeters();
  }
}
