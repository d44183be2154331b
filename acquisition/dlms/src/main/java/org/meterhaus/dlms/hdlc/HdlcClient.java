package org.meterhaus.dlms.hdlc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;

/**
 * The client's station (primary, unbalanced normal response mode): connects, sends APDUs, collects
 * what the server answers, repeats what was lost. Knows no clock, socket or thread: it is told what
 * happened, and tells what is to be done, in that order. Not thread-safe.
 *
 * <p>After a silence it asks where the server stands (RR with poll) and does not repeat blindly: a
 * request that did arrive is thus never sent twice, one that did not is sent again.
 */
public final class HdlcClient {

  /** What the owner has to do. */
  public sealed interface Action {
    record Transmit(HdlcFrame frame) implements Action {}

    /** Tell {@link HdlcClient#timedOut} after so long, in place of any such timer before. */
    record StartTimer(Duration after) implements Action {}

    record StopTimer() implements Action {}

    record TellConnected(HdlcParameters agreed) implements Action {}

    /** An APDU of the server has arrived. */
    record Deliver(Bytes apdu) implements Action {}

    /** The connection is over as it was asked to. */
    record TellDisconnected() implements Action {}

    /** The connection is over for this reason. */
    record TellLost(MeterException reason) implements Action {}
  }

  private enum Phase {
    DISCONNECTED,
    CONNECTING,
    /** Connected, and it is our turn. */
    READY,
    /** Connected, and the server has the turn. */
    WAITING,
    /** Connected; the server has nothing yet, or takes nothing: we ask again after a pause. */
    PAUSING,
    DISCONNECTING
  }

  private final HdlcConfig config;
  private final HdlcAddress client;
  private final HdlcAddress server;
  private final int maxApduBytes;
  private final List<Action> actions = new ArrayList<>();
  private Phase phase = Phase.DISCONNECTED;
  private @Nullable InformationTransfer transfer;
  private int attempts;

  /** Whether what we sent last was a question where the server stands. */
  private boolean enquired;

  /**
   * A station that is not connected.
   *
   * @param maxApduBytes largest APDU taken
   */
  public HdlcClient(HdlcConfig config, HdlcAddress client, HdlcAddress server, int maxApduBytes) {
    this.config = config;
    this.client = client;
    this.server = server;
    this.maxApduBytes = maxApduBytes;
  }

  /** Whether an APDU would be sent at once. */
  public boolean isReady() {
    return phase == Phase.READY || phase == Phase.PAUSING;
  }

  /** Connects. */
  public List<Action> connect() {
    if (phase == Phase.DISCONNECTED) {
      phase = Phase.CONNECTING;
      attempts = 1;
      sendSnrm();
    }
    return done();
  }

  /**
   * Sends an APDU, at once or when it is our turn.
   *
   * @throws IllegalStateException if not connected
   */
  public List<Action> send(Bytes apdu) {
    if (transfer == null) {
      throw new IllegalStateException("not connected");
    }
    transfer.enqueue(Llc.COMMAND.concat(apdu));
    if (isReady()) {
      attempts = 1;
      takeTurn(transfer);
    }
    return done();
  }

  /** Gives the server the turn, though it owes us nothing: it may have something to tell. */
  public List<Action> listen() {
    if (phase == Phase.READY && transfer != null) {
      attempts = 1;
      takeTurn(transfer);
    }
    return done();
  }

  /** Disconnects; asks the server once. */
  public List<Action> disconnect() {
    if (transfer == null) {
      end(new Action.TellDisconnected());
    } else {
      transfer = null;
      phase = Phase.DISCONNECTING;
      transmit(new HdlcControl.Disc(true), Bytes.EMPTY);
      actions.add(new Action.StartTimer(config.answerWithin()));
    }
    return done();
  }

  /** The timer that was started last has run out. */
  public List<Action> timedOut() {
    switch (phase) {
      case DISCONNECTED, READY -> {}
      case DISCONNECTING -> end(new Action.TellDisconnected());
      case PAUSING -> poll();
      case CONNECTING -> {
        if (mayTryAgain("answer to SNRM")) {
          sendSnrm();
        }
      }
      case WAITING -> {
        if (mayTryAgain("HDLC frame")) {
          poll();
        }
      }
    }
    return done();
  }

  /** A frame has arrived, from whomever to whomever. */
  public List<Action> received(HdlcFrame frame) {
    if (frame.destination().equals(client) && frame.source().equals(server)) {
      switch (phase) {
        case DISCONNECTED -> {}
        case CONNECTING -> connecting(frame);
        case DISCONNECTING -> {
          if (frame.control() instanceof HdlcControl.Ua
              || frame.control() instanceof HdlcControl.Dm) {
            end(new Action.TellDisconnected());
          }
        }
        case READY, WAITING, PAUSING -> {
          if (transfer != null) {
            connected(frame, transfer);
          }
        }
      }
    }
    return done();
  }

  private void connecting(HdlcFrame frame) {
    switch (frame.control()) {
      case HdlcControl.Ua _ -> {
        try {
          HdlcParameters peer = HdlcParameters.decode(frame.information());
          HdlcParameters agreed = config.parameters().towards(peer);
          transfer = new InformationTransfer(agreed, maxApduBytes + Llc.RESPONSE.size());
          phase = Phase.READY;
          actions.add(new Action.StopTimer());
          actions.add(new Action.TellConnected(agreed));
        } catch (Malformed e) {
          end(new Action.TellLost(e));
        }
      }
      case HdlcControl.Dm _ ->
          end(new Action.TellLost(new Unreachable("server refuses the HDLC connection (DM)")));
      default -> {}
    }
  }

