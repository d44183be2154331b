package org.meterhaus.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.meterhaus.db.DatabaseConfig;
import org.meterhaus.server.boot.ServerProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The application server alone. */
@Command(
    name = "server",
    description = "Runs page, REST and SOAP on Payara Micro against METERHAUS_DB_URL.",
    mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port to listen on (default: METERHAUS_HTTP_PORT or 8080).")
  private Optional<Integer> port = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    DatabaseConfig config = wiring.database();
    var listen = wiring.http(port);
    Wiring.requireFree(listen);
    Parts parts = new Parts();
    Stop stop = Stop.closes(parts);
    wiring.open(config).close(); // brings the schema up to date, or says why it cannot
    ServerProcess server = parts.started("server", wiring.server(listen, config.withoutOwner()));
    return Alone.server(server, stop);
  }
}
