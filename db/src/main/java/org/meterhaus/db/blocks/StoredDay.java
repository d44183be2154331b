package org.meterhaus.db.blocks;

import java.util.Arrays;

/** A block together with its raw part, as the processor reads and writes it. Immutable. */
public final class StoredDay {
  private final DayBlock block;
  private final byte[] raw;
  private final Growth growth;

  /** One whose values are all given out at once. */
  public StoredDay(DayBlock block, byte[] raw) {
    this(block, raw, Growth.atOnce(block.values(), block.derivedAt(), block.dataUntil()));
  }

  /**
   * @param raw the raw part, in the processor's format
   */
  public StoredDay(DayBlock block, byte[] raw, Growth growth) {
    this.block = block;
    this.raw = raw.clone();
    this.growth = growth;
  }

  public DayBlock block() {
    return block;
  }

  public byte[] raw() {
    return raw.clone();
  }

  public Growth growth() {
    return growth;
  }

  public boolean hasRaw(byte[] other) {
    return Arrays.equals(raw, other);
  }
}
