package org.meterhaus.sink.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.meterhaus.dlms.Bytes;

/**
 * One record of the journal, as it was taken.
 *
 * @param sequence 1, 2, 3, ... without holes
 * @param recordedAt when the sink had it, milliseconds resolution
 * @param content what was taken
 */
public record JournalEntry(long sequence, Instant recordedAt, Content content) {

  public JournalEntry {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be 1 or more but was " + sequence);
    }
    Objects.requireNonNull(recordedAt);
    Objects.requireNonNull(content);
  }

  /**
   * What is offered to the journal.
   *
   * @param stream what the payload is a part of, for instance a meter's load profile; 1..200
   *     characters
   * @param through the newest instant that the payload covers; the journal keeps the newest of each
   *     stream as its mark, also when the records themselves are no longer kept
   * @param payload 0..{@value #MAX_PAYLOAD} bytes, opaque here
   */
  public record Content(String stream, Optional<Instant> through, Bytes payload) {
    /** Largest payload, in bytes. */
    public static final int MAX_PAYLOAD = 4 << 20;

    private static final int MAX_STREAM = 200;

    public Content {
      if (stream.isEmpty() || stream.length() > MAX_STREAM) {
        throw new IllegalArgumentException(
            "stream must have 1..%d characters but was '%s'".formatted(MAX_STREAM, stream));
      }
      Objects.requireNonNull(through);
      if (payload.size() > MAX_PAYLOAD) {
        throw new IllegalArgumentException(
            "payload must be at most %d bytes but was %d".formatted(MAX_PAYLOAD, payload.size()));
      }
    }
  }
}
