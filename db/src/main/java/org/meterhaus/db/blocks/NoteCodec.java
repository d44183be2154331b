package org.meterhaus.db.blocks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * The notes of a day to bytes and back: for each its rule's code, first slot and number of slots
 * (varints), observed and expected (zigzag). Stateless.
 */
final class NoteCodec {
  private static final int MOST_SLOTS = 86_400;

  private NoteCodec() {}

  /** Null for no notes. */
  static byte @Nullable [] encode(List<Note> notes) {
    if (notes.isEmpty()) {
      return null;
    }
    var out = new VarintWriter(8 * notes.size());
    for (Note note : notes) {
      out.varint(note.rule().code());
      out.varint(note.firstSlot());
      out.varint(note.slots());
      out.zigzag(note.observed());
      out.zigzag(note.expected());
    }
    return out.toByteArray();
  }

  static List<Note> decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return List.of();
    }
    var in = new VarintReader(bytes);
    var notes = new ArrayList<Note>();
    try {
      while (in.remaining() > 0) {
        ValidationRule rule = ValidationRule.of(in.varint("rule", 1, 127));
        int first = in.varint("first slot", 0, MOST_SLOTS);
        int slots = in.varint("slots", 1, MOST_SLOTS);
        notes.add(new Note(rule, first, slots, in.zigzag(), in.zigzag()));
      }
    } catch (MalformedBytes e) {
      throw new IllegalStateException("notes of a day cannot be read", e);
    }
    return List.copyOf(notes);
  }
}
