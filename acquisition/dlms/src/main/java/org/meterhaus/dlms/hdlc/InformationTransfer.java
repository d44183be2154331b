package org.meterhaus.dlms.hdlc;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;

/**
 * The numbered half of a connection, the same at both stations: cuts information into segments,
 * numbers them modulo 8, keeps them until they are acknowledged, and joins those that arrive in
 * order. Whoever has the turn sends again whatever the other has not acknowledged by then, since
 * with turns nothing can be under way any more (go back N). Not thread-safe.
 */
final class InformationTransfer {

  private static final int MODULUS = 8;

  /** A piece of what is to be sent. */
  private record Segment(Bytes information, boolean moreFollows) {}

  /** What became of a received frame. */
  enum Arrival {
    /** Taken; more segments follow. */
    PART,
    /** Taken, and the information is whole. */
    WHOLE,
    /** Had arrived before. */
    REPEATED,
    /** One before it is missing. */
    AFTER_GAP,
    /** More than agreed. */
    TOO_LARGE
  }

  private final HdlcParameters agreed;
  private final int maxInformationOctets;

  /** Unacknowledged and unsent ones; the first has the number {@link #firstNumber}. */
  private final ArrayDeque<Segment> outgoing = new ArrayDeque<>();

  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private int backlogOctets;
  private int firstNumber;
  private int sent;
  private int expected;

  /**
   * A transfer that begins.
   *
   * @param agreed what this station sends and takes
   * @param maxInformationOctets largest information put together of segments
   */
  InformationTransfer(HdlcParameters agreed, int maxInformationOctets) {
    this.agreed = agreed;
    this.maxInformationOctets = maxInformationOctets;
  }

  /** The number expected next, N(R) of whatever is sent now. */
  int expected() {
    return expected;
  }

  /** The number after the last that was sent. */
  int nextNumber() {
    return (firstNumber + sent) % MODULUS;
  }

  /** Whether there is anything to be sent, or to be sent again. */
  boolean hasOutgoing() {
    return !outgoing.isEmpty();
  }

  /** Whether several frames may be under way at once. */
  boolean sendsWindows() {
    return agreed.windowTransmit() > 1;
  }

  /** Whether information goes into one frame. */
  boolean fits(Bytes information) {
    return information.size() <= agreed.maxInfoTransmit();
  }

  /** Octets that are unacknowledged or unsent. */
  int backlogOctets() {
    return backlogOctets;
  }

  /** Takes information to be sent in its turn. */
  void enqueue(Bytes information) {
    int size = information.size();
    backlogOctets += size;
    for (int from = 0; from < size; from += agreed.maxInfoTransmit()) {
      int to = Math.min(from + agreed.maxInfoTransmit(), size);
      outgoing.add(new Segment(information.slice(from, to), to < size));
    }
  }

  /**
   * Takes note of what the other side has received.
   *
   * @return how many segments that are new to us, or -1 if there is no such number under way
   */
  int acknowledge(int nr) {
    int count = Math.floorMod(nr - firstNumber, MODULUS);
    if (count > sent) {
      return -1;
    }
    for (int i = 0; i < count; i++) {
      backlogOctets -= outgoing.remove().information().size();
    }
    firstNumber = nr;
    sent -= count;
    return count;
  }

  /** The frames of one turn; the last of them gives the turn away. */
  List<HdlcFrame> turn(HdlcAddress to, HdlcAddress from) {
    int count = Math.min(agreed.windowTransmit(), outgoing.size());
    List<HdlcFrame> frames = new ArrayList<>(count);
    int index = 0;
    for (Segment segment : outgoing) {
      if (index == count) {
        break;
      }
      int number = (firstNumber + index) % MODULUS;
      index++;
      HdlcControl control = new HdlcControl.I(number, expected, index == count);
      frames.add(new HdlcFrame(to, from, segment.moreFollows(), control, segment.information()));
    }
    sent = Math.max(sent, count);
    return frames;
  }

  /** Takes the information of a frame if it is the one expected. */
  Arrival take(int ns, boolean segmented, Bytes information) {
    int ahead = Math.floorMod(ns - expected, MODULUS);
    if (ahead != 0) {
      return ahead < agreed.windowReceive() ? Arrival.AFTER_GAP : Arrival.REPEATED;
    }
    if (information.size() > agreed.maxInfoReceive()
        || arrived.size() + information.size() > maxInformationOctets) {
      return Arrival.TOO_LARGE;
    }
    arrived.writeBytes(information.toArray());
    expected = (expected + 1) % MODULUS;
    return segmented ? Arrival.PART : Arrival.WHOLE;
  }

  /** The information put together, once. */
  Bytes information() {
    Bytes whole = Bytes.copyOf(arrived.toByteArray());
    arrived.reset();
    return whole;
  }
}
