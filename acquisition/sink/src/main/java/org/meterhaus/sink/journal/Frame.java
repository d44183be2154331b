package org.meterhaus.sink.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * What a segment file is made of: one {@link Header}, then {@link Kept} records, each framed as
 *
 * <pre>
 *   u32 length of the body | u32 CRC-32C over length and body | body
 *   header: u64 magic | u64 first sequence | u32 count | count x (text stream, i64 mark)
 *   record: u64 sequence | u64 durable | i64 recorded at | i64 through | text stream | payload
 * </pre>
 *
 * Big-endian; a text is u16 length and UTF-8; instants are milliseconds since 1970, {@link
 * Long#MIN_VALUE} for none. Stateless.
 */
sealed interface Frame {
  /** Bytes before the body. */
  int PREFIX = 8;

  /** Largest body: a payload and what stands before it, or the marks of some 50,000 streams. */
  int MAX_BODY = JournalEntry.Content.MAX_PAYLOAD + 4096;

  long MAGIC = 0x4D48_4A52_4E4C_3031L; // "MHJRNL01"
  long NONE = Long.MIN_VALUE;

  /**
   * The first frame of a segment.
   *
   * @param first sequence of the first record that this segment has or will have
   * @param marks newest instant of each stream, over everything before this segment
   */
  record Header(long first, Map<String, Instant> marks) implements Frame {
    public Header {
      marks = Map.copyOf(marks);
    }
  }

  /**
   * A journal entry on disk.
   *
   * @param durable newest sequence known to be on the medium when this was written: tells a torn
   *     tail (never acknowledged) from damage to what had been durable
   */
  record Kept(JournalEntry entry, long durable) implements Frame {}

  /** Encodes into a new buffer, ready to be written. */
  static ByteBuffer encode(Frame frame) {
    return switch (frame) {
      case Header(long first, Map<String, Instant> marks) -> {
        int size = 20 + marks.keySet().stream().mapToInt(s -> 10 + s.getBytes(UTF_8).length).sum();
        ByteBuffer out = begin(size).putLong(MAGIC).putLong(first).putInt(marks.size());
        new TreeMap<>(marks)
            .forEach((stream, mark) -> text(out, stream).putLong(mark.toEpochMilli()));
        yield seal(out);
      }
      case Kept(JournalEntry entry, long durable) -> {
        JournalEntry.Content content = entry.content();
        byte[] stream = content.stream().getBytes(UTF_8);
        ByteBuffer out = begin(34 + stream.length + content.payload().size());
        out.putLong(entry.sequence()).putLong(durable);
        out.putLong(entry.recordedAt().toEpochMilli());
        out.putLong(content.through().map(Instant::toEpochMilli).orElse(NONE));
        text(out, content.stream());
        yield seal(out.put(content.payload().toArray()));
      }
    };
  }

  /**
   * The body of the frame at the buffer's position, which moves behind it; null, with the position
   * where it was, if there is no whole frame with a right checksum.
   */
  static @Nullable ByteBuffer body(ByteBuffer in) {
    if (in.remaining() < PREFIX) {
      return null;
    }
    int start = in.position();
    int length = in.getInt(start);
    if (length < 0 || length > MAX_BODY || length > in.remaining() - PREFIX) {
      return null;
    }
    ByteBuffer body = in.slice(start + PREFIX, length);
    if (checksum(length, body.duplicate()) != in.getInt(start + 4)) {
      return null;
    }
    in.position(start + PREFIX + length);
    return body;
  }

  /** The header in a body; null if it is none. */
  static @Nullable Header header(ByteBuffer body) {
    try {
      if (body.getLong() != MAGIC) {
        return null;
      }
      long first = body.getLong();
      Map<String, Instant> marks = new TreeMap<>();
      for (int left = body.getInt(); left > 0; left--) {
        marks.put(text(body), Instant.ofEpochMilli(body.getLong()));
      }
      return body.hasRemaining() ? null : new Header(first, marks);
    } catch (BufferUnderflowException | DateTimeException _) {
      return null; // a right checksum over something that is not ours
    }
  }

  /** The record in a body; null if it is none. */
  static @Nullable Kept kept(ByteBuffer body) {
    try {
      long sequence = body.getLong();
      long durable = body.getLong();
      Instant recordedAt = Instant.ofEpochMilli(body.getLong());
      long through = body.getLong();
      String stream = text(body);
      byte[] payload = new byte[body.remaining()];
      body.get(payload);
      var content =
          new JournalEntry.Content(
              stream,
              through == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(through)),
              Bytes.copyOf(payload));
      return new Kept(new JournalEntry(sequence, recordedAt, content), durable);
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException _) {
      return null; // a right checksum over something that is not ours
    }
  }

  private static ByteBuffer begin(int bodySize) {
    return ByteBuffer.allocate(PREFIX + bodySize).putInt(bodySize).putInt(0);
  }

  private static ByteBuffer seal(ByteBuffer out) {
    out.flip();
    ByteBuffer body = out.slice(PREFIX, out.limit() - PREFIX);
    return out.putInt(4, checksum(body.remaining(), body));
  }

  private static int checksum(int length, ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(4).putInt(0, length));
    crc.update(body);
    return (int) crc.getValue();
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return out.putShort((short) bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xFFFF];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }
}
