package org.meterhaus.dlms.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/** {@link Data} to octets and back, in A-XDR (IEC 61334-6). Stateless. */
public final class DataCodec {

  private DataCodec() {}

  public static Bytes encode(Data data) {
    OctetWriter out = new OctetWriter();
    encode(data, out);
    return out.toBytes();
  }

  public static void encode(Data data, OctetWriter out) {
    out.u8(data.tag());
    encodeContents(data, out);
  }

  /**
   * Reads exactly one value, consuming all octets.
   *
   * @throws Malformed if the octets are short, long, or beyond the limits
   */
  public static Data decode(Bytes octets, DataLimits limits) throws Malformed {
    ByteBuffer in = octets.buffer();
    Data data = decode(in, limits);
    if (in.hasRemaining()) {
      throw new Malformed(in.remaining() + " octets after the value", in.position());
    }
    return data;
  }

  /**
   * Reads one value and leaves the buffer behind it.
   *
   * @throws Malformed if the octets are short or beyond the limits
   */
  public static Data decode(ByteBuffer in, DataLimits limits) throws Malformed {
    int start = in.position();
    try {
      return new Decoder(in, limits).value(0);
    } catch (BufferUnderflowException _) {
      throw new Malformed("value is truncated", in.limit() - start);
    }
  }

  /**
   * Reads a length as {@link OctetWriter#length(int)} writes it.
   *
   * @throws Malformed if it is more than 2^31-1 or of more than 4 octets
   * @throws BufferUnderflowException if the octets are short
   */
  public static int length(ByteBuffer in) throws Malformed {
    int first = in.get() & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int octets = first & 0x7F;
    if (octets == 0 || octets > 4) {
      throw new Malformed("length of " + octets + " octets", in.position() - 1);
    }
    long length = 0;
    for (int i = 0; i < octets; i++) {
      length = length << 8 | (in.get() & 0xFF);
    }
    if (length > Integer.MAX_VALUE) {
      throw new Malformed("length " + length + " is beyond 2^31-1", in.position() - octets);
    }
    return (int) length;
  }

  private static void encodeContents(Data data, OctetWriter out) {
    switch (data) {
      case Data.NullData _, Data.DontCare _ -> {}
      case Data.Array(List<Data> elements) -> encodeAll(elements, out);
      case Data.Structure(List<Data> elements) -> encodeAll(elements, out);
      case Data.Bool(boolean value) -> out.u8(value ? 1 : 0);
      case Data.BitString(Bytes octets, int bits) -> out.length(bits).bytes(octets);
      case Data.DoubleLong(int value) -> out.u32(value);
      case Data.DoubleLongUnsigned(long value) -> out.u32(value);
      case Data.OctetString(Bytes value) -> out.counted(value);
      case Data.VisibleString(String value) ->
          counted(value.getBytes(StandardCharsets.ISO_8859_1), out);
      case Data.Utf8String(String value) -> counted(value.getBytes(StandardCharsets.UTF_8), out);
      case Data.Bcd(int value) -> out.u8(value);
      case Data.Integer8(int value) -> out.u8(value);
      case Data.Long16(int value) -> out.u16(value);
      case Data.Unsigned8(int value) -> out.u8(value);
      case Data.LongUnsigned(int value) -> out.u16(value);
      case Data.Long64(long value) -> out.u64(value);
      case Data.Long64Unsigned(long value) -> out.u64(value);
      case Data.Enumerated(int value) -> out.u8(value);
      case Data.Float32(float value) -> out.u32(Float.floatToRawIntBits(value));
      case Data.Float64(double value) -> out.u64(Double.doubleToRawLongBits(value));
      case Data.DateTime(Bytes octets) -> out.bytes(octets);
      case Data.Date(Bytes octets) -> out.bytes(octets);
      case Data.Time(Bytes octets) -> out.bytes(octets);
      case Data.DeltaInteger8(int value) -> out.u8(value);
      case Data.DeltaLong16(int value) -> out.u16(value);
      case Data.DeltaDoubleLong(int value) -> out.u32(value);
      case Data.DeltaUnsigned8(int value) -> out.u8(value);
      case Data.DeltaLongUnsigned(int value) -> out.u16(value);
      case Data.DeltaDoubleLongUnsigned(long value) -> out.u32(value);
      case Data.CompactArray(TypeDescription type, List<Data> elements) -> {
        encodeType(type, out);
        OctetWriter contents = new OctetWriter();
        elements.forEach(each -> encodeCompact(each, contents));
        out.counted(contents.toBytes());
      }
    }
  }

