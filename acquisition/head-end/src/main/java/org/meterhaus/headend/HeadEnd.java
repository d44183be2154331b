package org.meterhaus.headend;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import org.meterhaus.db.Database;
import org.meterhaus.dlms.client.AssociationConfig;
import org.meterhaus.dlms.client.LinkConfig;
import org.meterhaus.dlms.security.FileInvocationCounter;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.headend.control.CommandRunner;
import org.meterhaus.headend.control.RelayRefresher;
import org.meterhaus.headend.intake.Intake;
import org.meterhaus.headend.intake.ReachFollower;
import org.meterhaus.headend.intake.SinkFollower;
import org.meterhaus.headend.link.SinkAccess;
import org.meterhaus.headend.store.Transactions;

/**
 * The head-end: takes the journals of its sinks into the arrival log and carries commands out to
 * their meters. It can be killed at any moment; the next start goes on where this one was.
 */
public final class HeadEnd implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HeadEnd.class.getName());
  private static final String MANUFACTURER = "MHH";

  /** Our wrapper port at a sink; 16 would be the public client. */
  private static final int CLIENT_SAP = 1;

  private final HeadEndConfig config;
  private final Database database;
  private final Transactions transactions;
  private final InstantSource clock;
  private final List<Followed> followed = new ArrayList<>();

  /** What was opened, last first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private record Followed(String sinkId, SinkFollower follower, Intake intake) {}

  /**
   * How a sink is doing.
   *
   * @param connected whether its journal can be read now
   * @param watermark last record taken, 0 before the first
   * @param setAside records taken that no channel could take
   */
  public record SinkStatus(String sinkId, boolean connected, long watermark, long setAside) {}

  public HeadEnd(HeadEndConfig config, Database database, InstantSource clock) {
    this.config = config;
    this.database = database;
    this.transactions = new Transactions(database);
    this.clock = clock;
  }

  /**
   * Starts to take and to carry out; a sink need not be there yet.
   *
   * @throws IOException if the invocation counter cannot be opened, for instance because another
   *     head-end has it
   */
  public void start() throws IOException {
    boolean started = false;
    try {
      Files.createDirectories(config.directory());
      FileInvocationCounter counter =
          opened(FileInvocationCounter.openOrCreate(config.directory().resolve("sinks.counter")));
      for (SinkAddress address : config.sinks()) {
        start(address, counter);
      }
      started = true;
      LOG.log(INFO, "head-end {0} follows {1} sinks", config.id(), config.sinks().size());
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** How each sink is doing. */
  public List<SinkStatus> status() {
    return followed.stream()
        .map(f ->
            new SinkStatus(
                f.sinkId, f.follower.isConnected(), f.intake.watermark(), f.intake.setAside()))
        .toList();
  }

  /** Stops everything; the database stays open. */
  @Override
  public void close() {
    transactions.close(); // first, so that what is interrupted next is never a transaction
    for (AutoCloseable part = opened.pollFirst(); part != null; part = opened.pollFirst()) {
      close(part);
    }
  }

  private void start(SinkAddress address, FileInvocationCounter counter) {
    LinkConfig link =
        LinkConfig.of(address.host(), address.port(), CLIENT_SAP, 1)
            .withTimeouts(config.answerWithin(), config.answerWithin());
    var association =
        new AssociationConfig.HlsGmac(
            title(config.id()), address.encryptionKey(), address.authenticationKey(), counter);
    SinkAccess sink = new SinkAccess(address.id(), link, association);
    Intake intake = new Intake(transactions, address.id(), clock);
    SinkFollower follower = opened(new SinkFollower(sink, intake, config.poll(), config.batch()));
    CommandRunner commands =
        opened(new CommandRunner(database, transactions, sink, config.commandPoll(), clock));
    RelayRefresher relays = opened(new RelayRefresher(transactions, sink, config.refresh(), clock));
    ReachFollower reach = opened(new ReachFollower(sink, transactions, config.reach(), clock));
    followed.add(new Followed(address.id(), follower, intake));
    follower.start();
    commands.start();
    relays.start();
    reach.start();
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.addFirst(part);
    return part;
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(WARNING, "could not close " + part, e);
    }
  }

  /** The same for the same head-end. */
  private static SystemTitle title(String id) {
    CRC32C crc = new CRC32C();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return SystemTitle.of(MANUFACTURER, crc.getValue());
  }
}
