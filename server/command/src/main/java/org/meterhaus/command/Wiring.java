package org.meterhaus.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.embedded.EmbeddedConfig;
import org.meterhaus.db.embedded.EmbeddedPostgres;
import org.meterhaus.headend.HeadEnd;
import org.meterhaus.headend.HeadEndConfig;
import org.meterhaus.headend.SinkAddress;
import org.meterhaus.meters.Building;
import org.meterhaus.meters.KeyStore;
import org.meterhaus.meters.MetersConfig;
import org.meterhaus.meters.VirtualMeters;
import org.meterhaus.processing.GroupConfig;
import org.meterhaus.processing.GroupRunner;
import org.meterhaus.processing.OutageWatch;
import org.meterhaus.processing.OutageWatchConfig;
import org.meterhaus.processing.Processor;
import org.meterhaus.processing.ProcessorConfig;
import org.meterhaus.processing.faults.DeviceWatch;
import org.meterhaus.processing.faults.WatchConfig;
import org.meterhaus.processing.outage.OutageRules;
import org.meterhaus.push.FirebaseConfig;
import org.meterhaus.push.FirebasePushChannel;
import org.meterhaus.push.PushSender;
import org.meterhaus.push.PushSenderConfig;
import org.meterhaus.push.receiver.FcmReceiver;
import org.meterhaus.push.receiver.ReceiverConfig;
import org.meterhaus.server.boot.PayaraRuntime;
import org.meterhaus.server.boot.ServerOptions;
import org.meterhaus.server.boot.ServerProcess;
import org.meterhaus.sink.ConnectionFile;
import org.meterhaus.sink.HeadEndKeys;
import org.meterhaus.sink.Sink;
import org.meterhaus.sink.SinkConfig;
import org.meterhaus.sink.collect.Polling;

/**
 * How each part is made from settings. The only class that knows all of them; {@code up} and the
 * commands for single parts are made of the same pieces.
 */
final class Wiring {
  private static final System.Logger LOG = System.getLogger(Wiring.class.getName());
  private static final int HISTORY_WEEKS = 10;
  private static final int RECEIVER_KEEPS = 500;
  private static final String PROJECT = "meterhaus-demo";

  private final Settings settings;
  private final Installation installation;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();

  Wiring(Settings settings, Installation installation) {
    this.settings = settings;
    this.installation = installation;
  }

