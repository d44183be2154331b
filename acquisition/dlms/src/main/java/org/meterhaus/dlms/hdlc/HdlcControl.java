package org.meterhaus.dlms.hdlc;

/**
 * The control field: what a frame is. {@code pf} is the poll bit in what a client sends ("your
 * turn"), the final bit in what a server sends ("my turn is over").
 *
 * @see "IEC 62056-46, 6.4.3"
 */
public sealed interface HdlcControl {

  boolean pf();

  /** Information. {@code ns} is its number, {@code nr} the number expected next, both 0..7. */
  record I(int ns, int nr, boolean pf) implements HdlcControl {}

  /** Receive ready: everything before {@code nr} has arrived. */
  record Rr(int nr, boolean pf) implements HdlcControl {}

  /** Receive not ready: the same, but send no information now. */
  record Rnr(int nr, boolean pf) implements HdlcControl {}

  /** Set normal response mode: connect. */
  record Snrm(boolean pf) implements HdlcControl {}

  /** Disconnect. */
  record Disc(boolean pf) implements HdlcControl {}

  /** Unnumbered acknowledgement, of SNRM or DISC. */
  record Ua(boolean pf) implements HdlcControl {}

  /** Disconnected mode: there is no connection. */
  record Dm(boolean pf) implements HdlcControl {}

  /** Frame reject: a frame that no repetition makes right. */
  record Frmr(boolean pf) implements HdlcControl {}

  /** Unnumbered information: neither ordered nor acknowledged. */
  record Ui(boolean pf) implements HdlcControl {}

  /**
   * None of the above.
   *
   * @param octet as it came, 0..255
   */
  record Unknown(int octet) implements HdlcControl {
    @Override
    public boolean pf() {
      return (octet & PF) != 0;
    }
  }

  /** The bit of poll and final. */
  int PF = 0x10;

  /**
   * Reads a control field.
   *
   * @param octet 0..255
   */
  static HdlcControl of(int octet) {
    boolean pf = (octet & PF) != 0;
    int nr = octet >>> 5;
    if ((octet & 0x01) == 0) {
      return new I(octet >>> 1 & 7, nr, pf);
    }
    return switch (octet & 0x0F) {
      case 0x01 -> new Rr(nr, pf);
      case 0x05 -> new Rnr(nr, pf);
      default ->
          switch (octet & ~PF) {
            case 0x83 -> new Snrm(pf);
            case 0x43 -> new Disc(pf);
            case 0x63 -> new Ua(pf);
            case 0x0F -> new Dm(pf);
            case 0x87 -> new Frmr(pf);
            case 0x03 -> new Ui(pf);
            default -> new Unknown(octet);
          };
    };
  }

  /** The control field, 0..255. */
  default int octet() {
    int base =
        switch (this) {
          case I(int ns, int nr, boolean _) -> nr << 5 | ns << 1;
          case Rr(int nr, boolean _) -> nr << 5 | 0x01;
          case Rnr(int nr, boolean _) -> nr << 5 | 0x05;
          case Snrm _ -> 0x83;
          case Disc _ -> 0x43;
          case Ua _ -> 0x63;
          case Dm _ -> 0x0F;
          case Frmr _ -> 0x87;
          case Ui _ -> 0x03;
          case Unknown(int octet) -> octet;
        };
    return pf() ? base | PF : base;
  }
}
