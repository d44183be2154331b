package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;

/** A server that answers each APDU with the two addresses and the APDU twice. */
final class Echo implements AutoCloseable {

  /** What it never answers. */
  static final Bytes SILENCE = Bytes.ofHex("73696c656e6365");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final ServerLoops loops = ServerLoops.start(1);
  private final ApduServer server;

  private Echo(Framing framing, ApduServer.Limits limits) throws IOException {
    server =
        ApduServer.listen(
            loops,
            LinksTest.loopback(),
            framing,
            limits,
            connection -> new EchoHandler(connection, events));
  }

  static Echo start(Framing framing, ApduServer.Limits limits) throws IOException {
    return new Echo(framing, limits);
  }

  static Bytes answer(int client, int device, Bytes apdu) {
    return Bytes.of(client, device).concat(apdu).concat(apdu);
  }

  InetSocketAddress address() {
    return server.address();
  }

  ApduLink connect(Framing framing, int client, int device) throws MeterException {
    return ApduLink.open(framing, address(), PATIENCE, client, device, 65_535);
  }

  /** The next thing that happened other than an APDU that was answered. */
  String next() throws InterruptedException {
    String event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happened");
    }
    return event;
  }

  /** Waits until so many connections have ended for this reason. */
  void awaitClosed(CloseReason reason, long count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (server.closed().getOrDefault(reason, 0L) != count) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(reason + ": expected " + count + " but got " + server.closed());
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() {
    server.close();
    loops.close();
  }

  private record EchoHandler(ApduConnection connection, BlockingQueue<String> events)
      implements ApduServer.Handler {

    @Override
    public void received(AddressedApdu request) {
      int client = request.clientSap();
      int device = request.serverSap();
      Bytes apdu = request.apdu();
      if (apdu.equals(SILENCE)) {
        events.add("silence");
        return;
      }
      Thread.ofVirtual()
          .start(() ->
              connection.send(new AddressedApdu(client, device, answer(client, device, apdu))));
    }

    @Override
    public void reset(int clientSap, int serverSap) {
      events.add("reset " + clientSap + " " + serverSap);
    }

    @Override
    public void closed() {
      events.add("closed");
    }
  }
}
