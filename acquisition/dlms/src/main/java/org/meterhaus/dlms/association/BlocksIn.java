package org.meterhaus.dlms.association;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.GeneralBlockTransfer;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * Joins an APDU that comes in blocks of a general block transfer (IEC 62056-5-3, clause 9.4.6.13).
 * Blocks are taken in their order; one that came before, or comes after a gap, is passed over: the
 * sender is told what is there and sends the rest again. Pure but for what it keeps; not
 * thread-safe.
 */
public final class BlocksIn {

  /** What became of a block. */
  public enum Taken {
    /** It is the next one. */
    NEXT,
    /** It is the last one: the APDU is whole. */
    WHOLE,
    /** It came before, or one before it is missing. */
    PASSED_OVER,
    /** The APDU would be larger than it may be. */
    TOO_LARGE
  }

  private final int before;
  private final int maxOctets;
  private OctetWriter joined = new OctetWriter(256);
  private Bytes first = Bytes.EMPTY;
  private int received;
  private boolean whole;

  /**
   * An APDU that begins.
   *
   * @param before number of the last block that does not belong to it, 0..65535
   * @param maxOctets the largest APDU put together
   */
  public BlocksIn(int before, int maxOctets) {
    this.before = before;
    this.received = before;
    this.maxOctets = maxOctets;
  }

  /**
   * Takes a block; an empty one only acknowledges and is passed over. Another first block than the
   * one that came begins anew: the peer has answered twice, and goes on with the second.
   */
  public Taken take(GeneralBlockTransfer block) {
    boolean anew = block.number() == before + 1 && !block.octets().isEmpty();
    if (anew && received > before && !whole && !block.octets().equals(first)) {
      joined = new OctetWriter(256);
      received = before;
    }
    if (anew && received == before) {
      first = block.octets();
    }
    boolean next = block.number() == received + 1 && !whole && !block.octets().isEmpty();
    if (!next) {
      return Taken.PASSED_OVER;
    }
    if (joined.size() + (long) block.octets().size() > maxOctets) {
      return Taken.TOO_LARGE;
    }
    joined.bytes(block.octets());
    received++;
    whole = block.last();
    return whole ? Taken.WHOLE : Taken.NEXT;
  }

  /** The last block received without a gap: the number to acknowledge. */
  public int received() {
    return received;
  }

  public boolean isWhole() {
    return whole;
  }

  /** All octets so far. */
  public Bytes joined() {
    return joined.toBytes();
  }
}
