package org.meterhaus.db.arrivals;

import java.nio.charset.StandardCharsets;

/** Which of the 192 fixed partitions a meter, and so each of its channels, belongs to. */
public final class Partitions {
  public static final int COUNT = 192;

  private static final int FNV_OFFSET_BASIS = 0x811C_9DC5;
  private static final int FNV_PRIME = 0x0100_0193;

  private Partitions() {}

  /**
   * FNV-1a (32 bit) of the id's bytes, unsigned, modulo {@link #COUNT}.
   *
   * @param meterId logical device name, ASCII
   * @return 0..191
   */
  public static int of(String meterId) {
    int hash = FNV_OFFSET_BASIS;
    for (byte b : meterId.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
    }
    return Integer.remainderUnsigned(hash, COUNT);
  }
}
