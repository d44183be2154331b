package org.meterhaus.dlms.hdlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * A server's station towards one client (secondary, unbalanced normal response mode): speaks when
 * it is asked to. Knows no clock, socket or thread: it is told what happened, and tells what is to
 * be done, in that order. Not thread-safe.
 *
 * <p>It keeps the turn until the answer to a request is there; a client that asks again meanwhile
 * hears RR, so that it knows somebody is alive, and asks later.
 */
public final class HdlcServer {

  /** What the owner has to do. */
  public sealed interface Action {
    record Transmit(HdlcFrame frame) implements Action {}

    /** An APDU of the client has arrived; {@link HdlcServer#answer} takes the answer. */
    record Deliver(Bytes apdu) implements Action {}

    /** The client has connected, connected anew or disconnected: what was before is void. */
    record TellReset() implements Action {}
  }

  private static final int UNKNOWN_CONTROL = 0x01;
  private static final int TOO_LARGE = 0x04;
  private static final int INVALID_NUMBER = 0x08;
  private static final int MAX_UNNUMBERED = 16;

  private final HdlcParameters parameters;
  private final HdlcAddress client;
  private final HdlcAddress server;
  private final int maxApduBytes;
  private final List<Action> actions = new ArrayList<>();
  private @Nullable InformationTransfer transfer;

  /** What waits for our turn; may be lost, so it need not be kept without end. */
  private final Deque<Bytes> unnumbered = new ArrayDeque<>();

  /** What was wrong with a frame; only connecting anew helps. */
  private @Nullable Bytes rejection;

  private boolean ourTurn;
  private boolean answerDue;

  /**
   * A station that is not connected.
   *
   * @param parameters what it agrees to at most
   * @param maxApduBytes largest APDU taken
   */
  public HdlcServer(
      HdlcParameters parameters, HdlcAddress client, HdlcAddress server, int maxApduBytes) {
    this.parameters = parameters;
    this.client = client;
    this.server = server;
    this.maxApduBytes = maxApduBytes;
  }

  public boolean isConnected() {
    return transfer != null;
  }

  /** Octets of answers that the client has not acknowledged. */
  public int backlogOctets() {
    return transfer == null ? 0 : transfer.backlogOctets();
  }

  /** A frame from this client to this server has arrived. */
  public List<Action> received(HdlcFrame frame) {
    switch (frame.control()) {
      case HdlcControl.Snrm _ -> connect(frame.information());
      case HdlcControl.Disc _ -> disconnect();
      default -> {
        if (transfer == null) {
          if (frame.control().pf() && !(frame.control() instanceof HdlcControl.Ui)) {
            transmit(new HdlcControl.Dm(true), Bytes.EMPTY);
          }
        } else if (rejection != null) {
          if (frame.control().pf()) {
            transmit(new HdlcControl.Frmr(true), rejection);
          }
        } else {
          connected(frame, transfer);
        }
      }
    }
    return done();
  }

  /** Sends an APDU as soon as it is our turn; nothing if the client has gone. */
  public List<Action> answer(Bytes apdu) {
    if (transfer != null && rejection == null) {
      answerDue = false;
      transfer.enqueue(Llc.RESPONSE.concat(apdu));
      if (ourTurn) {
        takeTurn(transfer);
      }
    }
    return done();
  }

  /** What arrived last has no answer: the client need not wait for one. */
  public List<Action> answerNothing() {
    InformationTransfer current = transfer;
    if (current != null && rejection == null) {
      answerDue = false;
      if (ourTurn) {
        takeTurn(current);
      }
    }
    return done();
  }

  /**
   * Sends an APDU that nobody asked for, when the client has given us the turn: in one unnumbered
   * frame, which may get lost, or in numbered ones where it does not fit or others are before it:
   * who counts messages must not see them out of order.
   */
  public List<Action> tell(Bytes apdu) {
    InformationTransfer current = transfer;
    if (current != null && rejection == null) {
      Bytes information = Llc.RESPONSE.concat(apdu);
      if (!current.fits(information) || current.backlogOctets() > 0) {
        current.enqueue(information);
        if (ourTurn && !answerDue) {
          takeTurn(current);
        }
      } else if (ourTurn) {
        transmit(new HdlcControl.Ui(false), information);
      } else if (unnumbered.size() < MAX_UNNUMBERED) {
        unnumbered.add(information);
      }
    }
    return done();
  }

