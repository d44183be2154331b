package org.meterhaus.server.boot;

import fish.payara.micro.boot.PayaraMicroBoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the server's process runs: Payara Micro on one port of one address, with one archive at
 * {@code /}.
 *
 * <p>Prints {@value #READY} and the root URL on standard output when requests are answered, and
 * nothing else there; log lines go to standard error. Ends in good order when its standard input
 * reaches its end (so it never outlives the process that started it) or on SIGTERM. Exit code 1 and
 * one line on standard error when it cannot start.
 *
 * <p>{@link ServerProcess} builds the command line; the jars of {@link PayaraRuntime} have to be on
 * the class path.
 */
public final class ServerMain {

  /** How the line begins that says that requests are answered; the root URL follows. */
  static final String READY = "ready ";

  /** Where the unpacked distribution lies; Payara's own name. */
  static final String UNPACKED = "fish.payara.micro.UnpackDir";

  /** Exit code of a server that could not start. */
  static final int CANNOT_START = 1;

  private static final int PROBE_MILLIS = 60_000;

  private ServerMain() {}

  /** Starts the server and returns; the server's own threads keep the process alive. */
  public static void main(String... args) {
    PrintStream standardOutput = System.out;
    try {
      ServerOptions options = withPort(ServerOptions.parse(args));
      Thread.ofPlatform().daemon().name("standard-input").start(ServerMain::endWithStandardInput);
      // some of Payara's parts print what they meant for their developers; the log is for ours
      System.setOut(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      start(options);
      standardOutput.println(READY + root(options));
      standardOutput.flush();
    } catch (StartException | IllegalArgumentException | IOException e) {
      System.err.println("meterhaus server: " + e.getMessage());
      System.exit(CANNOT_START);
    }
  }

  private static void start(ServerOptions options) throws StartException, IOException {
    var runtime = new PayaraRuntime(Path.of(unpacked()));
    Path instance = InstanceDirectory.create(runtime);
    PayaraMicroBoot payara =
        boot(
            "--rootdir",
            instance.toString(),
            "--nocluster",
            "--nohazelcast",
            "--disablephonehome",
            "--logproperties",
            copy("logging.properties", instance, options).toString(),
            "--prebootcommandfile",
            copy("pre-boot.txt", instance, options).toString(),
            "--port",
            Integer.toString(options.port()),
            "--contextroot",
            "/",
            "--deploy",
            options.war().toString());
    // Payara goes on without an archive that it could not deploy or start; such a server is no use
    if (payara.getRuntime().getDeployedApplicationNames().isEmpty() || !answers(options)) {
      throw new StartException(options.war() + " did not start; the reason is in the log above");
    }
  }

  /**
   * Payara's own entry point, by name: the jar that has it is inside the distribution and cannot be
   * compiled against.
   */
  private static PayaraMicroBoot boot(String... arguments) throws StartException {
    try {
      return (PayaraMicroBoot)
          Class.forName("fish.payara.micro.impl.PayaraMicroImpl")
              .getMethod("create", String[].class)
              .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw new StartException("Payara Micro did not start: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new StartException("Payara Micro is not on the class path: " + e);
    }
  }

  /** Fails early and clearly when the port is taken, and settles port 0. */
  private static ServerOptions withPort(ServerOptions options) throws StartException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(options.address(), options.port()));
      return new ServerOptions(options.address(), probe.getLocalPort(), options.war());
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on %s port %d: %s; choose another by --port"
              .formatted(options.address(), options.port(), e.getMessage()));
    }
  }

  /** Whether the application says of itself that it is alive (MicroProfile Health). */
  private static boolean answers(ServerOptions options) throws IOException {
    var live = URI.create(root(options)).resolve("health/live");
    var connection = (HttpURLConnection) live.toURL().openConnection();
    connection.setConnectTimeout(PROBE_MILLIS);
    connection.setReadTimeout(PROBE_MILLIS);
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } finally {
      connection.disconnect();
    }
  }

  private static String root(ServerOptions options) throws IOException {
    var address = InetAddress.getByName(options.address());
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : options.address();
    return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, options.port());
  }

  private static Path copy(String resource, Path instance, ServerOptions options)
      throws IOException {
    try (InputStream in = ServerMain.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing beside " + ServerMain.class);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Files.writeString(
          instance.resolve(resource), text.replace("${address}", options.address()));
    }
  }

  private static String unpacked() throws StartException {
    String directory = System.getProperty(UNPACKED);
    if (directory == null) {
      throw new StartException("-D" + UNPACKED + " is not set: start the server by ServerProcess");
    }
    return directory;
  }

  private static void endWithStandardInput() {
    try {
      while (System.in.read() >= 0) {
        // what is written to us does not matter, only that somebody still could
      }
    } catch (IOException _) {
      // a broken pipe says the same as its end
    }
    // Payara's farewell is printed by a handler that it makes while we end
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    System.exit(0);
  }

  /** Why there is no server; the message is for the operator. */
  private static final class StartException extends Exception {
    StartException(String message) {
      super(message);
    }
  }
}
