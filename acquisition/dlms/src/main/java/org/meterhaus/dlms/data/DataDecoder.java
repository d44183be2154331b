package org.meterhaus.dlms.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * One decoding: where it is, and how many elements it may still make. Reads from an array, and
 * makes small numbers once only: a profile is a few million of these.
 */
final class DataDecoder {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final Data NULL_DATA = new Data.NullData();
  private static final Data DONT_CARE = new Data.DontCare();
  private static final Data FALSE = new Data.Bool(false);
  private static final Data TRUE = new Data.Bool(true);
  private static final Data[] UNSIGNED = new Data[256];
  private static final Data[] ENUMERATED = new Data[256];
  private static final Data[] INTEGER = new Data[256];

  static {
    for (int i = 0; i < 256; i++) {
      UNSIGNED[i] = new Data.Unsigned8(i);
      ENUMERATED[i] = new Data.Enumerated(i);
      INTEGER[i] = new Data.Integer8((byte) i);
    }
  }

  private final byte[] in;
  private final int start;
  private final int limit;
  private final DataLimits limits;
  private int position;
  private int elementsLeft;

  /** Reads {@code in[from..to)}. */
  DataDecoder(byte[] in, int from, int to, DataLimits limits) {
    this.in = in;
    this.start = from;
    this.position = from;
    this.limit = to;
    this.limits = limits;
    this.elementsLeft = limits.elementsIn(to - from);
  }

  /** Index of the octet behind what was read. */
  int position() {
    return position;
  }

  /**
   * Reads one value.
   *
   * @throws Malformed if the octets are short or beyond the limits; with the offset from where the
   *     reading began
   */
  Data read() throws Malformed {
    try {
      return value(0);
    } catch (BufferUnderflowException _) {
      throw new Malformed("value is truncated", limit - start);
    }
  }

  private Data value(int depth) throws Malformed {
    int tag = u8();
    return switch (tag) {
      case Tag.STRUCTURE -> new Data.Structure(elements(depth));
      case Tag.ARRAY -> new Data.Array(elements(depth));
      case Tag.COMPACT_ARRAY -> compactArray(depth);
      default -> simple(tag);
    };
  }

  private Data simple(int tag) throws Malformed {
    return switch (tag) {
      case Tag.NULL_DATA -> NULL_DATA;
      case Tag.DOUBLE_LONG_UNSIGNED -> new Data.DoubleLongUnsigned(i32() & 0xFFFF_FFFFL);
      case Tag.OCTET_STRING -> new Data.OctetString(octets(length()));
      case Tag.UNSIGNED -> UNSIGNED[u8()];
      case Tag.LONG_UNSIGNED -> new Data.LongUnsigned(i16() & 0xFFFF);
      case Tag.BOOLEAN -> u8() != 0 ? TRUE : FALSE;
      case Tag.BIT_STRING -> bitString();
      case Tag.DOUBLE_LONG -> new Data.DoubleLong(i32());
      case Tag.VISIBLE_STRING -> visibleString();
      case Tag.UTF8_STRING -> utf8();
      case Tag.BCD -> new Data.Bcd((byte) u8());
      case Tag.INTEGER -> INTEGER[u8()];
      case Tag.LONG -> new Data.Long16(i16());
      case Tag.LONG64 -> new Data.Long64(i64());
      case Tag.LONG64_UNSIGNED -> new Data.Long64Unsigned(i64());
      case Tag.ENUM -> ENUMERATED[u8()];
      case Tag.FLOAT32 -> new Data.Float32(Float.intBitsToFloat(i32()));
      case Tag.FLOAT64 -> new Data.Float64(Double.longBitsToDouble(i64()));
      case Tag.DATE_TIME -> new Data.DateTime(octets(12));
      case Tag.DATE -> new Data.Date(octets(5));
      case Tag.TIME -> new Data.Time(octets(4));
      case Tag.DELTA_INTEGER -> new Data.DeltaInteger8((byte) u8());
      case Tag.DELTA_LONG -> new Data.DeltaLong16(i16());
      case Tag.DELTA_DOUBLE_LONG -> new Data.DeltaDoubleLong(i32());
      case Tag.DELTA_UNSIGNED -> new Data.DeltaUnsigned8(u8());
      case Tag.DELTA_LONG_UNSIGNED -> new Data.DeltaLongUnsigned(i16() & 0xFFFF);
      case Tag.DELTA_DOUBLE_LONG_UNSIGNED -> new Data.DeltaDoubleLongUnsigned(i32() & 0xFFFF_FFFFL);
      case Tag.DONT_CARE -> DONT_CARE;
      default -> throw malformed("unknown data type " + tag);
    };
  }

  private List<Data> elements(int depth) throws Malformed {
    enter(depth);
    int count = length();
    // Every element takes an octet at least, so a count beyond that is a lie: say so before
    // making room for it.
    if (count > limit - position) {
      throw malformed(count + " elements in " + (limit - position) + " octets");
    }
    spend(count);
    Data[] elements = new Data[count];
    for (int i = 0; i < count; i++) {
      elements[i] = value(depth + 1);
    }
    return Elements.of(elements);
  }

