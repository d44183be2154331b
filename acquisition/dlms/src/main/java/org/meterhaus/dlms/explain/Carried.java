package org.meterhaus.dlms.explain;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * What one frame or several frames carry: an APDU, or the blocks of a general block transfer that
 * make one.
 *
 * @param apdu whole; null if blocks are missing or in the wrong order
 * @param blocks in the order of their arrival, empty if the APDU came without
 * @param explained whether the explanation of the frame that carries it goes through it
 */
public record Carried(@Nullable Bytes apdu, List<Block> blocks, boolean explained) {

  /**
   * A block of a general block transfer (IEC 62056-5-3, clause 9.3.5).
   *
   * @param last nothing follows
   * @param streaming more blocks follow without being asked for
   * @param window 0..63
   * @param number 0..65535, the first is 1
   * @param acknowledged 0..65535
   * @param data a piece of the APDU
   */
  public record Block(
      boolean last, boolean streaming, int window, int number, int acknowledged, Bytes data) {}

  public Carried {
    blocks = List.copyOf(blocks);
  }

  static Carried whole(Bytes apdu, boolean explained) {
    return new Carried(apdu, List.of(), explained);
  }

  /** Blocks, joined if they are all there. */
  static Carried joined(List<Block> blocks) {
    Carried parts = new Carried(null, blocks, false);
    if (!parts.isFinished() || !parts.inSequence()) {
      return parts;
    }
    ByteArrayOutputStream apdu = new ByteArrayOutputStream();
    blocks.forEach(block -> apdu.writeBytes(block.data().toArray()));
    return new Carried(Bytes.copyOf(apdu.toByteArray()), blocks, false);
  }

  /** Whether the last block has come. */
  public boolean isFinished() {
    return !blocks.isEmpty() && blocks.getLast().last();
  }

  /** Whether blocks 1, 2, 3 and so on came in this order, each once, up to the last. */
  public boolean inSequence() {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).number() != i + 1) {
        return false;
      }
    }
    return isFinished();
  }
}
