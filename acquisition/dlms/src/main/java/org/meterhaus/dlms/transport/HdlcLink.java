package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcClient;
import org.meterhaus.dlms.hdlc.HdlcClient.Action;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcReader;

/** {@link ApduLink} over HDLC: carries out what {@link HdlcClient} wants on a line of octets. */
final class HdlcLink implements ApduLink {

  private static final int MAX_DELIVERED = 256;
  private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(1);

  private final OctetStream stream;
  private final HdlcClient station;
  private final HdlcReader reader = new HdlcReader();
  private final Deque<Bytes> delivered = new ArrayDeque<>();
  private final byte[] buffer = new byte[4096];

  /** Held by whoever uses the station; {@link #close} may come from elsewhere. */
  private final ReentrantLock use = new ReentrantLock();

  private boolean timing;
  private long timerAt;
  private boolean connected;
  private boolean over;
  private @Nullable MeterException lost;

  private HdlcLink(OctetStream stream, HdlcClient station) {
    this.stream = stream;
    this.station = station;
  }

  /** Connects the station over a line, which it closes if that fails. */
  static HdlcLink open(
      OctetStream stream,
      HdlcConfig config,
      Duration within,
      int clientSap,
      int serverSap,
      int maxApduBytes)
      throws MeterException {
    HdlcClient station =
        new HdlcClient(
            config, HdlcAddress.ofClient(clientSap), config.server(serverSap), maxApduBytes);
    HdlcLink link = new HdlcLink(stream, station);
    try {
      link.connect(within);
      return link;
    } catch (MeterException | RuntimeException e) {
      Quietly.close(stream);
      throw e;
    }
  }

  private void connect(Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    perform(station.connect());
    while (!connected) {
      if (!step(deadline)) {
        throw new TimedOut("HDLC connection", within);
      }
    }
  }

  @Override
  public void send(Bytes apdu) throws MeterException {
    use.lock();
    try {
      requireAlive();
      // The server has the turn if what was sent before needed no answer; the station ends a wait
      // for it by itself.
      while (!station.isReady()) {
        step(Long.MAX_VALUE);
      }
      perform(station.send(apdu));
    } finally {
      use.unlock();
    }
  }

  @Override
  public Bytes receive(Duration within) throws MeterException {
    long deadline = System.nanoTime() + within.toNanos();
    use.lock();
    try {
      for (Bytes apdu = delivered.poll(); ; apdu = delivered.poll()) {
        if (apdu != null) {
          return apdu;
        }
        requireAlive();
        // A server speaks only when it has the turn: without a request under way it has to be
        // given it.
        perform(station.listen());
        if (!step(deadline)) {
          throw new TimedOut("answer", within);
        }
      }
    } finally {
      use.unlock();
    }
  }

  @Override
  public void close() {
    if (use.tryLock()) {
      try {
        sayGoodbye();
      } finally {
        use.unlock();
      }
    }
    Quietly.close(stream);
  }

  private void sayGoodbye() {
    long deadline = System.nanoTime() + GOODBYE_WITHIN.toNanos();
    try {
      if (connected && lost == null) {
        perform(station.disconnect());
      }
      while (connected && !over && step(deadline)) {
        // Until the server has said that it knows, or has had its time.
      }
    } catch (MeterException _) {
      // Gone without a word: gone all the same.
    }
  }

  /**
   * Waits for octets or the timer, whichever comes first, and does what follows.
   *
   * @return false if the deadline has passed
   */
  private boolean step(long deadline) throws MeterException {
    requireAlive();
    long now = System.nanoTime();
    if (deadline != Long.MAX_VALUE && deadline - now <= 0) {
      return false;
    }
    if (timing && timerAt - now <= 0) {
      timing = false;
      // No frame has such a silence within it: what was begun is none.
      reader.clear();
      perform(station.timedOut());
      return true;
    }
    long wait = timing ? timerAt - now : Long.MAX_VALUE;
    if (deadline != Long.MAX_VALUE) {
      wait = Math.min(wait, deadline - now);
    }
    read(Duration.ofNanos(wait));
    return true;
  }

  private void read(Duration within) throws MeterException {
    int count;
    try {
      count = stream.read(buffer, within);
    } catch (IOException e) {
      throw lose(new Unreachable("connection lost while waiting for an answer", e));
    }
    if (count < 0) {
      throw lose(new Unreachable("peer closed the connection"));
    }
    reader.feed(buffer, 0, count);
    for (HdlcReader.Found found = reader.next(); found != null; found = reader.next()) {
      if (found instanceof HdlcReader.Found.Frame(long _, HdlcFrame frame)) {
        perform(station.received(frame));
      }
    }
  }

  private void perform(List<Action> actions) throws MeterException {
    for (Action action : actions) {
      switch (action) {
        case Action.Transmit(HdlcFrame frame) -> write(frame.encode());
        case Action.StartTimer(Duration after) -> {
          timing = true;
          timerAt = System.nanoTime() + after.toNanos();
        }
        case Action.StopTimer _ -> timing = false;
        case Action.TellConnected _ -> connected = true;
        case Action.Deliver(Bytes apdu) -> deliver(apdu);
        case Action.TellDisconnected _ -> over = true;
        case Action.TellLost(MeterException reason) -> lose(reason);
      }
    }
  }

  private void deliver(Bytes apdu) throws MeterException {
    delivered.add(apdu);
    // One answer at a time is due; the rest a server may send unasked, but not without end.
    if (delivered.size() > MAX_DELIVERED) {
      throw lose(new Malformed("more than " + MAX_DELIVERED + " APDUs that nobody asked for"));
    }
  }

  private void write(byte[] octets) throws MeterException {
    try {
      stream.write(octets);
    } catch (IOException e) {
      throw lose(new Unreachable("connection lost while sending", e));
    }
  }

  private void requireAlive() throws MeterException {
    if (lost != null) {
      throw lost;
    }
    if (over) {
      throw new Unreachable("link is closed");
    }
  }

  private MeterException lose(MeterException reason) {
    if (lost == null) {
      lost = reason;
    }
    return lost;
  }
}