  private static void encodeAll(List<Data> elements, OctetWriter out) {
    out.length(elements.size());
    for (Data element : elements) {
      encode(element, out);
    }
  }

  private static void counted(byte[] octets, OctetWriter out) {
    out.length(octets.length).bytes(octets);
  }

  private static void encodeType(TypeDescription type, OctetWriter out) {
    switch (type) {
      case TypeDescription.Simple(int tag) -> out.u8(tag);
      case TypeDescription.ArrayOf(int count, TypeDescription element) -> {
        out.u8(Tag.ARRAY).u16(count);
        encodeType(element, out);
      }
      case TypeDescription.StructureOf(List<TypeDescription> elements) -> {
        out.u8(Tag.STRUCTURE).length(elements.size());
        elements.forEach(each -> encodeType(each, out));
      }
    }
  }

  /** Inside a compact-array neither tags nor the counts of arrays and structures are sent. */
  private static void encodeCompact(Data data, OctetWriter out) {
    switch (data) {
      case Data.Array(List<Data> elements) -> elements.forEach(each -> encodeCompact(each, out));
      case Data.Structure(List<Data> elements) ->
          elements.forEach(each -> encodeCompact(each, out));
      default -> encodeContents(data, out);
    }
  }

  /** One decoding: where it is, and how many elements it may still make. */
  private static final class Decoder {
    private final ByteBuffer in;
    private final int start;
    private final DataLimits limits;
    private int elementsLeft;

    Decoder(ByteBuffer in, DataLimits limits) {
      this.in = in;
      this.start = in.position();
      this.limits = limits;
      this.elementsLeft = limits.elementsIn(in.remaining());
    }

    Data value(int depth) throws Malformed {
      int tag = in.get() & 0xFF;
      return switch (tag) {
        case Tag.ARRAY -> new Data.Array(elements(depth));
        case Tag.STRUCTURE -> new Data.Structure(elements(depth));
        case Tag.COMPACT_ARRAY -> compactArray(depth);
        default -> simple(tag);
      };
    }

    private Data simple(int tag) throws Malformed {
      return switch (tag) {
        case Tag.NULL_DATA -> new Data.NullData();
        case Tag.DOUBLE_LONG_UNSIGNED -> new Data.DoubleLongUnsigned(in.getInt() & 0xFFFF_FFFFL);
        case Tag.OCTET_STRING -> new Data.OctetString(octets());
        case Tag.UNSIGNED -> new Data.Unsigned8(in.get() & 0xFF);
        case Tag.LONG_UNSIGNED -> new Data.LongUnsigned(in.getShort() & 0xFFFF);
        case Tag.BOOLEAN -> new Data.Bool(in.get() != 0);
        case Tag.BIT_STRING -> bitString();
        case Tag.DOUBLE_LONG -> new Data.DoubleLong(in.getInt());
        case Tag.VISIBLE_STRING ->
            new Data.VisibleString(new String(octets().toArray(), StandardCharsets.ISO_8859_1));
        case Tag.UTF8_STRING -> utf8();
        case Tag.BCD -> new Data.Bcd(in.get());
        case Tag.INTEGER -> new Data.Integer8(in.get());
        case Tag.LONG -> new Data.Long16(in.getShort());
        case Tag.LONG64 -> new Data.Long64(in.getLong());
        case Tag.LONG64_UNSIGNED -> new Data.Long64Unsigned(in.getLong());
        case Tag.ENUM -> new Data.Enumerated(in.get() & 0xFF);
        case Tag.FLOAT32 -> new Data.Float32(Float.intBitsToFloat(in.getInt()));
        case Tag.FLOAT64 -> new Data.Float64(Double.longBitsToDouble(in.getLong()));
        case Tag.DATE_TIME -> new Data.DateTime(Bytes.take(in, 12));
        case Tag.DATE -> new Data.Date(Bytes.take(in, 5));
        case Tag.TIME -> new Data.Time(Bytes.take(in, 4));
        case Tag.DELTA_INTEGER -> new Data.DeltaInteger8(in.get());
        case Tag.DELTA_LONG -> new Data.DeltaLong16(in.getShort());
        case Tag.DELTA_DOUBLE_LONG -> new Data.DeltaDoubleLong(in.getInt());
        case Tag.DELTA_UNSIGNED -> new Data.DeltaUnsigned8(in.get() & 0xFF);
        case Tag.DELTA_LONG_UNSIGNED -> new Data.DeltaLongUnsigned(in.getShort() & 0xFFFF);
        case Tag.DELTA_DOUBLE_LONG_UNSIGNED ->
            new Data.DeltaDoubleLongUnsigned(in.getInt() & 0xFFFF_FFFFL);
        case Tag.DONT_CARE -> new Data.DontCare();
        default -> throw malformed("unknown data type " + tag);
      };
    }

