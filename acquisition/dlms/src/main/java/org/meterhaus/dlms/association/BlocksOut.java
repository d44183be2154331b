package org.meterhaus.dlms.association;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.GeneralBlockTransfer;

/**
 * Cuts an APDU into the blocks of a general block transfer and gives them out window by window, the
 * lost ones again. Pure but for how far it is; not thread-safe.
 */
public final class BlocksOut {

  /** Octets of a block before its data, at most: tag, control, two numbers, a length. */
  public static final int HEADER = 9;

  /** Numbers have 16 bits. */
  public static final int MAX_BLOCKS = 0xFFFF;

  private final Bytes apdu;
  private final int size;
  private final int before;
  private final int ownWindow;
  private int acknowledged;

  /**
   * An APDU that is to be sent.
   *
   * @param size octets of a block's data, at least 1
   * @param before number of the last block that was sent before it, 0..65534
   * @param ownWindow blocks that we take before we answer, 1..63
   * @throws IllegalArgumentException if there would be more blocks than numbers
   */
  public BlocksOut(Bytes apdu, int size, int before, int ownWindow) {
    this.apdu = apdu;
    this.size = size;
    this.before = before;
    this.ownWindow = ownWindow;
    if (!fits(apdu, size, before)) {
      throw new IllegalArgumentException(
          "an APDU of " + apdu.size() + " octets in blocks of " + size);
    }
  }

  /** Whether there are enough numbers for an APDU's blocks. */
  public static boolean fits(Bytes apdu, int size, int before) {
    return Math.ceilDiv(apdu.size(), size) + before <= MAX_BLOCKS;
  }

  /**
   * All blocks of an APDU that nobody acknowledges: their window is 0.
   *
   * @param size octets of a block's data, at least 1
   * @throws IllegalArgumentException if there would be more blocks than numbers
   */
  public static List<GeneralBlockTransfer> unconfirmed(Bytes apdu, int size) {
    if (!fits(apdu, size, 0)) {
      throw new IllegalArgumentException(
          "an APDU of " + apdu.size() + " octets in blocks of " + size);
    }
    List<GeneralBlockTransfer> blocks = new ArrayList<>();
    for (int from = 0; from < apdu.size(); from += size) {
      int to = Math.min(apdu.size(), from + size);
      boolean last = to == apdu.size();
      blocks.add(
          new GeneralBlockTransfer(last, !last, 0, blocks.size() + 1, 0, apdu.slice(from, to)));
    }
    return blocks;
  }

  /** The peer has all blocks up to this number; a number that was never sent counts for nothing. */
  public void acknowledge(int number) {
    int count = number - before;
    if (count > acknowledged && count <= count()) {
      acknowledged = count;
    }
  }

  /** Whether the peer has got all of it. */
  public boolean isDone() {
    return acknowledged == count();
  }

  /** Number of the last block. */
  public int lastNumber() {
    return before + count();
  }

  /**
   * The next blocks from the first that was not acknowledged on; the last of them gives the turn
   * away.
   *
   * @param window how many the peer takes, 1..63
   * @param received the last block of the peer that came without a gap
   */
  public List<GeneralBlockTransfer> window(int window, int received) {
    List<GeneralBlockTransfer> blocks = new ArrayList<>(window);
    int to = Math.min(count(), acknowledged + window);
    for (int i = acknowledged; i < to; i++) {
      blocks.add(
          new GeneralBlockTransfer(
              i == count() - 1,
              i < to - 1,
              ownWindow,
              before + i + 1,
              received,
              apdu.slice(i * size, Math.min(apdu.size(), (i + 1) * size))));
    }
    return blocks;
  }

  private int count() {
    return Math.ceilDiv(apdu.size(), size);
  }
}
