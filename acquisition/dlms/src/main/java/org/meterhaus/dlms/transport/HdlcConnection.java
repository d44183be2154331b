package org.meterhaus.dlms.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcReader;
import org.meterhaus.dlms.hdlc.HdlcServer;
import org.meterhaus.dlms.hdlc.HdlcServer.Action;

/**
 * {@link ApduConnection} over HDLC: a station for each client and logical device that talk over one
 * connection. The stations are used on the connection's thread only.
 */
final class HdlcConnection implements ApduConnection, OctetTaker {

  /** Many of the largest frames: no line that works is as bad. */
  private static final int MAX_OCTETS_WITHOUT_FRAME = 64 << 10;

  private static final int MAX_STATIONS = 32;

  /** A client that asks on without ever taking an answer would have us keep them all. */
  private static final int MAX_BACKLOG_OCTETS = 512 << 10;

  /** A client that was told no may say goodbye before it is cut off. */
  private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(5);

  private record Ends(int client, int server) {}

  /** A station, and its address as the client writes it. */
  private record Station(HdlcAddress server, HdlcServer machine) {}

  private final TcpConnection connection;
  private final HdlcConfig config;
  private final int maxApduBytes;
  private final HdlcReader reader = new HdlcReader();
  private final Map<Ends, Station> stations = new HashMap<>();
  private int octetsWithoutFrame;
  private ApduServer.@Nullable Handler handler;
  private @Nullable CloseReason closing;

  private HdlcConnection(TcpConnection connection, HdlcConfig config, int maxApduBytes) {
    this.connection = connection;
    this.config = config;
    this.maxApduBytes = maxApduBytes;
  }

  /** Has a connection's APDUs handled. */
  static OctetTaker over(
      TcpConnection connection,
      HdlcConfig config,
      ApduServer.Limits limits,
      Function<ApduConnection, ApduServer.Handler> handlers) {
    HdlcConnection framed = new HdlcConnection(connection, config, limits.maxApduBytes());
    framed.handler = handlers.apply(framed);
    return framed;
  }

  /** Damaged frames are passed over, since the protocol has them repeated. */
  @Override
  public void received(ByteBuffer in) throws Malformed {
    byte[] octets = new byte[in.remaining()];
    in.get(octets);
    octetsWithoutFrame += octets.length;
    reader.feed(octets, 0, octets.length);
    for (HdlcReader.Found found = reader.next();
        found != null && connection.isOpen();
        found = reader.next()) {
      if (found instanceof HdlcReader.Found.Frame) {
        octetsWithoutFrame = 0;
        connection.frameWhole();
      }
      found(found);
    }
    if (octetsWithoutFrame > MAX_OCTETS_WITHOUT_FRAME) {
      throw new Malformed("no frame within " + octetsWithoutFrame + " octets");
    }
    if (reader.isWaiting()) {
      connection.frameBegun();
    }
  }

  @Override
  public void closed() {
    ApduServer.Handler taker = handler;
    if (taker != null) {
      taker.closed();
    }
  }

  @Override
  public void send(AddressedApdu apdu) {
    hand(apdu, HdlcServer::answer);
  }

  @Override
  public void sendNothing(int clientSap, int serverSap) {
    hand(
        new AddressedApdu(clientSap, serverSap, Bytes.EMPTY),
        (machine, _) -> machine.answerNothing());
  }

  @Override
  public void tell(AddressedApdu apdu) {
    hand(apdu, HdlcServer::tell);
  }

  private void hand(AddressedApdu apdu, BiFunction<HdlcServer, Bytes, List<Action>> how) {
    // A client takes what it polls for, so there is never more than a window under way.
    onLoop(() -> {
      Ends ends = new Ends(apdu.clientSap(), apdu.serverSap());
      Station station = stations.get(ends);
      if (station != null) {
        perform(ends, how.apply(station.machine(), apdu.apdu()));
        if (station.machine().backlogOctets() > MAX_BACKLOG_OCTETS) {
          close(CloseReason.TOO_FAST);
        }
      }
    });
  }

  @Override
  public void closeAfterSending(CloseReason reason) {
    onLoop(() -> {
      closing = reason;
      closeIfSilent();
      connection.closeLatest(GOODBYE_WITHIN, reason);
    });
  }

  @Override
  public void close(CloseReason reason) {
    connection.close(reason);
  }

  @Override
  public void closeAfter(Duration wait, BooleanSupplier kept) {
    connection.closeAfter(wait, kept);
  }

  @Override
  public SocketAddress peer() {
    return connection.peer();
  }

  /** Once the loop has ended so has the connection, and there is nothing left to be done. */
  private void onLoop(Runnable task) {
    connection.onLoop(task);
  }

  private void found(HdlcReader.Found found) {
    if (found instanceof HdlcReader.Found.Frame(long _, HdlcFrame frame) && isForUs(frame)) {
      received(frame);
      closeIfSilent();
    }
  }

  /** Nobody answers what is meant for all, or for the device next door on the same line. */
  private boolean isForUs(HdlcFrame frame) {
    HdlcAddress server = frame.destination();
    return frame.source().octets() == 1
        && !server.isBroadcast()
        && (server.octets() == 1
            || config.physicalAddress() == 0
            || server.lower() == config.physicalAddress());
  }

  private void received(HdlcFrame frame) {
    HdlcAddress client = frame.source();
    HdlcAddress server = frame.destination();
    Ends ends = new Ends(client.upper(), server.upper());
    Station station = stations.get(ends);
    if (station == null || !station.server().equals(server)) {
      boolean connects = frame.control() instanceof HdlcControl.Snrm;
      if (connects && stations.size() >= MAX_STATIONS) {
        transmit(new HdlcFrame(client, server, new HdlcControl.Dm(true)));
        return;
      }
      station =
          new Station(server, new HdlcServer(config.parameters(), client, server, maxApduBytes));
      if (connects) {
        stations.put(ends, station);
      }
    }
    perform(ends, station.machine().received(frame));
    if (!station.machine().isConnected()) {
      stations.remove(ends, station);
    }
  }

  private void perform(Ends ends, List<Action> actions) {
    ApduServer.Handler taker = handler;
    for (Action action : actions) {
      switch (action) {
        case Action.Transmit(HdlcFrame frame) -> transmit(frame);
        case Action.Deliver(Bytes apdu) -> {
          if (taker != null) {
            taker.received(new AddressedApdu(ends.client(), ends.server(), apdu));
          }
        }
        case Action.TellReset _ -> {
          if (taker != null) {
            taker.reset(ends.client(), ends.server());
          }
        }
      }
    }
  }

  private void transmit(HdlcFrame frame) {
    connection.send(frame.encode());
  }

  private void closeIfSilent() {
    CloseReason reason = closing;
    if (reason != null && stations.isEmpty()) {
      connection.closeAfterSending(reason);
    }
  }
}
