package org.meterhaus.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.reference.ReferenceMeters;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.transport.Framing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The meters alone: those of a building, or reference meters for other stacks to be tried with. */
@Command(
    name = "meters",
    description =
        "Runs the virtual meters of a building (METERHAUS_BUILDING), or reference meters to try other stacks with.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The meters of a building write a connection file. The reference meter lets in every mechanism and "
          + "protection at once, by the client's address: 16 x (1 + protection) + mechanism, protection 0 "
          + "none, 1 authenticated encryption, 2 encryption, 3 authentication. Password 12345678, block key "
          + "000102.., authentication key D0D1D2.., system title 5045520000000001. It listens on the "
          + "loopback address only. More: docs/dlms-interop.md."
    })
final class MetersCommand implements Callable<Integer> {
  private static final int MOST_PORTS = 20_000;

  @Mixin private DataOption dataOption = new DataOption();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "building (the default) or reference.")
  private String profile = "building";

  @Option(names = "--port", paramLabel = "PORT", description = "reference: the (first) port.")
  private @Nullable Integer port;

  @Option(names = "--count", paramLabel = "N", description = "reference: meters (default: 1).")
  private int count = 1;

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "reference: a port each (ports, the default) or a logical device each (ld).")
  private ReferenceMeters.Layout layout = ReferenceMeters.Layout.PORTS;

  @Option(names = "--hdlc", description = "reference: HDLC over TCP in place of the wrapper.")
  private boolean hdlc;

  @Option(names = "--suite", paramLabel = "N", description = "reference: security suite 0, 1, 2.")
  private int suite;

  @Override
  public Integer call() throws Exception {
    return switch (profile.toLowerCase(Locale.ROOT)) {
      case "building" -> building();
      case "reference" -> reference();
      default -> throw new Refusal("--profile is building or reference, but was " + profile);
    };
  }

  private int building() throws InterruptedException {
    Wiring wiring = new Wiring(Meterhaus.settings(), Installation.find());
    return Alone.run(
        dataOption.path(),
        "meters",
        data -> wiring.meters(wiring.building(), data),
        meters -> meters.addresses().size() + " meters are running");
  }

  private int reference() throws InterruptedException {
    if (port == null) {
      throw new Refusal("--profile reference needs --port");
    }
    if (count < 1 || count > MOST_PORTS || port + (long) count > 65_536 || port < 1) {
      throw new Refusal("there are not " + count + " ports from " + port + " on");
    }
    if (suite < 0 || suite > 2) {
      throw new Refusal("--suite is 0, 1 or 2, but was " + suite);
    }
    Framing framing = hdlc ? new Framing.HdlcOverTcp() : new Framing.TcpWrapper();
    var config = new ReferenceMeters.Config(port, count, layout, framing, SecuritySuite.of(suite));
    return Alone.run(
        "meters",
        () -> started(config),
        meters ->
            count + " reference meters are running, first at " + meters.addresses().getFirst());
  }

  private static ReferenceMeters started(ReferenceMeters.Config config) {
    try {
      return ReferenceMeters.start(config);
    } catch (IOException e) {
      throw new Refusal("cannot listen: " + e.getMessage(), e);
    }
  }
}
