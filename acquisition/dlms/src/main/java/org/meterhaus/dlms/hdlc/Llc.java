package org.meterhaus.dlms.hdlc;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * The three octets of the logical link control before each APDU: destination, source, quality.
 *
 * @see "IEC 62056-46, 5.3.2"
 */
public final class Llc {

  /** Before what a client sends. */
  public static final Bytes COMMAND = Bytes.of(0xE6, 0xE6, 0x00);

  /** Before what a server sends. */
  public static final Bytes RESPONSE = Bytes.of(0xE6, 0xE7, 0x00);

  private Llc() {}

  /** What follows the header; nothing if there is no such header, or nothing behind it. */
  public static @Nullable Bytes strip(Bytes information) {
    boolean header =
        information.size() > COMMAND.size()
            && information.at(0) == 0xE6
            && (information.at(1) == 0xE6 || information.at(1) == 0xE7);
    return header ? information.slice(COMMAND.size(), information.size()) : null;
  }
}
