package org.meterhaus.server.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the server listens and what it serves.
 *
 * @param address address to listen on; {@code 127.0.0.1} unless somebody asks for more
 * @param port TCP port, 0..65535; 0 takes any free one and says which in the ready line
 * @param war the archive to deploy at {@code /}
 */
public record ServerOptions(String address, int port, Path war) {

  /** What {@code --help} would say. */
  static final String USAGE = "usage: ServerMain --war FILE [--port 0..65535] [--address ADDRESS]";

  private static final int DEFAULT_PORT = 8080;
  private static final String LOOPBACK = "127.0.0.1";

  public ServerOptions {
    if (address.isBlank()) {
      throw new IllegalArgumentException("--address must not be blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("--port must be 0..65535 but was " + port);
    }
    if (!Files.isRegularFile(war)) {
      throw new IllegalArgumentException("--war must be a file but was " + war);
    }
  }

  /** On the loopback address, so that nothing outside this machine can reach it. */
  public static ServerOptions loopback(int port, Path war) {
    return new ServerOptions(LOOPBACK, port, war);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if an option is unknown, lacks its value or is out of range
   */
  static ServerOptions parse(String... args) {
    String address = LOOPBACK;
    int port = DEFAULT_PORT;
    Path war = null;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " lacks its value; " + USAGE);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--address" -> address = value;
        case "--port" -> port = port(value);
        case "--war" -> war = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + args[i] + "; " + USAGE);
      }
    }
    if (war == null) {
      throw new IllegalArgumentException("--war is missing; " + USAGE);
    }
    return new ServerOptions(address, port, war);
  }

  /** The command line that {@link #parse} reads back to an equal value. */
  List<String> arguments() {
    return new ArrayList<>(
        List.of("--address", address, "--port", Integer.toString(port), "--war", war.toString()));
  }

  private static int port(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException _) {
      // the message has to name the option, which NumberFormatException cannot
      throw new IllegalArgumentException("--port must be 0..65535 but was " + value);
    }
  }
}
