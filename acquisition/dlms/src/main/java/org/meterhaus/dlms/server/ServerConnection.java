package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.transport.WrapperConnection;
import org.meterhaus.dlms.transport.WrapperPdu;
import org.meterhaus.dlms.transport.WrapperServer;

/**
 * One connection: a mailbox that is emptied by a virtual thread, which lives as long as there is
 * something in it.
 */
final class ServerConnection implements WrapperServer.Handler {

  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

  /** An association is named by the two wrapper ports. */
  private record Ports(int client, int server) {}

  private final WrapperConnection connection;
  private final Map<Integer, ServedDevice> devices;
  private final ServerLimits limits;
  private final SecureRandom random;

  /** Guarded by itself, with {@link #emptying} and {@link #closed}. */
  private final Queue<WrapperPdu> mailbox = new ArrayDeque<>();

  private boolean emptying;
  private boolean closed;
  private volatile boolean everAssociated;

  /** Used by the thread that empties the mailbox only; there is one at a time. */
  private final Map<Ports, ServerDialogue> dialogues = new HashMap<>();

  ServerConnection(
      WrapperConnection connection,
      Map<Integer, ServedDevice> devices,
      ServerLimits limits,
      SecureRandom random) {
    this.connection = connection;
    this.devices = devices;
    this.limits = limits;
    this.random = random;
    connection.closeAfter(limits.associateWithin(), () -> everAssociated);
  }

  @Override
  public void received(WrapperPdu pdu) {
    synchronized (mailbox) {
      if (closed) {
        return;
      }
      if (mailbox.size() >= limits.maxPending()) {
        LOG.log(Level.WARNING, () -> connection.peer() + " sends faster than it is answered");
        closed = true;
        connection.close();
        return;
      }
      mailbox.add(pdu);
      if (emptying) {
        return;
      }
      emptying = true;
    }
    Thread.ofVirtual().name("dlms-server").start(this::empty);
  }

  @Override
  public void closed() {
    synchronized (mailbox) {
      closed = true;
      mailbox.clear();
    }
  }

  private void empty() {
    for (WrapperPdu pdu = next(); pdu != null; pdu = next()) {
      try {
        handle(pdu);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, () -> "a request of " + connection.peer() + " failed", e);
        connection.close();
      }
    }
  }

  private @Nullable WrapperPdu next() {
    synchronized (mailbox) {
      WrapperPdu pdu = mailbox.poll();
      emptying = pdu != null;
      return pdu;
    }
  }

  private void handle(WrapperPdu pdu) {
    Ports ports = new Ports(pdu.source(), pdu.destination());
    ServerDialogue dialogue = dialogues.get(ports);
    if (dialogue == null) {
      ServedDevice device = devices.get(ports.server());
      if (device == null || dialogues.size() >= limits.maxAssociations()) {
        // There is nobody to answer for it; the client finds out at once, not by waiting.
        connection.close();
        return;
      }
      dialogue = new ServerDialogue(device, limits, random);
      dialogues.put(ports, dialogue);
    }
    ServerDialogue.Reply reply = dialogue.answer(pdu.apdu());
    if (dialogue.isOpen()) {
      everAssociated = true;
    }
    connection.send(new WrapperPdu(ports.server(), ports.client(), reply.apdu()));
    if (reply.last()) {
      connection.closeAfterSending();
    }
  }
}
