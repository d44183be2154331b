package org.meterhaus.dlms.hdlc;

import java.io.ByteArrayOutputStream;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * What a station can do, said by SNRM and UA: what <em>it</em> transmits and receives.
 *
 * @param maxInfoTransmit largest information field it sends, 1..2030 octets
 * @param maxInfoReceive largest it takes, 1..2030 octets
 * @param windowTransmit frames it sends before it waits for an acknowledgement, 1..7
 * @param windowReceive frames it takes before it acknowledges, 1..7
 * @see "IEC 62056-46, 6.4.4.4.3"
 */
public record HdlcParameters(
    int maxInfoTransmit, int maxInfoReceive, int windowTransmit, int windowReceive) {

  /** What holds where nothing is said: 128 octets, one frame. */
  public static final HdlcParameters DEFAULT = new HdlcParameters(128, 128, 1, 1);

  private static final int FORMAT = 0x81;
  private static final int GROUP = 0x80;
  private static final int MAX_INFO_TRANSMIT = 5;
  private static final int MAX_INFO_RECEIVE = 6;
  private static final int WINDOW_TRANSMIT = 7;
  private static final int WINDOW_RECEIVE = 8;

  public HdlcParameters {
    require(maxInfoTransmit, HdlcFrame.MAX_INFORMATION_OCTETS, "maxInfoTransmit");
    require(maxInfoReceive, HdlcFrame.MAX_INFORMATION_OCTETS, "maxInfoReceive");
    require(windowTransmit, 7, "windowTransmit");
    require(windowReceive, 7, "windowReceive");
  }

  /** The same parameters with other windows in both directions, 1..7. */
  public HdlcParameters withWindow(int frames) {
    return new HdlcParameters(maxInfoTransmit, maxInfoReceive, frames, frames);
  }

  /** The same parameters with other largest information fields in both directions, 1..2030. */
  public HdlcParameters withMaxInfo(int octets) {
    return new HdlcParameters(octets, octets, windowTransmit, windowReceive);
  }

  /** What this station does towards a peer that can do {@code peer}. */
  public HdlcParameters towards(HdlcParameters peer) {
    return new HdlcParameters(
        Math.min(maxInfoTransmit, peer.maxInfoReceive),
        Math.min(maxInfoReceive, peer.maxInfoTransmit),
        Math.min(windowTransmit, peer.windowReceive),
        Math.min(windowReceive, peer.windowTransmit));
  }

  /** The information field of SNRM or UA. */
  public Bytes encode() {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    putLength(values, MAX_INFO_TRANSMIT, maxInfoTransmit);
    putLength(values, MAX_INFO_RECEIVE, maxInfoReceive);
    putWindow(values, WINDOW_TRANSMIT, windowTransmit);
    putWindow(values, WINDOW_RECEIVE, windowReceive);
    return Bytes.of(FORMAT, GROUP, values.size()).concat(Bytes.copyOf(values.toByteArray()));
  }

  /**
   * Reads the information field of SNRM or UA; what it does not say is as {@link #DEFAULT}, larger
   * values than there are count as the largest.
   *
   * @throws Malformed if it is no list of parameters; offsets count from its start
   */
  public static HdlcParameters decode(Bytes information) throws Malformed {
    if (information.isEmpty()) {
      return DEFAULT;
    }
    if (information.size() < 3 || information.at(0) != FORMAT || information.at(1) != GROUP) {
      throw new Malformed("parameters must begin with 8180", 0);
    }
    int end = 3 + information.at(2);
    if (end > information.size()) {
      throw new Malformed("parameters are truncated", information.size());
    }
    int[] values = {
      DEFAULT.maxInfoTransmit, DEFAULT.maxInfoReceive, DEFAULT.windowTransmit, DEFAULT.windowReceive
    };
    int position = 3;
    while (position < end) {
      if (end - position < 2 || end - position - 2 < information.at(position + 1)) {
        throw new Malformed("parameter is truncated", position);
      }
      int parameter = information.at(position);
      int octets = information.at(position + 1);
      if (parameter >= MAX_INFO_TRANSMIT && parameter <= WINDOW_RECEIVE) {
        int most = parameter <= MAX_INFO_RECEIVE ? HdlcFrame.MAX_INFORMATION_OCTETS : 7;
        values[parameter - MAX_INFO_TRANSMIT] = value(information, position + 2, octets, most);
      }
      position += 2 + octets;
    }
    return new HdlcParameters(values[0], values[1], values[2], values[3]);
  }

  private static int value(Bytes information, int position, int octets, int most) throws Malformed {
    if (octets < 1 || octets > 4) {
      throw new Malformed("a parameter has 1..4 octets, not " + octets, position - 1);
    }
    long value = 0;
    for (int i = 0; i < octets; i++) {
      value = value << 8 | information.at(position + i);
    }
    if (value == 0) {
      throw new Malformed("parameter must not be 0", position);
    }
    return (int) Math.min(value, most);
  }

  /** In as few octets as it needs. */
  private static void putLength(ByteArrayOutputStream values, int parameter, int value) {
    values.write(parameter);
    values.write(value > 0xFF ? 2 : 1);
    if (value > 0xFF) {
      values.write(value >>> 8);
    }
    values.write(value);
  }

  private static void putWindow(ByteArrayOutputStream values, int parameter, int value) {
    values.write(parameter);
    values.write(4);
    values.write(0);
    values.write(0);
    values.write(0);
    values.write(value);
  }

  private static void require(int value, int most, String name) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " must be 1.." + most + " but was " + value);
    }
  }
}
