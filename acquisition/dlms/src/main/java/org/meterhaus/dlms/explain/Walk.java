package org.meterhaus.dlms.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/** Goes through octets from first to last and writes down what each was. Not thread-safe. */
final class Walk {

  /** Reads something whose octets become one part. */
  interface Step<T> {
    T take() throws Malformed;
  }

  /** A place to come back to. */
  record Mark(List<Part> parts, int size, int position, int end) {}

  /** An explanation holds an object for each part, so what is explained is bounded. */
  private static final int MAX_PARTS = 1_000_000;

  private static final int SHOWN_OCTETS = 32;

  private final Bytes octets;
  private List<Part> parts = new ArrayList<>();
  private int position;
  private int end;
  private int made;

  Walk(Bytes octets) {
    this.octets = octets;
    this.end = octets.size();
  }

  Bytes octets() {
    return octets;
  }

  List<Part> parts() {
    return parts;
  }

  int position() {
    return position;
  }

  int left() {
    return end - position;
  }

  boolean hasMore() {
    return position < end;
  }

  /** The octet that comes next, -1 at the end; stays before it. */
  int peek() {
    return hasMore() ? octets.at(position) : -1;
  }

  int u8(String name) throws Malformed {
    return u8(name, Integer::toString);
  }

  int u8(String name, IntFunction<String> meaning) throws Malformed {
    need(1);
    int value = octets.at(position);
    add(name, 1, meaning.apply(value));
    return value;
  }

  int u16(String name) throws Malformed {
    int value = (int) number(2);
    add(name, 2, Integer.toString(value));
    return value;
  }

  long u32(String name) throws Malformed {
    long value = number(4);
    add(name, 4, Long.toString(value));
    return value;
  }

  /** An unsigned number of 1 to 8 octets; 8 octets come as a signed one. */
  long unsigned(String name, int size) throws Malformed {
    long value = number(size);
    add(name, size, Long.toUnsignedString(value));
    return value;
  }

  long signed(String name, int size) throws Malformed {
    int unused = 64 - 8 * size;
    long value = number(size) << unused >> unused;
    add(name, size, Long.toString(value));
    return value;
  }

  Bytes take(String name, int count) throws Malformed {
    need(count);
    Bytes taken = octets.slice(position, position + count);
    String shown = taken.slice(0, Math.min(count, SHOWN_OCTETS)).toString();
    add(name, count, count > SHOWN_OCTETS ? shown + "…" : shown);
    return taken;
  }

  /** Octets whose meaning the caller knows. */
  void known(String name, int count, String meaning) throws Malformed {
    need(count);
    add(name, count, meaning);
  }

  /** The octets ahead, without going there. */
  Bytes ahead(int count) throws Malformed {
    need(count);
    return octets.slice(position, position + count);
  }

  /** A length of 1 to 5 octets. */
  int length(String name) throws Malformed {
    need(1);
    int first = octets.at(position);
    int more = first < 0x80 ? 0 : first & 0x7F;
    if (first >= 0x80 && (more == 0 || more > 4)) {
      throw malformed("length of " + more + " octets");
    }
    need(1 + more);
    long length = first < 0x80 ? first : 0;
    for (int i = 1; i <= more; i++) {
      length = length << 8 | octets.at(position + i);
    }
    if (length > Integer.MAX_VALUE) {
      throw malformed("length " + length + " is beyond 2^31-1");
    }
    add(name, 1 + more, Long.toString(length));
    return (int) length;
  }

  /** A number of things that take {@code octetsEach} at least. */
  int count(int octetsEach) throws Malformed {
    int at = position;
    int count = length("count");
    if (count > left() / octetsEach) {
      throw new Malformed(count + " items in " + left() + " octets", at);
    }
    return count;
  }

  Bytes counted(String name) throws Malformed {
    int length = length("length");
    return take(name, length);
  }

  /** Whether an optional part follows. */
  boolean flag(String name) throws Malformed {
    int value = peek();
    if (value > 1) {
      throw malformed("an optional part must be 0 or 1");
    }
    return u8(name, found -> found == 1 ? "present" : "absent") == 1;
  }

  <T> T part(String name, Step<T> step) throws Malformed {
    List<Part> outer = parts;
    int from = position;
    parts = new ArrayList<>();
    T taken = step.take();
    List<Part> inside = parts;
    parts = outer;
    count();
    parts.add(new Part(from, position - from, name, "", inside));
    return taken;
  }

  /** A part of known length, which the step is to use up. */
  <T> T part(String name, int length, Step<T> step) throws Malformed {
    need(length);
    int outerEnd = end;
    end = position + length;
    T taken =
        part(
            name,
            () -> {
              T inside = step.take();
              finish(name);
              return inside;
            });
    end = outerEnd;
    return taken;
  }

  void finish(String what) throws Malformed {
    if (hasMore()) {
      throw malformed("trailing %d bytes after %s".formatted(left(), what));
    }
  }

  /** Where the walk is, to come back to if what follows is not what it was taken for. */
  Mark mark() {
    return new Mark(parts, parts.size(), position, end);
  }

  void reset(Mark mark) {
    parts = mark.parts();
    parts.subList(mark.size(), parts.size()).clear();
    position = mark.position();
    end = mark.end();
  }

  Malformed malformed(String reason) {
    return new Malformed(reason, position);
  }

  private long number(int size) throws Malformed {
    need(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | octets.at(position + i);
    }
    return value;
  }

  private void add(String name, int length, String meaning) throws Malformed {
    count();
    parts.add(new Part(position, length, name, meaning, List.of()));
    position += length;
  }

  private void count() throws Malformed {
    if (++made > MAX_PARTS) {
      throw malformed("more than " + MAX_PARTS + " parts to explain");
    }
  }

  private void need(int count) throws Malformed {
    if (count > left()) {
      throw new Malformed(
          "short: need %d have %d at %d".formatted(count, left(), position), position);
    }
  }
}
