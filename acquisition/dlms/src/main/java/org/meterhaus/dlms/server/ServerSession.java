package org.meterhaus.dlms.server;

import java.security.SecureRandom;
import java.util.List;
import org.meterhaus.dlms.Bytes;

/**
 * A logical device that talks to one client without a socket: octets of a request in, octets of the
 * answer out. For carriers that this library does not have. Not thread-safe; blocks as long as the
 * objects do.
 */
public final class ServerSession {

  private final ServerDialogue dialogue;
  private boolean ended;

  private ServerSession(ServerDialogue dialogue) {
    this.dialogue = dialogue;
  }

  /**
   * A session in which nothing has been said yet. What is remembered of a client for longer
   * (invocation counters, lock-out) ends with it.
   *
   * @param peer where the client is, for the audit
   * @param clientSap 1..65535
   */
  public static ServerSession of(
      LogicalDevice device, String peer, int clientSap, ServerLimits limits) {
    return new ServerSession(
        new ServerDialogue(new ServedDevice(device), peer, clientSap, limits, new SecureRandom()));
  }

  /** The answer to an APDU of a client that has not agreed on general block transfer. */
  public Bytes answer(Bytes apdu) {
    return answers(apdu).getFirst();
  }

  /** What is sent upon an APDU, in this order: with general block transfer none, one or several. */
  public List<Bytes> answers(Bytes apdu) {
    ServerDialogue.Reply reply = dialogue.answer(apdu);
    ended |= reply.last();
    return reply.apdus();
  }

  /** Whether the connection is to be closed after the last answer. */
  public boolean ended() {
    return ended;
  }
}
