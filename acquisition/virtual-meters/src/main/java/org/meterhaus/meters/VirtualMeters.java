package org.meterhaus.meters;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.KeyVault;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.dlms.transport.ServerLoops;

/**
 * All meters of a building, each at a TCP port of its own, on one socket thread. What they measured
 * is computed when it is read; what they must remember is on disk, so that they go on after a crash
 * as if nothing had been.
 */
public final class VirtualMeters implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(VirtualMeters.class.getName());

  private final Building building;
  private final KeyStore keys;
  private final FileInvocationCounter counter;
  private final ServerLoops loops;
  private final List<Port> ports = new ArrayList<>();
  private @Nullable Path cutsOrdered;
  private PowerCuts cuts = PowerCuts.NONE;
  private final ScheduledExecutorService faultClock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("meter-faults").daemon().factory());

  private final PowerPush pushes;

  /** A meter at its port; there is no server while a fault keeps the meter offline. */
  private static final class Port {
    final VirtualMeter meter;
    final LogicalDevice device;
    InetSocketAddress address;
    @Nullable DlmsServer server;
    boolean supplied = true;

    /** Keeps the number while nobody listens there. */
    @Nullable Socket kept;

    Port(VirtualMeter meter, LogicalDevice device, InetSocketAddress address) {
      this.meter = meter;
      this.device = device;
      this.address = address;
    }
  }

  private VirtualMeters(Building building, KeyStore keys, FileInvocationCounter counter) {
    this.building = building;
    this.keys = keys;
    this.counter = counter;
    this.loops = ServerLoops.start(1);
    this.pushes =
        new PowerPush(
            faultClock,
            RandomGeneratorFactory.of("L64X128MixRandom").create(building.id().hashCode()));
  }

  /**
   * Starts the meters of a building; they answer when this returns, but for one whose fault keeps
   * it offline just now.
   *
   * @param keys of all meters of the building
   * @param now the meters' clock
   * @throws IOException if a port is taken, or the state is damaged or in use by another process
   */
  public static VirtualMeters start(MetersConfig config, KeyStore keys, InstantSource now)
      throws IOException {
    VirtualMeters meters =
        new VirtualMeters(config.building(), keys, FileInvocationCounter.open(keys.counter()));
    try {
      meters.startAll(config, now);
      return meters;
    } catch (IOException | RuntimeException e) {
      meters.close();
      throw e;
    }
  }

  /** Where each meter listens, by meter id, in the order of the units. */
  public synchronized Map<String, InetSocketAddress> addresses() {
    Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
    for (Port port : ports) {
      addresses.put(port.meter.id(), port.address);
    }
    return Collections.unmodifiableMap(addresses);
  }

  /**
   * Where a meter listens.
   *
   * @throws IllegalArgumentException if there is no such meter
   */
  public synchronized InetSocketAddress address(String meterId) {
    return port(meterId).address;
  }

  /**
   * What a meter has measured, without the faults of its load profile: the truth, for tests.
   *
   * @throws IllegalArgumentException if there is no such meter
   */
  public synchronized Consumption consumption(String meterId) {
    return port(meterId).meter.consumption();
  }

  /** From now on meters push to this UDP address when their power goes and when it is back. */
  public void pushTo(InetSocketAddress address) {
    pushes.to(address);
  }

  /**
   * Writes the addresses and keys of all meters for the sink, into a file that its owner alone may
   * read.
   */
  public void writeConnections(Path file) throws IOException {
    keys.writeConnections(file, building, addresses());
  }

  /** Stops all meters; what they have to remember is on disk already. */
  @Override
  public void close() {
    faultClock.shutdownNow();
    synchronized (this) {
      for (Port port : ports) {
        if (port.server != null) {
          port.server.close();
          port.server = null;
        }
        letGo(port);
        closeQuietly(port.meter);
      }
    }
    loops.close();
    closeQuietly(counter::close);
  }

  private void startAll(MetersConfig config, InstantSource now) throws IOException {
    Path directory = config.stateDirectory();
    Files.createDirectories(directory);
    Instant commissionedAt = commissionedAt(directory, config.commissionedAt());
    int number = config.basePort();
    for (Building.Unit unit : building.units()) {
      String id = unit.meter().id();
      SwitchLog log = SwitchLog.openOrCreate(directory.resolve(id + ".switching"));
      VirtualMeter meter = new VirtualMeter(unit, commissionedAt, log, now);
      SystemTitle title = keys.keys(id).title();
      KeyVault vault = keys.vault(id);
      if (!keys.isCurrent(id)) {
        LOG.log(Level.WARNING, "meter " + id + " goes by other keys than the key store knows");
      }
      LogicalDevice device = meter.device(title, vault, counter);
      meter.alarms().tellBy(pushes, PowerPush.sender(title, vault, counter));
      Port port = new Port(meter, device, new InetSocketAddress(config.host(), number));
      ports.add(port);
      // Bound even if it is offline now, so that its address is known and a taken port is noticed.
      bind(port);
      number += config.basePort() == 0 ? 0 : 1;
    }
    // The logs may have been created just now: their names must outlive a power cut as well.
    PrivateFile.forceEntries(directory);
    cutsOrdered = directory;
    cuts = PowerCuts.read(directory);
    for (Port port : ports) {
      port.meter.follow(cuts);
      port.supplied = port.meter.supplied(); // what went on before is nobody's news
    }
    followFaults();
    var _ = faultClock.scheduleWithFixedDelay(this::followFaults, 1, 1, TimeUnit.SECONDS);
  }

  /** Takes meters off the network and back to it as their faults say; called every second. */
  synchronized void followFaults() {
    PowerCuts ordered = orderedCuts();
    if (!ordered.equals(cuts)) {
      cuts = ordered;
      ports.forEach(port -> port.meter.follow(ordered));
    }
    for (Port port : ports) {
      if (port.meter.offline()) {
        if (port.server != null) {
          port.server.close();
          port.server = null;
          keep(port);
        }
      } else if (port.server == null && !faultClock.isShutdown()) {
        try {
          bind(port);
        } catch (IOException e) {
          LOG.log(Level.WARNING, "meter " + port.meter.id() + " cannot come back yet", e);
        }
      }
      tellOfPower(port);
    }
  }

  /** A last gasp when the power goes; when it is back, and the meter answers again, that. */
  private void tellOfPower(Port port) {
    boolean supplied = port.meter.supplied();
    if (supplied != port.supplied && (!supplied || port.server != null)) {
      port.supplied = supplied;
      port.meter
          .alarms()
          .raise(supplied ? PowerPush.POWER_UP : PowerPush.POWER_DOWN, port.meter.time());
    }
  }

  /** A file that cannot be read changes nothing. */
  private PowerCuts orderedCuts() {
    Path directory = cutsOrdered;
    try {
      return directory == null ? PowerCuts.NONE : PowerCuts.read(directory);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot read which sections have no power", e);
      return cuts;
    }
  }

  private Port port(String meterId) {
    for (Port port : ports) {
      if (port.meter.id().equals(meterId)) {
        return port;
      }
    }
    throw new IllegalArgumentException("there is no meter " + meterId);
  }

  private void bind(Port port) throws IOException {
    DlmsServer server =
        DlmsServer.start(loops, port.address, List.of(port.device), ServerLimits.DEFAULT);
    port.server = server;
    port.address = server.address();
    letGo(port);
  }

  /**
   * Binds the port without listening: connections are refused, and nobody's outgoing connection
   * gets the number in the meantime, neither another program's nor that of a client which tries to
   * reach this very port and would connect to itself.
   */
  private static void keep(Port port) {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(port.address);
      port.kept = socket;
    } catch (IOException e) {
      closeQuietly(socket);
      LOG.log(Level.DEBUG, "port of " + port.meter.id() + " cannot be kept", e);
    }
  }

  private static void letGo(Port port) {
    if (port.kept != null) {
      closeQuietly(port.kept);
      port.kept = null;
    }
  }

  /** The day that was said at the first start; registers count from it for ever. */
  private static Instant commissionedAt(Path directory, Instant proposed) throws IOException {
    Path file = directory.resolve("commissioned");
    if (!Files.exists(file)) {
      PrivateFile.replace(file, proposed + "\n");
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("%s must hold a time but was '%s'".formatted(file, text), e);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "something of the meters could not be closed", e);
    }
  }
}
