package org.meterhaus.db.blocks;

import java.util.Arrays;

/** A block together with its raw part, as the processor reads and writes it. Immutable. */
public final class StoredDay {
  private final DayBlock block;
  private final byte[] raw;

  /**
   * @param raw the raw part, in the processor's format
   */
  public StoredDay(DayBlock block, byte[] raw) {
    this.block = block;
    this.raw = raw.clone();
  }

  public DayBlock block() {
    return block;
  }

  public byte[] raw() {
    return raw.clone();
  }

  public boolean hasRaw(byte[] other) {
    return Arrays.equals(raw, other);
  }
}
