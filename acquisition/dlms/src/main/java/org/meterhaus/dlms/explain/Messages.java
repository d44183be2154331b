package org.meterhaus.dlms.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.explain.Carried.Block;

/** Puts together what frames carry, for each pair of ends. Not thread-safe. */
final class Messages {

  static final int GENERAL_BLOCK_TRANSFER = 0xE0;

  /** Tag, control, block number, acknowledged block number. */
  private static final int HEADER_OCTETS = 6;

  record Ends(int source, int destination) {}

  private final List<Carried> messages = new ArrayList<>();
  private final Map<Ends, List<Block>> blocks = new LinkedHashMap<>();

  /**
   * Takes an APDU or a block.
   *
   * @param explained as {@link Carried#explained}
   */
  void take(Ends ends, Bytes apdu, boolean explained) {
    Block block = block(apdu);
    if (block == null) {
      messages.add(Carried.whole(apdu, explained));
      return;
    }
    List<Block> before = blocks.get(ends);
    if (before != null && block.number() == 1 && before.getFirst().number() == 1) {
      // A new transfer begins; the one before was never finished.
      blocks.remove(ends);
      messages.add(Carried.joined(before));
      before = null;
    }
    if (before == null) {
      before = new ArrayList<>();
      blocks.put(ends, before);
    }
    before.add(block);
    if (block.last()) {
      blocks.remove(ends);
      messages.add(Carried.joined(before));
    }
  }

  /** All, also those whose last block did not come. */
  List<Carried> all() {
    blocks.values().forEach(begun -> messages.add(Carried.joined(begun)));
    blocks.clear();
    return messages;
  }

  private static @Nullable Block block(Bytes apdu) {
    if (apdu.size() <= HEADER_OCTETS || apdu.at(0) != GENERAL_BLOCK_TRANSFER) {
      return null;
    }
    int control = apdu.at(1);
    int first = apdu.at(HEADER_OCTETS);
    int more = first < 0x80 ? 0 : first & 0x7F;
    int dataAt = HEADER_OCTETS + 1 + more;
    if (more > 4 || dataAt > apdu.size()) {
      return null;
    }
    long length = first < 0x80 ? first : 0;
    for (int i = HEADER_OCTETS + 1; i < dataAt; i++) {
      length = length << 8 | apdu.at(i);
    }
    if (length != apdu.size() - dataAt) {
      return null;
    }
    return new Block(
        (control & 0x80) != 0,
        (control & 0x40) != 0,
        control & 0x3F,
        apdu.at(2) << 8 | apdu.at(3),
        apdu.at(4) << 8 | apdu.at(5),
        apdu.slice(dataAt, apdu.size()));
  }
}
