package org.meterhaus.dlms.explain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * Frames that were found in octets, and what they carry.
 *
 * @param explanation of all octets, also of those that are no frame
 * @param frames that are whole, in their order
 * @param damaged what began like a frame and was none; the first thousand; offsets count from the
 *     first of all octets
 * @param messages that the frames carry, in the order of their ends
 */
public record Framed(
    Explanation explanation, List<Frame> frames, List<Malformed> damaged, List<Carried> messages) {

  /**
   * One frame.
   *
   * @param octets with its flags, or start and stop
   * @param value its fields as plain values
   */
  public record Frame(Bytes octets, Map<String, @Nullable Object> value) {

    /** All of them under {@code frames}. */
    static Map<String, @Nullable Object> values(List<Frame> all) {
      return Facts.of("frames", all.stream().map(Frame::value).toList()).asMap();
    }
  }

  public Framed {
    frames = List.copyOf(frames);
    damaged = List.copyOf(damaged);
    messages = List.copyOf(messages);
  }
}
