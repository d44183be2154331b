package org.meterhaus.dlms.push;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * Joins APDUs that come in general-block-transfer blocks nobody confirms; any other APDU passes as
 * it is. A block that came before is passed over, and with a missing one the whole is lost. Not
 * thread-safe.
 */
public final class PushBlocks {

  private static final int GENERAL_BLOCK_TRANSFER = 0xE0;
  private static final int LAST_BLOCK = 0x80;

  /** Tag, control, block number, acknowledged block number. */
  private static final int HEADER_OCTETS = 6;

  private static final int MAX_SENDERS = 64;

  private record Ends(int source, int destination) {}

  /** Blocks of one sender so far. */
  private static final class Blocks {
    final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    int number;
  }

  private final int maxApduBytes;
  private final Map<Ends, Blocks> bySender = new HashMap<>();
  private long discarded;

  /**
   * Joins blocks.
   *
   * @param maxApduBytes largest APDU put together
   */
  public PushBlocks(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
  }

  /** How many APDUs and blocks were discarded so far. */
  public long discarded() {
    return discarded;
  }

  /** Takes an APDU or a block; the whole APDU if that makes it whole. */
  public @Nullable Push take(Push part) {
    Bytes apdu = part.apdu();
    if (apdu.isEmpty() || apdu.at(0) != GENERAL_BLOCK_TRANSFER) {
      return part;
    }
    int dataAt = dataAt(apdu);
    if (dataAt < 0) {
      discarded++;
      return null;
    }
    Ends ends = new Ends(part.source(), part.destination());
    int number = apdu.at(2) << 8 | apdu.at(3);
    Blocks blocks = number == 1 ? begin(ends) : bySender.get(ends);
    if (blocks != null && number == blocks.number) {
      return null;
    }
    Bytes data = apdu.slice(dataAt, apdu.size());
    if (blocks == null
        || number != blocks.number + 1
        || blocks.octets.size() + data.size() > maxApduBytes) {
      bySender.remove(ends);
      discarded++;
      return null;
    }
    blocks.number = number;
    blocks.octets.writeBytes(data.toArray());
    if ((apdu.at(1) & LAST_BLOCK) == 0) {
      return null;
    }
    bySender.remove(ends);
    return new Push(part.source(), part.destination(), Bytes.copyOf(blocks.octets.toByteArray()));
  }

  private @Nullable Blocks begin(Ends ends) {
    Blocks before = bySender.get(ends);
    // The first block once more, or the one before was never finished.
    if (before != null && before.number == 1) {
      return before;
    }
    if (before != null) {
      discarded++;
    } else if (bySender.size() >= MAX_SENDERS) {
      return null;
    }
    Blocks blocks = new Blocks();
    bySender.put(ends, blocks);
    return blocks;
  }

  /** Where the data of a block start; -1 if the length before them does not fit. */
  private static int dataAt(Bytes block) {
    if (block.size() <= HEADER_OCTETS) {
      return -1;
    }
    int first = block.at(HEADER_OCTETS);
    int lengthOctets = first < 0x80 ? 0 : first - 0x80;
    int dataAt = HEADER_OCTETS + 1 + lengthOctets;
    if (lengthOctets > 2 || dataAt > block.size()) {
      return -1;
    }
    int length = first;
    if (lengthOctets > 0) {
      length = 0;
      for (int i = HEADER_OCTETS + 1; i < dataAt; i++) {
        length = length << 8 | block.at(i);
      }
    }
    return length == block.size() - dataAt ? dataAt : -1;
  }
}