  private void connect(Bytes proposal) {
    boolean known = transfer != null;
    try {
      HdlcParameters agreed = parameters.towards(HdlcParameters.decode(proposal));
      transfer = new InformationTransfer(agreed, maxApduBytes + Llc.COMMAND.size());
      rejection = null;
      ourTurn = false;
      answerDue = false;
      unnumbered.clear();
      actions.add(new Action.TellReset());
      transmit(new HdlcControl.Ua(true), agreed.encode());
    } catch (Malformed _) {
      transfer = null;
      if (known) {
        actions.add(new Action.TellReset());
      }
      transmit(new HdlcControl.Dm(true), Bytes.EMPTY);
    }
  }

  private void disconnect() {
    if (transfer == null) {
      transmit(new HdlcControl.Dm(true), Bytes.EMPTY);
      return;
    }
    transfer = null;
    rejection = null;
    actions.add(new Action.TellReset());
    transmit(new HdlcControl.Ua(true), Bytes.EMPTY);
  }

  private void connected(HdlcFrame frame, InformationTransfer current) {
    switch (frame.control()) {
      case HdlcControl.I(int ns, int nr, boolean poll) -> {
        if (acknowledged(frame, nr, current) && taken(frame, ns, current) && poll) {
          polled(current);
        }
      }
      case HdlcControl.Rr(int nr, boolean poll) -> {
        if (acknowledged(frame, nr, current) && poll) {
          polled(current);
        }
      }
      case HdlcControl.Rnr(int nr, boolean poll) -> {
        // It takes nothing now, so our turn is over before it began.
        if (acknowledged(frame, nr, current) && poll) {
          transmit(new HdlcControl.Rr(current.expected(), true), Bytes.EMPTY);
        }
      }
      case HdlcControl.Ui _ -> deliver(frame.information());
      case HdlcControl.Unknown _ -> reject(frame, UNKNOWN_CONTROL, current);
      // Connecting and disconnecting were seen to before; the others only servers send.
      case HdlcControl.Snrm _,
          HdlcControl.Disc _,
          HdlcControl.Ua _,
          HdlcControl.Dm _,
          HdlcControl.Frmr _ -> {}
    }
  }

  private boolean acknowledged(HdlcFrame frame, int nr, InformationTransfer current) {
    if (current.acknowledge(nr) < 0) {
      reject(frame, INVALID_NUMBER, current);
      return false;
    }
    return true;
  }

  private boolean taken(HdlcFrame frame, int ns, InformationTransfer current) {
    switch (current.take(ns, frame.segmented(), frame.information())) {
      case WHOLE -> {
        answerDue = true;
        deliver(current.information());
      }
      case PART, REPEATED, AFTER_GAP -> {}
      case TOO_LARGE -> {
        reject(frame, TOO_LARGE, current);
        return false;
      }
    }
    return true;
  }

  /** The client gives us the turn. */
  private void polled(InformationTransfer current) {
    boolean again = ourTurn;
    ourTurn = true;
    while (!unnumbered.isEmpty()) {
      transmit(new HdlcControl.Ui(false), unnumbered.remove());
    }
    if (current.hasOutgoing() || !answerDue || again) {
      takeTurn(current);
    }
  }

  private void takeTurn(InformationTransfer current) {
    ourTurn = false;
    if (current.hasOutgoing()) {
      for (HdlcFrame frame : current.turn(client, server)) {
        actions.add(new Action.Transmit(frame));
      }
    } else {
      transmit(new HdlcControl.Rr(current.expected(), true), Bytes.EMPTY);
    }
  }

  private void reject(HdlcFrame frame, int why, InformationTransfer current) {
    int numbers = current.expected() << 5 | current.nextNumber() << 1;
    Bytes information = Bytes.of(frame.control().octet(), numbers, why);
    rejection = information;
    transmit(new HdlcControl.Frmr(true), information);
  }

  private void deliver(Bytes information) {
    Bytes apdu = Llc.strip(information);
    // What has no such header is not for the application layer; nobody would answer it.
    if (apdu == null) {
      answerDue = false;
    } else {
      actions.add(new Action.Deliver(apdu));
    }
  }

  private void transmit(HdlcControl control, Bytes information) {
    actions.add(new Action.Transmit(new HdlcFrame(client, server, false, control, information)));
  }

  private List<Action> done() {
    List<Action> all = List.copyOf(actions);
    actions.clear();
    return all;
  }
}
