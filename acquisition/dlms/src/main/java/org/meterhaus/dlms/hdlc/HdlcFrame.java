package org.meterhaus.dlms.hdlc;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * A frame of format type 3.
 *
 * @param segmented more of the same information follows in the next frame
 * @param information at most {@link #MAX_INFORMATION_OCTETS}
 * @see "IEC 62056-46, 6.4.1"
 */
public record HdlcFrame(
    HdlcAddress destination,
    HdlcAddress source,
    boolean segmented,
    HdlcControl control,
    Bytes information) {

  /** What stands before, between and after frames. */
  public static final int FLAG = 0x7E;

  /** Octets between the flags, at most: the length has 11 bits. */
  public static final int MAX_OCTETS = 2047;

  /** Largest information field that the standard lets two stations agree on. */
  public static final int MAX_INFORMATION_OCTETS = 2030;

  /** Format, two addresses of one octet, control, check sequence. */
  static final int MIN_OCTETS = 7;

  private static final int FORMAT_OCTETS = 2;
  private static final int FORMAT_TYPE = 0xA;

  public HdlcFrame {
    int octets = octets(destination, source, information);
    if (octets > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "a frame has at most " + MAX_OCTETS + " octets but had " + octets);
    }
  }

  /** A frame without information. */
  public HdlcFrame(HdlcAddress destination, HdlcAddress source, HdlcControl control) {
    this(destination, source, false, control, Bytes.EMPTY);
  }

  /** The frame with a flag at each end. */
  public byte[] encode() {
    int length = octets(destination, source, information);
    byte[] frame = new byte[length + 2];
    frame[0] = (byte) FLAG;
    frame[1] = (byte) (FORMAT_TYPE << 4 | (segmented ? 0x08 : 0) | length >>> 8);
    frame[2] = (byte) length;
    int position = 3;
    destination.write(frame, position);
    position += destination.octets();
    source.write(frame, position);
    position += source.octets();
    frame[position++] = (byte) control.octet();
    FrameCheck.append(frame, 1, position);
    position += FrameCheck.OCTETS;
    if (!information.isEmpty()) {
      information.copyTo(frame, position);
      position += information.size();
      FrameCheck.append(frame, 1, position);
      position += FrameCheck.OCTETS;
    }
    frame[position] = (byte) FLAG;
    return frame;
  }

  /**
   * Reads the frame between two flags.
   *
   * @throws Malformed if it is none; offsets count from the octet after the first flag
   */
  public static HdlcFrame decode(Bytes octets) throws Malformed {
    byte[] frame = octets.toArray();
    return decode(frame, 0, frame.length);
  }

  static HdlcFrame decode(byte[] frame, int from, int to) throws Malformed {
    int length = length(frame, from, to);
    if (length != to - from) {
      throw new Malformed("frame of %d octets says it has %d".formatted(to - from, length), 0);
    }
    int header = checkedHeader(frame, from, to, length);
    if (header < 0) {
      throw new Malformed("frame ends within its header", to - from);
    }
    int checkAt = to - FrameCheck.OCTETS;
    if (FrameCheck.of(frame, from, checkAt) != FrameCheck.sentAt(frame, checkAt)) {
      throw wrong("FCS", frame, from, checkAt);
    }
    HdlcAddress destination = HdlcAddress.read(frame, from, FORMAT_OCTETS, to);
    int sourceAt = FORMAT_OCTETS + destination.octets();
    HdlcAddress source = HdlcAddress.read(frame, from, sourceAt, to);
    boolean segmented = (frame[from] & 0x08) != 0;
    HdlcControl control = HdlcControl.of(frame[from + sourceAt + source.octets()] & 0xFF);
    int informationAt = from + header + FrameCheck.OCTETS;
    Bytes information =
        informationAt >= checkAt ? Bytes.EMPTY : Bytes.copyOf(frame, informationAt, checkAt);
    return new HdlcFrame(destination, source, segmented, control, information);
  }

  /**
   * Octets of the frame that starts at {@code from}, as it says itself.
   *
   * @return 7..2047, or -1 if that has not arrived
   * @throws Malformed if it is no frame of this format or cannot have that length
   */
  static int length(byte[] frame, int from, int to) throws Malformed {
    if (to > from && (frame[from] & 0xF0) >>> 4 != FORMAT_TYPE) {
      throw new Malformed(
          "frame format type must be 10 but was " + ((frame[from] & 0xF0) >>> 4), 0);
    }
    if (to - from < FORMAT_OCTETS) {
      return -1;
    }
    int length = (frame[from] & 0x07) << 8 | (frame[from + 1] & 0xFF);
    if (length < MIN_OCTETS) {
      throw new Malformed("a frame has at least " + MIN_OCTETS + " octets, not " + length, 0);
    }
    return length;
  }

  /**
   * Checks as much of the header as has arrived, so that a wrong length is found out before that
   * many octets were waited for.
   *
   * @return octets before the header's check sequence, or -1 if that has not arrived
   */
  static int checkedHeader(byte[] frame, int from, int to, int length) throws Malformed {
    int end = Math.min(to, from + length);
    int position = FORMAT_OCTETS;
    for (int address = 0; address < 2; address++) {
      int octets = HdlcAddress.octetsAt(frame, from + position, end);
      if (octets < 0) {
        return -1;
      }
      if (octets == 0) {
        throw new Malformed("an address has at most 4 octets", position);
      }
      position += octets;
    }
    int header = position + 1;
    int rest = length - header;
    if (rest < FrameCheck.OCTETS || (rest > FrameCheck.OCTETS && rest <= 2 * FrameCheck.OCTETS)) {
      throw new Malformed(
          "a frame of " + length + " octets ends within its check sequence", header);
    }
    if (end < from + header + FrameCheck.OCTETS) {
      return -1;
    }
    boolean hasInformation = rest > FrameCheck.OCTETS;
    if (hasInformation
        && FrameCheck.of(frame, from, from + header) != FrameCheck.sentAt(frame, from + header)) {
      throw wrong("HCS", frame, from, from + header);
    }
    return header;
  }

  private static Malformed wrong(String name, byte[] frame, int from, int at) {
    return new Malformed(
        "%s is %04x but must be %04x"
            .formatted(
                name,
                swapped(FrameCheck.sentAt(frame, at)),
                swapped(FrameCheck.of(frame, from, at))),
        at - from);
  }

  /** As it stands on the line, low octet first. */
  private static int swapped(int check) {
    return (check & 0xFF) << 8 | check >>> 8;
  }

  private static int octets(HdlcAddress destination, HdlcAddress source, Bytes information) {
    int header = FORMAT_OCTETS + destination.octets() + source.octets() + 1 + FrameCheck.OCTETS;
    return information.isEmpty() ? header : header + information.size() + FrameCheck.OCTETS;
  }
}