  InstantSource clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  /** The PostgreSQL of the settings, or nothing if none is named. */
  Optional<DatabaseConfig> externalDatabase() {
    if (settings.get(Settings.Key.DB_URL).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DatabaseConfig.from(this::databaseSetting));
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  /** As above, for a part that has no database of its own to fall back on. */
  DatabaseConfig database() {
    return externalDatabase()
        .orElseThrow(() ->
            new Refusal(
                "METERHAUS_DB_URL is not set: a part that runs alone needs a PostgreSQL; `meterhaus up` brings one"));
  }

  private Optional<String> databaseSetting(String property) {
    for (Settings.Key key : Settings.Key.values()) {
      if (key.property().equals(property)) {
        return key == Settings.Key.DB_PASSWORD ? password() : settings.get(key);
      }
    }
    return Optional.empty();
  }

  private Optional<String> password() {
    Optional<String> file = settings.get(Settings.Key.DB_PASSWORD_FILE);
    Optional<String> value = settings.get(Settings.Key.DB_PASSWORD);
    if (file.isEmpty()) {
      return value;
    }
    if (value.isPresent()) {
      throw new Refusal(
          "METERHAUS_DB_PASSWORD and METERHAUS_DB_PASSWORD_FILE are both set; choose one");
    }
    try {
      return Optional.of(Files.readString(Path.of(file.get())).strip());
    } catch (IOException e) {
      throw new Refusal("cannot read METERHAUS_DB_PASSWORD_FILE " + file.get() + ": " + e, e);
    }
  }

  /** A PostgreSQL of our own in the data directory. */
  EmbeddedPostgres embeddedDatabase(DataDirectory data) {
    return EmbeddedPostgres.start(
        EmbeddedConfig.of(data.file("postgres"), installation.runtime().resolve("postgres")));
  }

  Database open(DatabaseConfig config) {
    return Database.open(config);
  }

  /** The building whose meters run here. */
  Building building() {
    Path file =
        settings.get(Settings.Key.BUILDING).map(Path::of).orElse(installation.sampleBuilding());
    try {
      return Building.read(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("cannot use the building " + file + ": " + e.getMessage(), e);
    }
  }

  /** Ten weeks back, on a Monday at midnight: how far the meters' history reaches at first. */
  Instant historyStart(Building building) {
    ZonedDateTime now = clock.instant().atZone(building.zone());
    return now.truncatedTo(ChronoUnit.DAYS)
        .minusDays(now.getDayOfWeek().getValue() - 1L)
        .minusWeeks(HISTORY_WEEKS)
        .toInstant();
  }

  /** The building's meters, with their connection file written. */
  VirtualMeters meters(Building building, DataDirectory data) {
    String host = settings.get(Settings.Key.METERS_ADDRESS).orElse("127.0.0.1");
    int port = settings.port(Settings.Key.METERS_PORT, 0);
    Path state = data.directory("meters");
    try {
      KeyStore keys =
          KeyStore.openOrCreate(
              state, building.units().stream().map(unit -> unit.meter().id()).toList(), random);
      VirtualMeters meters =
          VirtualMeters.start(
              new MetersConfig(building, state, historyStart(building), host, port), keys, clock);
      settings.hostAndPort(Settings.Key.METERS_PUSH_TO).ifPresent(meters::pushTo);
      meters.writeConnections(meterConnections(data));
      return meters;
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("cannot start the meters: " + e.getMessage(), e);
    }
  }

  /** The file that tells the sink where the meters are. */
  Path meterConnections(DataDirectory data) {
    return settings
        .get(Settings.Key.METERS_CONNECTIONS)
        .map(Path::of)
        .orElse(data.file("meters.json"));
  }

  /** The sink over the meters of the connection file, with its own connection file written. */
  Sink sink(DataDirectory data) {
    Path connections = meterConnections(data);
    Path own = sinkConnections(data);
    try {
      SinkConnection connection = SinkConnection.readOrMake(own, random);
      String host = settings.get(Settings.Key.SINK_ADDRESS).orElse("127.0.0.1");
      SinkConfig config =
          SinkConfig.of(
              ConnectionFile.read(connections),
              data.directory("sink"),
              new InetSocketAddress(host, settings.port(Settings.Key.SINK_PORT, 0)),
              new HeadEndKeys(connection.encryptionKey(), connection.authenticationKey()));
      Sink sink =
          new Sink(
              config
                  .withPolling(
                      Polling.DEFAULT.withEvery(
                          settings.duration(Settings.Key.SINK_POLL, Polling.DEFAULT.every())))
                  .withPushes(
                      new InetSocketAddress(host, settings.port(Settings.Key.SINK_PUSH_PORT, 0))),
              clock);
      sink.start();
      connection.listens(own, config.id(), host, sink.address().getPort());
      return sink;
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("cannot start the sink: " + e.getMessage(), e);
    }
  }

  /** Tells meters where to push to, if they have not been told. */
  void push(VirtualMeters meters, Sink sink) {
    if (settings.get(Settings.Key.METERS_PUSH_TO).isEmpty()) {
      sink.pushAddress().ifPresent(meters::pushTo);
    }
  }

  private Path sinkConnections(DataDirectory data) {
    return settings.get(Settings.Key.SINK_CONNECTIONS).map(Path::of).orElse(data.file("sink.json"));
  }

  /** The head-end over the sink of the connection file. */
  HeadEnd headEnd(DataDirectory data, Database database) {
    SinkConnection sink = SinkConnection.read(sinkConnections(data));
    try {
      HeadEndConfig config =
          HeadEndConfig.of(
              "meterhaus",
              data.directory("head-end"),
              List.of(
                  new SinkAddress(
                      sink.sink(),
                      sink.host(),
                      sink.port(),
                      sink.encryptionKey(),
                      sink.authenticationKey())));
      HeadEnd headEnd =
          new HeadEnd(
              config.withPauses(
                  settings.duration(Settings.Key.HEADEND_POLL, config.poll()), config.refresh()),
              database,
              clock);
      headEnd.start();
      return headEnd;
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("cannot start the head-end: " + e.getMessage(), e);
    }
  }

  /** Everything that follows from arrivals: days and alarms, outages, groups of customers. */
  AutoCloseable processing(Database database) {
    Processor processor = new Processor(database, ProcessorConfig.defaults(), clock);
    OutageWatch outages = new OutageWatch(database, outages(), clock);
    GroupRunner groups = new GroupRunner(database, GroupConfig.defaults(), clock);
    DeviceWatch devices = new DeviceWatch(database, WatchConfig.defaults(), clock);
    processor.start();
    outages.start();
    groups.start();
    devices.start();
    return () -> {
      devices.close();
      groups.close();
      outages.close();
      processor.close();
    };
  }

  private OutageWatchConfig outages() {
    OutageRules rules = OutageRules.defaults();
    try {
      return OutageWatchConfig.defaults()
          .withRules(
              rules.withWaits(
                  settings.duration(Settings.Key.OUTAGE_SUSPECT_AFTER, rules.suspectAfter()),
                  settings.duration(Settings.Key.OUTAGE_CONFIRM_AFTER, rules.confirmAfter()),
                  settings.duration(Settings.Key.OUTAGE_SETTLE, rules.settle())));
    } catch (IllegalArgumentException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  /** What phones would get, where no provider is configured. */
  FcmReceiver receiver(String token) {
    try {
      FcmReceiver receiver =
          new FcmReceiver(
              new ReceiverConfig(
                  settings.port(Settings.Key.FCM_PORT, 0), project(), token, RECEIVER_KEEPS),
              clock);
      receiver.start();
      return receiver;
    } catch (UncheckedIOException e) {
      throw new Refusal(e.getMessage() + "; see METERHAUS_FCM_PORT", e);
    }
  }

  /** A token that nobody could know beforehand, for the local receiver. */
  String newToken() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String project() {
    return settings.get(Settings.Key.FCM_PROJECT).orElse(PROJECT);
  }

  /** Whether the settings name a provider: Google, or a receiver elsewhere. */
  boolean hasPushProvider() {
    return settings.get(Settings.Key.FCM_CREDENTIALS).isPresent()
        || settings.get(Settings.Key.FCM_ENDPOINT).isPresent();
  }

  /** The provider that the settings name. */
  FirebaseConfig pushProvider() {
    Optional<String> credentials = settings.get(Settings.Key.FCM_CREDENTIALS);
    if (credentials.isPresent()) {
      return FirebaseConfig.google(Path.of(credentials.get()));
    }
    String endpoint =
        settings
            .get(Settings.Key.FCM_ENDPOINT)
            .orElseThrow(() ->
                new Refusal(
                    "push needs METERHAUS_FCM_CREDENTIALS (a service account file) or METERHAUS_FCM_ENDPOINT"));
    String token =
        settings
            .get(Settings.Key.FCM_TOKEN)
            .orElseThrow(() -> new Refusal("METERHAUS_FCM_ENDPOINT needs METERHAUS_FCM_TOKEN"));
    try {
      return FirebaseConfig.local(URI.create(endpoint), project(), token);
    } catch (IllegalArgumentException e) {
      throw new Refusal("METERHAUS_FCM_ENDPOINT is not usable: " + e.getMessage(), e);
    }
  }

  /** The provider of this process's own receiver. */
  FirebaseConfig pushTo(FcmReceiver receiver, String token) {
    return FirebaseConfig.local(receiver.address(), project(), token);
  }

  /** A sender that drains the outbox; closing it closes the channel too. */
  AutoCloseable push(Database database, FirebaseConfig provider) {
    try {
      FirebasePushChannel channel = FirebasePushChannel.open(provider, clock);
      PushSender sender =
          new PushSender(PushSenderConfig.STANDARD, database, channel, clock, new Random());
      sender.start();
      return () -> {
        sender.close();
        channel.close();
      };
    } catch (IOException e) {
      throw new Refusal("cannot use the push credentials: " + e.getMessage(), e);
    }
  }

  /** Where the server is to listen. */
  InetSocketAddress http(Optional<Integer> port) {
    String address = settings.get(Settings.Key.HTTP_ADDRESS).orElse("127.0.0.1");
    int number = port.orElseGet(() -> settings.port(Settings.Key.HTTP_PORT, 8080));
    try {
      return new InetSocketAddress(InetAddress.getByName(address), number);
    } catch (IOException e) {
      throw new Refusal("METERHAUS_HTTP_ADDRESS " + address + " is not known: " + e, e);
    }
  }

  /**
   * Finds out early whether the port can be had.
   *
   * @throws Refusal if somebody has it
   */
  static void requireFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new Refusal(
          "port %d on %s cannot be used (%s): stop what uses it, or choose another --port"
              .formatted(address.getPort(), address.getAddress().getHostAddress(), e.getMessage()),
          e);
    }
  }

  /** The application server; not ready yet when this returns. */
  ServerProcess server(InetSocketAddress listen, DatabaseConfig database) {
    try {
      PayaraRuntime payara =
          PayaraRuntime.unpack(PayaraRuntime.distribution(), installation.runtime());
      return ServerProcess.start(
          payara,
          new ServerOptions(
              listen.getAddress().getHostAddress(), listen.getPort(), installation.archive()),
          List.of("-Xmx512m", "-XX:+UseSerialGC"),
          Map.of(
              "METERHAUS_DB_URL", database.url(),
              "METERHAUS_DB_USER", database.application().user(),
              "METERHAUS_DB_PASSWORD", database.application().password()),
          line -> LOG.log(level(line), line));
    } catch (IOException e) {
      throw new Refusal("cannot start the server: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("stopped while starting", e);
    }
  }

  // the server's lines are whole lines of its own log; its warnings are ours
  private static System.Logger.Level level(String line) {
    return line.contains("SEVERE") || line.contains("WARNING")
        ? System.Logger.Level.WARNING
        : System.Logger.Level.INFO;
  }
}
