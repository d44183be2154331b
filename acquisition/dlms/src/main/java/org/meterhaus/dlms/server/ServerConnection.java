package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.Tags;
import org.meterhaus.dlms.transport.AddressedApdu;
import org.meterhaus.dlms.transport.ApduConnection;
import org.meterhaus.dlms.transport.ApduServer;
import org.meterhaus.dlms.transport.CloseReason;

/**
 * One connection: a mailbox that is emptied by a virtual thread, which lives as long as there is
 * something in it; where nothing has to be waited for, the socket's own thread does it.
 */
final class ServerConnection implements ApduServer.Handler {

  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

  /**
   * How many resets may wait beyond {@link ServerLimits#maxPending}: a framing answers a client
   * that connects to device after device before it is forgotten here that there was no association.
   */
  private static final int RESETS_AHEAD = 64;

  /** An association is named by the addresses of its two ends. */
  private record Ends(int client, int server) {}

  private sealed interface Message {
    record Request(AddressedApdu apdu) implements Message {}

    record Reset(Ends ends) implements Message {}

    record Tell(Ends ends, Apdu.Notification what) implements Message {}
  }

  private final ApduConnection connection;
  private final Map<Integer, ServedDevice> devices;
  private final ServerLimits limits;
  private final SecureRandom random;
  private final Consumer<ServerConnection> ended;

  /** Guarded by itself, with {@link #emptying} and {@link #closed}. */
  private final Queue<Message> mailbox = new ArrayDeque<>(1);

  private boolean emptying;
  private boolean closed;
  private volatile boolean everAssociated;

  /**
   * Associations that are open now, each with the longest notification it takes, octets; replaced,
   * never changed.
   */
  private volatile Map<Ends, Integer> open = Map.of();

  /** Used by who empties the mailbox only; there is one at a time. */
  private final Map<Ends, ServerDialogue> dialogues = new HashMap<>(2);

  ServerConnection(
      ApduConnection connection,
      Map<Integer, ServedDevice> devices,
      ServerLimits limits,
      SecureRandom random,
      Consumer<ServerConnection> ended) {
    this.ended = ended;
    this.connection = connection;
    this.devices = devices;
    this.limits = limits;
    this.random = random;
    connection.closeAfter(limits.associateWithin(), () -> everAssociated);
  }

  @Override
  public void received(AddressedApdu request) {
    Message message = new Message.Request(request);
    if (isAnsweredHere(request)) {
      carryOut(message);
      // Meanwhile somebody may have had something to tell.
      if (mayHaveMore()) {
        Thread.ofVirtual().name("dlms-server").start(this::empty);
      }
    } else {
      put(message, limits.maxPending());
    }
  }

  /**
   * Whether a request is answered on the socket's thread: by objects that never wait, over a
   * connection that takes the answer at once, with nothing before it. Associating is not: proofs
   * take their time. If so the mailbox is ours to empty.
   */
  private boolean isAnsweredHere(AddressedApdu request) {
    ServedDevice device = devices.get(request.serverSap());
    if (device == null
        || !device.device().directory().isPrompt()
        || request.apdu().at(0) == Tags.AARQ
        // A window of blocks may be more than the connection takes at once.
        || request.apdu().at(0) == Tags.GENERAL_BLOCK_TRANSFER
        || !open.containsKey(new Ends(request.clientSap(), request.serverSap()))
        || !connection.takesAtOnce()) {
      return false;
    }
    synchronized (mailbox) {
      boolean free = !closed && !emptying && mailbox.isEmpty();
      emptying |= free;
      return free;
    }
  }

  /** Gives the mailbox back, unless there is something in it. */
  private boolean mayHaveMore() {
    synchronized (mailbox) {
      emptying = !mailbox.isEmpty();
      return emptying;
    }
  }

  @Override
  public void reset(int clientSap, int serverSap) {
    put(new Message.Reset(new Ends(clientSap, serverSap)), limits.maxPending() + RESETS_AHEAD);
  }

  /** What becomes of a notification. */
  enum Told {
    /** There is no such association, or too much is before it. */
    NOT,
    IN_LINE,
    /** The client takes nothing of that length, and blocks were not agreed on. */
    TOO_LONG
  }