  private void connected(HdlcFrame frame, InformationTransfer current) {
    switch (frame.control()) {
      case HdlcControl.I(int ns, int nr, boolean last) -> information(frame, ns, nr, last, current);
      case HdlcControl.Rr(int nr, boolean last) -> {
        int news = acknowledged(nr, current);
        if (news >= 0 && last && phase == Phase.WAITING) {
          ready(news > 0, current);
        }
      }
      case HdlcControl.Rnr(int nr, boolean last) -> {
        if (acknowledged(nr, current) >= 0 && last && phase == Phase.WAITING) {
          pause();
        }
      }
      case HdlcControl.Ui _ -> deliver(frame.information());
      case HdlcControl.Dm _ ->
          end(new Action.TellLost(new Unreachable("server has ended the HDLC connection (DM)")));
      case HdlcControl.Frmr _ ->
          end(new Action.TellLost(new Malformed("server rejects a frame: " + frame.information())));
      // An acknowledgement that came twice, or what only clients send, or nobody: not for us.
      case HdlcControl.Ua _, HdlcControl.Snrm _, HdlcControl.Disc _, HdlcControl.Unknown _ -> {}
    }
  }

  private void information(
      HdlcFrame frame, int ns, int nr, boolean last, InformationTransfer current) {
    if (acknowledged(nr, current) < 0 || phase != Phase.WAITING) {
      return;
    }
    switch (current.take(ns, frame.segmented(), frame.information())) {
      case WHOLE -> {
        attempts = 1;
        phase = Phase.READY;
        actions.add(new Action.StopTimer());
        deliver(current.information());
        // Something that was sent out of turn has waited for this.
        if (current.hasOutgoing()) {
          takeTurn(current);
        }
      }
      case PART -> {
        attempts = 1;
        if (last) {
          takeTurn(current);
        } else {
          actions.add(new Action.StartTimer(config.answerWithin()));
        }
      }
      case AFTER_GAP -> {
        if (last) {
          goOn(false, current);
        }
      }
      // The answer to it is under way already, or the timer will see to it: to answer each
      // repetition would let repetitions breed.
      case REPEATED -> {}
      case TOO_LARGE ->
          end(new Action.TellLost(new Malformed("more information than was agreed on")));
    }
  }

  /** Returns what {@link InformationTransfer#acknowledge} does, and ends the connection at -1. */
  private int acknowledged(int nr, InformationTransfer current) {
    int news = current.acknowledge(nr);
    if (news < 0) {
      end(new Action.TellLost(new Malformed("server acknowledges what was not sent: " + nr)));
    }
    return news;
  }

  /**
   * The server has nothing for us yet. Where it has not got what we sent either, we send that again
   * if it was asked about it, or can have got the last frame of a window without the first;
   * otherwise this is a repetition, and to answer each would let them breed.
   */
  private void ready(boolean progress, InformationTransfer current) {
    if (progress || enquired || !current.hasOutgoing() || current.sendsWindows()) {
      goOn(progress, current);
    }
  }

  /** It is our turn again, but not everything has arrived on either side. */
  private void goOn(boolean progress, InformationTransfer current) {
    if (progress) {
      attempts = 1;
    }
    if (!current.hasOutgoing()) {
      pause();
    } else if (progress || enquired || mayTryAgain("acknowledgement")) {
      // The silence that made us ask has counted as an attempt already.
      takeTurn(current);
    }
  }

  private void takeTurn(InformationTransfer current) {
    if (!current.hasOutgoing()) {
      poll();
      return;
    }
    for (HdlcFrame frame : current.turn(server, client)) {
      actions.add(new Action.Transmit(frame));
    }
    enquired = false;
    await();
  }

  private void poll() {
    enquired = true;
    int expected = transfer == null ? 0 : transfer.expected();
    transmit(new HdlcControl.Rr(expected, true), Bytes.EMPTY);
    await();
  }

  private void await() {
    phase = Phase.WAITING;
    actions.add(new Action.StartTimer(config.answerWithin()));
  }

  private void pause() {
    phase = Phase.PAUSING;
    actions.add(new Action.StartTimer(config.pollPause()));
  }

  private void sendSnrm() {
    Bytes proposal =
        config.parameters().equals(HdlcParameters.DEFAULT)
            ? Bytes.EMPTY
            : config.parameters().encode();
    transmit(new HdlcControl.Snrm(true), proposal);
    actions.add(new Action.StartTimer(config.answerWithin()));
  }

  private void transmit(HdlcControl control, Bytes information) {
    actions.add(new Action.Transmit(new HdlcFrame(server, client, false, control, information)));
  }

  private void deliver(Bytes information) {
    Bytes apdu = Llc.strip(information);
    if (apdu == null) {
      end(new Action.TellLost(new Malformed("information does not begin with e6e700", 0)));
    } else {
      actions.add(new Action.Deliver(apdu));
    }
  }

  private boolean mayTryAgain(String awaited) {
    if (attempts >= config.attempts()) {
      end(
          new Action.TellLost(
              new TimedOut(awaited, config.answerWithin().multipliedBy(config.attempts()))));
      return false;
    }
    attempts++;
    return true;
  }

  private void end(Action outcome) {
    phase = Phase.DISCONNECTED;
    transfer = null;
    actions.add(new Action.StopTimer());
    actions.add(outcome);
  }

  private List<Action> done() {
    List<Action> all = List.copyOf(actions);
    actions.clear();
    return all;
  }
}
