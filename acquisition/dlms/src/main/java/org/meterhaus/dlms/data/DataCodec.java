package org.meterhaus.dlms.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/** {@link Data} to octets and back, in A-XDR (IEC 61334-6). Stateless. */
public final class DataCodec {

  private DataCodec() {}

  public static Bytes encode(Data data) {
    OctetWriter out = new OctetWriter(expectedOctets(data));
    encode(data, out);
    return out.finish();
  }

  /** Appends a value with its tag. What profiles and registers hold comes first: it is frequent. */
  public static void encode(Data data, OctetWriter out) {
    switch (data) {
      case Data.DoubleLongUnsigned(long value) -> out.u8(Tag.DOUBLE_LONG_UNSIGNED).u32(value);
      case Data.OctetString(Bytes value) -> out.u8(Tag.OCTET_STRING).counted(value);
      case Data.Structure(List<Data> elements) -> encodeAll(elements, out.u8(Tag.STRUCTURE));
      case Data.Unsigned8(int value) -> out.u8(Tag.UNSIGNED).u8(value);
      case Data.LongUnsigned(int value) -> out.u8(Tag.LONG_UNSIGNED).u16(value);
      case Data.Array(List<Data> elements) -> encodeAll(elements, out.u8(Tag.ARRAY));
      default -> {
        out.u8(data.tag());
        encodeContents(data, out);
      }
    }
  }

  /** How many octets a value takes, if that is easily told; else a few. */
  public static int expectedOctets(Data data) {
    return data instanceof Data.Array(List<Data> elements)
            && elements instanceof EncodedElements encoded
        ? encoded.encodedOctets() + 1 + OctetWriter.lengthOctets(encoded.size())
        : 64;
  }

  /**
   * Reads exactly one value, consuming all octets.
   *
   * @throws Malformed if the octets are short, long, or beyond the limits
   */
  public static Data decode(Bytes octets, DataLimits limits) throws Malformed {
    byte[] in = octets.shared();
    DataDecoder decoder = new DataDecoder(in, 0, in.length, limits);
    Data data = decoder.read();
    if (decoder.position() < in.length) {
      throw new Malformed(
          in.length - decoder.position() + " octets after the value", decoder.position());
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
    int count = in.remaining();
    byte[] octets;
    int from;
    if (in.hasArray()) {
      octets = in.array();
      from = in.arrayOffset() + start;
    } else {
      octets = new byte[count];
      in.get(start, octets);
      from = 0;
    }
    DataDecoder decoder = new DataDecoder(octets, from, from + count, limits);
    Data data = decoder.read();
    in.position(start + decoder.position() - from);
    return data;
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
    if (elements instanceof EncodedElements encoded) {
      encoded.writeTo(out.expect(encoded.encodedOctets()));
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      encode(elements.get(i), out);
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
}