  /**
   * Sends a notification to a client if it is associated.
   *
   * @param octets its length before it is protected
   */
  Told tell(int clientSap, int serverSap, Apdu.Notification what, int octets) {
    Ends ends = new Ends(clientSap, serverSap);
    Integer longest = open.get(ends);
    if (longest == null) {
      return Told.NOT;
    }
    if (octets > longest) {
      return Told.TOO_LONG;
    }
    synchronized (mailbox) {
      // What nobody asked for must not cost a client its connection.
      if (closed || mailbox.size() >= limits.maxPending()) {
        return Told.NOT;
      }
      mailbox.add(new Message.Tell(ends, what));
      if (emptying) {
        return Told.IN_LINE;
      }
      emptying = true;
    }
    Thread.ofVirtual().name("dlms-server").start(this::empty);
    return Told.IN_LINE;
  }

  private void put(Message message, int mostWaiting) {
    synchronized (mailbox) {
      if (closed) {
        return;
      }
      if (mailbox.size() >= mostWaiting) {
        closed = true;
        connection.close(CloseReason.TOO_FAST);
        return;
      }
      mailbox.add(message);
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
    ended.accept(this);
  }

  private void empty() {
    for (Message message = next(); message != null; message = next()) {
      carryOut(message);
    }
  }

  private void carryOut(Message message) {
    try {
      switch (message) {
        case Message.Request(AddressedApdu request) -> handle(request);
        case Message.Reset(Ends ends) -> {
          dialogues.remove(ends);
          note(ends, null);
        }
        case Message.Tell(Ends ends, Apdu.Notification what) -> tell(ends, what);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "a request of " + connection.peer() + " failed", e);
      connection.close(CloseReason.FAILED);
    }
  }

  private @Nullable Message next() {
    synchronized (mailbox) {
      Message message = mailbox.poll();
      emptying = message != null;
      return message;
    }
  }

  /** Its machine: somebody who guesses opens a connection a guess. */
  private String peer() {
    SocketAddress peer = connection.peer();
    return peer instanceof InetSocketAddress address && address.getAddress() != null
        ? address.getAddress().getHostAddress()
        : peer.toString();
  }

  private void handle(AddressedApdu request) {
    Ends ends = new Ends(request.clientSap(), request.serverSap());
    ServerDialogue dialogue = dialogues.get(ends);
    if (dialogue == null) {
      ServedDevice device = devices.get(ends.server());
      if (device == null || dialogues.size() >= limits.maxAssociations()) {
        // There is nobody to answer for it; the client finds out at once, not by waiting.
        connection.close(CloseReason.NOBODY_THERE);
        return;
      }
      dialogue = new ServerDialogue(device, peer(), ends.client(), limits, random);
      dialogues.put(ends, dialogue);
    }
    ServerDialogue.Reply reply = dialogue.answer(request.apdu());
    note(ends, dialogue);
    if (reply.apdus().isEmpty()) {
      connection.sendNothing(ends.client(), ends.server());
    }
    for (Bytes apdu : reply.apdus()) {
      connection.send(new AddressedApdu(ends.client(), ends.server(), apdu));
    }
    if (reply.last()) {
      connection.closeAfterSending(CloseReason.REFUSED);
    }
  }

  private void tell(Ends ends, Apdu.Notification what) {
    ServerDialogue dialogue = dialogues.get(ends);
    if (dialogue == null) {
      return;
    }
    for (Bytes apdu : dialogue.notification(what)) {
      connection.tell(new AddressedApdu(ends.client(), ends.server(), apdu));
    }
  }

  /** Whether an association is open has changed, maybe; null = it is gone. */
  private void note(Ends ends, @Nullable ServerDialogue dialogue) {
    Map<Ends, Integer> before = open;
    boolean isOpen = dialogue != null && dialogue.isOpen();
    if (isOpen == before.containsKey(ends)) {
      return;
    }
    Map<Ends, Integer> after = new HashMap<>(before);
    if (dialogue != null && isOpen) {
      everAssociated = true;
      after.put(ends, dialogue.longestNotification());
    } else {
      after.remove(ends);
    }
    open = Map.copyOf(after);
  }
}
