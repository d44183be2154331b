package org.meterhaus.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Database;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.db.embedded.EmbeddedPostgres;
import org.meterhaus.dissemination.customer.PasswordHash;
import org.meterhaus.meters.Building;
import org.meterhaus.meters.VirtualMeters;
import org.meterhaus.push.FirebaseConfig;
import org.meterhaus.push.receiver.FcmReceiver;
import org.meterhaus.server.boot.ServerProcess;
import org.meterhaus.sink.Sink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything on one machine: database, building, sink, head-end, processing, push, server. */
@Command(
    name = "up",
    description = {
      "Starts everything on this machine and prints where to look.",
      "Ctrl-C stops it; started again it goes on with the same data."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final Duration SERVER_READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  @Mixin private DataOption dataOption = new DataOption();

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port of page, REST and SOAP (default: METERHAUS_HTTP_PORT or 8080).")
  private Optional<Integer> port = Optional.empty();

  private final Terminal terminal = new Terminal(System.out);

  @Override
  public Integer call() throws InterruptedException {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    InetSocketAddress listen = wiring.http(port);
    Building building = wiring.building();
    Wiring.requireFree(listen);
    Parts parts = new Parts();
    Stop stop = Stop.closes(parts);
    try {
      DataDirectory data = parts.started("data directory", DataDirectory.open(dataOption.path()));
      Logs.toTerminalAnd(data.directory("log"));
      terminal.say("meterhaus 0.1.0, data in " + data.file(""));
      return run(wiring, data, building, listen, parts, stop);
    } catch (RuntimeException e) {
      if (stop.isAsked()) {
        return 0; // whatever failed, failed because everything is being stopped
      }
      parts.close();
      throw e;
    }
  }

  private int run(
      Wiring wiring,
      DataDirectory data,
      Building building,
      InetSocketAddress listen,
      Parts parts,
      Stop stop)
      throws InterruptedException {
    DatabaseConfig config = databaseConfig(wiring, data, parts);
    Database database = parts.started("database pool", wiring.open(config));
    // the slowest to start, and it needs no more than the schema
    ServerProcess server = parts.started("server", wiring.server(listen, config.withoutOwner()));
    SignIns signIns = provision(wiring, database, data, building);
    @Nullable URI receiver = acquisition(wiring, data, building, database, parts);
    awaitServer(server);
    Addresses addresses = Addresses.of(listen, receiver, data.file(""));
    addresses.write(data.file("run.json"));
    new Welcome(terminal, addresses, building, signIns, data.file("demo-sign-ins.json")).print();
    FirstReadings.tell(terminal, database, stop, TELL_EVERY);
    return awaitEnd(server, parts, stop);
  }

  private DatabaseConfig databaseConfig(Wiring wiring, DataDirectory data, Parts parts) {
    Optional<DatabaseConfig> external = wiring.externalDatabase();
    if (external.isPresent()) {
      return external.get();
    }
    long since = System.nanoTime();
    EmbeddedPostgres postgres = parts.started("PostgreSQL", wiring.embeddedDatabase(data));
    terminal.done("database", "PostgreSQL 18, embedded, 127.0.0.1:" + postgres.port(), since);
    return postgres.databaseConfig();
  }

  /** Puts building and customers into the database; returns how they sign in. */
  private SignIns provision(
      Wiring wiring, Database database, DataDirectory data, Building building) {
    long since = System.nanoTime();
    SignIns signIns =
        SignIns.readOrMake(data.file("demo-sign-ins.json"), building, wiring.random());
    new Provisioning(
            building, signIns, password -> PasswordHash.of(password, wiring.random()).phc())
        .writeTo(database, wiring.historyStart(building));
    terminal.done(
        "house",
        building.name() + ", " + building.units().size() + " flats in the database",
        since);
    return signIns;
  }

  /** Starts everything between the meters and the phones; returns where the receiver shows. */
  private @Nullable URI acquisition(
      Wiring wiring, DataDirectory data, Building building, Database database, Parts parts) {
    long since = System.nanoTime();
    VirtualMeters meters = parts.started("meters", wiring.meters(building, data));
    terminal.done("meters", meters.addresses().size() + " meters on real recordings", since);

    since = System.nanoTime();
    Sink sink = parts.started("sink", wiring.sink(data));
    wiring.push(meters, sink);
    terminal.done("sink", building.sink() + " on port " + sink.address().getPort(), since);

    since = System.nanoTime();
    parts.started("processing", wiring.processing(database));
    parts.started("head-end", wiring.headEnd(data, database));
    terminal.done("processing", "head-end and 192 partitions", since);

    since = System.nanoTime();
    if (wiring.hasPushProvider()) {
      FirebaseConfig provider = wiring.pushProvider();
      parts.started("push", wiring.push(database, provider));
      terminal.done("push", "through " + provider, since);
      return null;
    }
    String token = wiring.newToken();
    FcmReceiver receiver = parts.started("receiver", wiring.receiver(token));
    parts.started("push", wiring.push(database, wiring.pushTo(receiver, token)));
    terminal.done("push", "to the local receiver at " + receiver.address(), since);
    return receiver.address();
  }

  private void awaitServer(ServerProcess server) throws InterruptedException {
    long since = System.nanoTime();
    terminal.waiting("server", "Payara Micro is starting");
    try {
      server.awaitReady(SERVER_READY_WITHIN);
    } catch (IOException | TimeoutException e) {
      throw new Refusal(
          "the server did not get ready: %s; its log is in %s"
              .formatted(e.getMessage(), dataOption.path().resolve("log")),
          e);
    }
    terminal.done("server", "page, REST and SOAP", since);
  }

  /** Returns when the user asks, or when the server has died. */
  private int awaitEnd(ServerProcess server, Parts parts, Stop stop) throws InterruptedException {
    while (!stop.isAsked()) {
      try {
        int code = server.ended().get(1, TimeUnit.SECONDS);
        if (!stop.isAsked()) {
          terminal.say("the server ended by itself with code " + code + ": stopping the rest");
          parts.close();
          return Meterhaus.BROKEN;
        }
      } catch (TimeoutException _) {
        // it is running
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return 0;
  }
}
