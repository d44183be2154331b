package org.meterhaus.dlms.server;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;

/** A long answer that is fetched block by block. Not thread-safe. */
final class OutgoingBlocks {

  private final Bytes whole;
  private int lastFrom;
  private int sent;
  private long lastNumber;

  OutgoingBlocks(Bytes whole) {
    this.whole = whole;
  }

  /**
   * The block after {@code received}; the last one again if its answer was lost on the way.
   *
   * @param size octets of a block at most
   * @return null if that block is neither the next nor the last
   */
  @Nullable DataBlock after(long received, int size) {
    if (received == lastNumber && (sent < whole.size() || lastNumber == 0)) {
      lastFrom = sent;
      sent = Math.min(whole.size(), sent + size);
      lastNumber++;
    } else if (received != lastNumber - 1) {
      return null;
    }
    return new DataBlock(sent == whole.size(), lastNumber, whole.slice(lastFrom, sent));
  }
}
