package org.meterhaus.sink.push;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.SecurityRefused;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduServer;
import org.meterhaus.dlms.transport.PushListener;
import org.meterhaus.dlms.transport.PushListener.Arrived;
import org.meterhaus.dlms.transport.PushListener.Carrier;
import org.meterhaus.dlms.transport.ServerLoops;
import org.meterhaus.sink.collect.MeterConnection;
import org.meterhaus.sink.collect.MeterTable;
import org.meterhaus.sink.roles.MeterId;

/**
 * Takes what meters push, at a UDP port: a dying meter has no energy for a connection. Only meters
 * whose system title is known are heard, in general-glo-ciphering, encrypted and authenticated with
 * their own keys, each invocation counter once, and only while what they say is news. All else is
 * counted and dropped without an answer, so that nobody can make us work or talk.
 */
public final class PushIntake implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PushIntake.class.getName());

  /** A notification of three small values, ciphered, is far below it. */
  private static final int MOST_OCTETS = 512;

  private static final DataLimits MOST_DATA = new DataLimits(4, 64);

  /**
   * How far the meter's clock, put right by what it was off when it was read, may be from ours.
   * What was recorded and is sent again after we have restarted, and forgotten its counter, is
   * older.
   */
  static final Duration FRESH = Duration.ofMinutes(2);

  /** Meters that push at one moment each come from a port of their own. */
  private static final ApduServer.Limits LIMITS =
      new ApduServer.Limits(
          4096,
          4096,
          MOST_OCTETS,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  private final Map<Bytes, Peer> peers = new HashMap<>();
  private final MeterTable table;
  private final Consumer<MeterId> back;
  private final InstantSource clock;
  private final LongAdder refused = new LongAdder();
  private final ServerLoops loops = ServerLoops.start(1);
  private PushListener listener;

  /** A meter that may push. Used on the one thread of {@code loops} only. */
  private static final class Peer {
    final MeterId meter;
    final SystemTitle title;
    final ApduProtection protection;
    final ReplayWindow window = new ReplayWindow();

    /** Of what the newest notice told: the same again, or what was overtaken, is no news. */
    Instant told = Instant.MIN;

    Peer(MeterId meter, SystemTitle title, ApduProtection protection) {
      this.meter = meter;
      this.title = title;
      this.protection = protection;
    }
  }

  @SuppressWarnings("NullAway.Init") // listener: set by listen, before anybody sees this
  private PushIntake(
      List<MeterConnection> meters, MeterTable table, Consumer<MeterId> back, InstantSource clock) {
    this.table = table;
    this.back = back;
    this.clock = clock;
    for (MeterConnection meter : meters) {
      meter
          .title()
          .ifPresent(title ->
              peers.put(title.octets(), new Peer(meter.id(), title, reading(meter, title))));
    }
  }

  /**
   * Starts to listen.
   *
   * @param meters those without a system title are not heard
   * @param table where it is noted
   * @param back told of a meter whose power is back; must not block
   * @throws IOException if the address is taken
   */
  public static PushIntake listen(
      InetSocketAddress address,
      List<MeterConnection> meters,
      MeterTable table,
      Consumer<MeterId> back,
      InstantSource clock)
      throws IOException {
    PushIntake intake = new PushIntake(meters, table, back, clock);
    try {
      intake.listener =
          PushListener.listen(intake.loops, address, Carrier.UDP_WRAPPER, LIMITS, intake::take);
      return intake;
    } catch (IOException e) {
      intake.loops.close();
      throw e;
    }
  }

  /** Only opens, so its counter is never asked. */
  private static ApduProtection reading(MeterConnection meter, SystemTitle title) {
    InvocationCounter none =
        () -> {
          throw new SecurityRefused("nothing is sent to who pushes");
        };
    return new ApduProtection(meter.encryptionKey(), meter.authenticationKey(), title, none);
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** How many pushes were dropped: damaged, not of ours, not authentic, seen before, old. */
  public long refused() {
    return refused.sum() + listener.discarded();
  }

  @Override
  public void close() {
    listener.close();
    loops.close();
  }

  private void take(Arrived arrived) {
    try {
      take(arrived.push().apdu());
    } catch (MeterException | UnsupportedApdu e) {
      refused.increment();
      LOG.log(DEBUG, "push from {0} dropped: {1}", arrived.peer(), e.getMessage());
    }
  }

  private void take(Bytes octets) throws MeterException, UnsupportedApdu {
    if (!(ApduCodec.decode(octets, MOST_DATA) instanceof Apdu.Ciphered message)
        || !ApduProtection.Envelope.ofTag(message.tag()).equals(ApduProtection.Envelope.GENERAL)) {
      throw new SecurityRefused("not in general-glo-ciphering");
    }
    Peer peer = peers.get(message.systemTitle());
    if (peer == null) {
      throw new SecurityRefused("no meter of ours is " + message.systemTitle());
    }
    Bytes plain = peer.protection.unprotect(message, peer.title);
    if (!peer.window.take(message.counter())) {
      throw new SecurityRefused("%s sent %d before".formatted(peer.meter, message.counter()));
    }
    if (!(ApduCodec.decode(plain, MOST_DATA) instanceof Apdu.DataNotification notification)) {
      throw new Malformed("not a data-notification");
    }
    note(peer, PowerNotice.from(notification.body()));
  }

  private void note(Peer peer, PowerNotice notice) throws SecurityRefused {
    MeterId meter = peer.meter;
    Instant now = clock.instant();
    Duration off = Duration.between(notice.at(), now).plus(table.clockOffset(meter));
    if (off.abs().compareTo(FRESH) > 0) {
      throw new SecurityRefused("%s tells of %s: no news".formatted(meter, notice.at()));
    }
    if (!notice.at().isAfter(peer.told)) {
      return;
    }
    peer.told = notice.at();
    switch (notice.power()) {
      case DOWN -> table.notePowerDown(meter);
      case UP -> {
        table.notePowerUp(meter);
        back.accept(meter);
      }
    }
  }
}
