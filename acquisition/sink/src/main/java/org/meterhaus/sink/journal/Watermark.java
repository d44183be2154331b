package org.meterhaus.sink.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A number on disk that is replaced durably and needs no new room: two slots of (count, value,
 * CRC-32C), written in turn, so that one of them is always whole. Not thread-safe.
 */
final class Watermark {
  private static final String FILE = "acknowledged";
  private static final int SLOT = 20;

  private final Storage storage;
  private long count;
  private long value;

  private Watermark(Storage storage) {
    this.storage = storage;
  }

  /** Reads the number; 0 if there is none yet. */
  static Watermark open(Storage storage) throws IOException {
    Watermark mark = new Watermark(storage);
    if (!storage.names().contains(FILE)) {
      mark.set(0); // both slots now, while there is room
      mark.set(0);
      return mark;
    }
    ByteBuffer slots = ByteBuffer.allocate(2 * SLOT);
    storage.read(FILE, 0, slots);
    for (int i = 0; i < 2; i++) {
      ByteBuffer slot = slots.slice(i * SLOT, SLOT);
      if (slot.getInt(16) == checksum(slot) && slot.getLong(0) > mark.count) {
        mark.count = slot.getLong(0);
        mark.value = slot.getLong(8);
      }
    }
    return mark;
  }

  long get() {
    return value;
  }

  /** Replaces the number; returns when that is durable. When it fails, the old number stands. */
  void set(long newValue) throws IOException {
    ByteBuffer slot = ByteBuffer.allocate(SLOT).putLong(0, count + 1).putLong(8, newValue);
    slot.putInt(16, checksum(slot));
    try (Storage.Appender file = storage.open(FILE)) {
      file.write(slot, (count + 1) % 2 * SLOT);
      file.force();
    }
    count++;
    value = newValue;
  }

  private static int checksum(ByteBuffer slot) {
    CRC32C crc = new CRC32C();
    crc.update(slot.slice(0, 16));
    return (int) crc.getValue();
  }
}