  private Data compactArray(int depth) throws Malformed {
    enter(depth);
    TypeDescription type = type(depth + 1);
    int octets = length();
    require(octets);
    DataDecoder inner = new DataDecoder(in, position, position + octets, limits);
    inner.elementsLeft = elementsLeft;
    Data[] elements = new Data[16];
    int count = 0;
    while (inner.position < inner.limit) {
      int before = inner.position;
      inner.spend(1);
      if (count == elements.length) {
        elements = Arrays.copyOf(elements, count * 2);
      }
      try {
        elements[count++] = inner.compact(type);
      } catch (BufferUnderflowException _) {
        throw malformed("compact-array ends inside an element");
      }
      if (inner.position == before) {
        throw malformed("compact-array of a type that takes no octets");
      }
    }
    position += octets;
    elementsLeft = inner.elementsLeft;
    return new Data.CompactArray(type, Elements.of(Arrays.copyOf(elements, count)));
  }

  private Data compact(TypeDescription type) throws Malformed {
    return switch (type) {
      case TypeDescription.Simple(int tag) -> simple(tag);
      case TypeDescription.ArrayOf(int count, TypeDescription element) -> {
        spend(count);
        Data[] elements = new Data[count];
        for (int i = 0; i < count; i++) {
          elements[i] = compact(element);
        }
        yield new Data.Array(Elements.of(elements));
      }
      case TypeDescription.StructureOf(List<TypeDescription> types) -> {
        spend(types.size());
        Data[] elements = new Data[types.size()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = compact(types.get(i));
        }
        yield new Data.Structure(Elements.of(elements));
      }
    };
  }

  private TypeDescription type(int depth) throws Malformed {
    enter(depth);
    int tag = u8();
    return switch (tag) {
      case Tag.ARRAY -> {
        int count = i16() & 0xFFFF;
        yield new TypeDescription.ArrayOf(count, type(depth + 1));
      }
      case Tag.STRUCTURE -> {
        int count = length();
        if (count > limit - position) {
          throw malformed(count + " types in " + (limit - position) + " octets");
        }
        TypeDescription[] types = new TypeDescription[count];
        for (int i = 0; i < count; i++) {
          types[i] = type(depth + 1);
        }
        yield new TypeDescription.StructureOf(List.of(types));
      }
      default -> {
        if (!Tag.isSimple(tag)) {
          throw malformed("unknown data type " + tag + " in a type description");
        }
        yield new TypeDescription.Simple(tag);
      }
    };
  }

  private Data bitString() throws Malformed {
    int bits = length();
    int size = (int) ((bits + 7L) / 8);
    Bytes octets = octets(size);
    int unused = size * 8 - bits;
    if (unused > 0 && (octets.at(size - 1) & (1 << unused) - 1) != 0) {
      throw malformed("unused bits of a bit-string are not 0");
    }
    return new Data.BitString(octets, bits);
  }

  private Data visibleString() throws Malformed {
    int octets = length();
    require(octets);
    position += octets;
    return new Data.VisibleString(
        new String(in, position - octets, octets, StandardCharsets.ISO_8859_1));
  }

  private Data utf8() throws Malformed {
    int octets = length();
    require(octets);
    ByteBuffer text = ByteBuffer.wrap(in, position, octets);
    position += octets;
    try {
      return new Data.Utf8String(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (CharacterCodingException _) {
      throw malformed("utf8-string is not UTF-8");
    }
  }

  /** A length as {@link OctetWriter#length(int)} writes it. */
  private int length() throws Malformed {
    int first = u8();
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7F;
    if (octets == 0 || octets > 4) {
      position--;
      throw malformed("length of " + octets + " octets");
    }
    long length = 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | u8();
    }
    if (length > Integer.MAX_VALUE) {
      position -= octets;
      throw malformed("length " + length + " is beyond 2^31-1");
    }
    return (int) length;
  }

  private Bytes octets(int count) {
    require(count);
    position += count;
    return Bytes.copyOf(in, position - count, position);
  }

  private int u8() {
    require(1);
    return in[position++] & 0xFF;
  }

  private short i16() {
    require(2);
    position += 2;
    return (short) SHORT.get(in, position - 2);
  }

  private int i32() {
    require(4);
    position += 4;
    return (int) INT.get(in, position - 4);
  }

  private long i64() {
    require(8);
    position += 8;
    return (long) LONG.get(in, position - 8);
  }

  private void require(int octets) {
    if (limit - position < octets) {
      throw new BufferUnderflowException();
    }
  }

  private void enter(int depth) throws Malformed {
    if (depth >= limits.maxDepth()) {
      throw malformed("nested deeper than " + limits.maxDepth());
    }
  }

  private void spend(int elements) throws Malformed {
    elementsLeft -= elements;
    if (elementsLeft < 0) {
      throw malformed("more than %d elements".formatted(limits.elementsIn(limit - start)));
    }
  }

  private Malformed malformed(String reason) {
    return new Malformed(reason, position - start);
  }
}
