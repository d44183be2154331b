package org.meterhaus.db.bytes;

/** Stored bytes are not what they should be. */
public final class MalformedBytes extends Exception {
  private final int offset;

  /**
   * @param offset byte at which it was noticed
   */
  public MalformedBytes(String reason, int offset) {
    super("%s (at byte %d)".formatted(reason, offset));
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
