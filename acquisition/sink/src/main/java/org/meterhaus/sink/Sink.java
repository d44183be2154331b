package org.meterhaus.sink;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.server.DeviceSecurity;
import org.meterhaus.dlms.server.DlmsServer;
import org.meterhaus.dlms.server.LogicalDevice;
import org.meterhaus.dlms.server.ServerLimits;
import org.meterhaus.sink.collect.Collector;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.MeterTable;
import org.meterhaus.sink.journal.DirectoryStorage;
import org.meterhaus.sink.journal.Journal;
import org.meterhaus.sink.journal.JournalInUse;
import org.meterhaus.sink.journal.JournalStatus;
import org.meterhaus.sink.journal.Storage;
import org.meterhaus.sink.push.PushIntake;
import org.meterhaus.sink.serve.SinkDevices;

/**
 * The sink meter of a building: reads its meters into a journal and offers that to its head-end,
 * together with a way through to each meter. Everything it starts ends with {@link #close}.
 */
public final class Sink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sink.class.getName());
  private static final String MANUFACTURER = "MHS";

  private final SinkConfig config;
  private final InstantSource clock;

  /** What was opened, last first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private @Nullable DlmsServer server;
  private @Nullable Journal journal;
  private @Nullable Collector collector;
  private @Nullable PushIntake pushes;

  public Sink(SinkConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Opens the journal, begins to poll, and listens.
   *
   * @throws JournalInUse if another sink has the directory open
   * @throws IOException if the journal is damaged or not writable, or the address is taken
   */
  public void start() throws IOException {
    Files.createDirectories(config.directory());
    start(DirectoryStorage.open(config.directory().resolve("journal")));
  }

  /** {@link #start()} with the journal's files elsewhere. */
  void start(Storage storage) throws IOException {
    boolean started = false;
    try {
      Journal kept = opened(Journal.open(storage, config.journal(), clock));
      SystemTitle title = title(config.id());
      Collector polling =
          opened(
              Collector.start(
                  config.meters(),
                  title,
                  opened(counter("meters.counter")),
                  config.polling(),
                  kept,
                  clock));
      PushIntake heard =
          config.pushes().isEmpty()
              ? null
              : opened(
                  PushIntake.listen(
                      config.pushes().get(),
                      config.meters(),
                      polling.table(),
                      polling::pollNow,
                      clock));
      var security =
          new DeviceSecurity.HlsGmac(
              title,
              config.headEnd().encryptionKey(),
              config.headEnd().authenticationKey(),
              opened(counter("head-end.counter")),
              false);
      List<LogicalDevice> devices =
          SinkDevices.of(
              config.id(),
              config.meters().stream().map(MeterConnection::id).toList(),
              security,
              kept,
              polling.table(),
              polling.path(),
              clock);
      DlmsServer listening =
          opened(DlmsServer.start(config.listen(), devices, ServerLimits.DEFAULT));
      journal = kept;
      collector = polling;
      pushes = heard;
      server = listening;
      started = true;
      LOG.log(
          INFO,
          "sink {0} reads {1} meters, journal {2} at record {3}, listens on {4}",
          config.id(),
          config.meters().size(),
          storage,
          kept.newest(),
          listening.address());
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    return started(server).address();
  }

  /** Where it hears what meters push, with the port it took; empty if it does not. */
  public Optional<InetSocketAddress> pushAddress() {
    return Optional.ofNullable(pushes).map(PushIntake::address);
  }

  /** How many pushes were dropped: damaged, not of its meters, not authentic, seen before, old. */
  public long refusedPushes() {
    return pushes == null ? 0 : pushes.refused();
  }

  /** Whether readings are taken now. */
  public JournalStatus journalStatus() {
    return started(journal).status();
  }

  /** How each meter was last met. */
  public List<MeterTable.Row> meters() {
    return started(collector).table().rows();
  }

  /** Stops listening, then polling, then writing. */
  @Override
  public void close() {
    for (AutoCloseable part = opened.pollFirst(); part != null; part = opened.pollFirst()) {
      close(part);
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.WARNING, "could not close " + part, e);
    }
  }

  private FileInvocationCounter counter(String name) throws IOException {
    return FileInvocationCounter.openOrCreate(config.directory().resolve(name));
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.addFirst(part);
    return part;
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the sink is not started");
    }
    return part;
  }

  /** The same for the same sink; two that shared one would not share a key. */
  private static SystemTitle title(String id) {
    CRC32C crc = new CRC32C();
    crc.update(id.getBytes(StandardCharsets.US_ASCII));
    return SystemTitle.of(MANUFACTURER, crc.getValue());
  }
}