    private List<Data> elements(int depth) throws Malformed {
      enter(depth);
      int count = length(in);
      // Every element takes an octet at least, so a count beyond that is a lie: say so before
      // making room for it.
      if (count > in.remaining()) {
        throw malformed(count + " elements in " + in.remaining() + " octets");
      }
      spend(count);
      Data[] elements = new Data[count];
      for (int i = 0; i < count; i++) {
        elements[i] = value(depth + 1);
      }
      return List.of(elements);
    }

    private Data compactArray(int depth) throws Malformed {
      enter(depth);
      TypeDescription type = type(depth + 1);
      Bytes contents = octets();
      Decoder inner = new Decoder(contents.buffer(), limits);
      inner.elementsLeft = elementsLeft;
      Data[] elements = new Data[16];
      int count = 0;
      while (inner.in.hasRemaining()) {
        int before = inner.in.position();
        inner.spend(1);
        if (count == elements.length) {
          elements = Arrays.copyOf(elements, count * 2);
        }
        try {
          elements[count++] = inner.compact(type);
        } catch (BufferUnderflowException _) {
          throw malformed("compact-array ends inside an element");
        }
        if (inner.in.position() == before) {
          throw malformed("compact-array of a type that takes no octets");
        }
      }
      elementsLeft = inner.elementsLeft;
      return new Data.CompactArray(type, List.of(Arrays.copyOf(elements, count)));
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
          yield new Data.Array(List.of(elements));
        }
        case TypeDescription.StructureOf(List<TypeDescription> types) -> {
          spend(types.size());
          Data[] elements = new Data[types.size()];
          for (int i = 0; i < elements.length; i++) {
            elements[i] = compact(types.get(i));
          }
          yield new Data.Structure(List.of(elements));
        }
      };
    }

    private TypeDescription type(int depth) throws Malformed {
      enter(depth);
      int tag = in.get() & 0xFF;
      return switch (tag) {
        case Tag.ARRAY -> {
          int count = in.getShort() & 0xFFFF;
          yield new TypeDescription.ArrayOf(count, type(depth + 1));
        }
        case Tag.STRUCTURE -> {
          int count = length(in);
          if (count > in.remaining()) {
            throw malformed(count + " types in " + in.remaining() + " octets");
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

    private Bytes octets() throws Malformed {
      return Bytes.take(in, length(in));
    }

    private Data bitString() throws Malformed {
      int bits = length(in);
      int size = (int) ((bits + 7L) / 8);
      Bytes octets = Bytes.take(in, size);
      int unused = size * 8 - bits;
      if (unused > 0 && (octets.at(size - 1) & (1 << unused) - 1) != 0) {
        throw malformed("unused bits of a bit-string are not 0");
      }
      return new Data.BitString(octets, bits);
    }

    private Data utf8() throws Malformed {
      try {
        return new Data.Utf8String(
            StandardCharsets.UTF_8.newDecoder().decode(octets().buffer()).toString());
      } catch (CharacterCodingException _) {
        throw malformed("utf8-string is not UTF-8");
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
        throw malformed("more than %d elements".formatted(limits.elementsIn(in.limit() - start)));
      }
    }

    private Malformed malformed(String reason) {
      return new Malformed(reason, in.position() - start);
    }
  }
}
