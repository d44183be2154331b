package org.meterhaus.dlms.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * A COSEM value (IEC 62056-5-3, Data): one record a type of the standard, immutable.
 *
 * <p>The {@code as...} accessors are for readers of a meter's answer: they throw {@link Malformed},
 * a checked error that names both types, when the value is of another type than agreed.
 */
public sealed interface Data {

  record NullData() implements Data {}

  record Array(List<Data> elements) implements Data {
    public Array {
      elements = Elements.of(elements);
    }
  }

  record Structure(List<Data> elements) implements Data {
    public Structure {
      elements = Elements.of(elements);
    }

    public static Structure of(Data... elements) {
      return new Structure(Elements.of(elements.clone()));
    }
  }

  /** boolean. */
  record Bool(boolean value) implements Data {}

  /**
   * bit-string, first bit = most significant bit of the first octet.
   *
   * @param octets exactly as many as the bits need; unused bits of the last are 0
   * @param bits how many there are
   */
  record BitString(Bytes octets, int bits) implements Data {
    public BitString {
      if (bits < 0 || octets.size() != (bits + 7) / 8) {
        throw new IllegalArgumentException(
            "bits must fill " + octets.size() + " octets but were " + bits);
      }
      int unused = octets.size() * 8 - bits;
      if (unused > 0 && (octets.at(octets.size() - 1) & (1 << unused) - 1) != 0) {
        throw new IllegalArgumentException("unused bits must be 0 but octets were " + octets);
      }
    }

    /** Bit {@code index}, 0 = first on the wire. */
    public boolean bit(int index) {
      if (index < 0 || index >= bits) {
        throw new IndexOutOfBoundsException("bit must be 0.." + (bits - 1) + " but was " + index);
      }
      return (octets.at(index / 8) & 0x80 >> index % 8) != 0;
    }
  }

  /** double-long: 32 bits, signed. */
  record DoubleLong(int value) implements Data {}

  /** octet-string. */
  record OctetString(Bytes value) implements Data {
    /** The octets of an ASCII text, as logical device names are kept. */
    public static OctetString ofAscii(String text) {
      return new OctetString(Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /**
   * visible-string.
   *
   * @param value characters 0..255: meters do send more than ASCII, and it has to survive
   */
  record VisibleString(String value) implements Data {
    public VisibleString {
      if (!Ranges.isLatin1(value)) {
        throw new IllegalArgumentException("visible-string must be Latin-1 but was " + value);
      }
    }
  }

  /**
   * utf8-string; octets that are no UTF-8 are refused when decoding.
   *
   * @param value any text without lone surrogates
   */
  record Utf8String(String value) implements Data {
    public Utf8String {
      if (Ranges.hasLoneSurrogate(value)) {
        throw new IllegalArgumentException("utf8-string has a lone surrogate");
      }
    }
  }

  /** bcd: one octet as it came; the standard does not say how digits are packed. */
  record Bcd(int value) implements Data {
    public Bcd {
      Ranges.require(value, -128, 127, "bcd");
    }
  }

  /** integer: -128..127. */
  record Integer8(int value) implements Data {
    public Integer8 {
      Ranges.require(value, -128, 127, "integer");
    }
  }

  /** long: -32768..32767. */
  record Long16(int value) implements Data {
    public Long16 {
      Ranges.require(value, -0x8000, 0x7FFF, "long");
    }
  }

  /** unsigned: 0..255. */
  record Unsigned8(int value) implements Data {
    public Unsigned8 {
      Ranges.require(value, 0, 0xFF, "unsigned");
    }
  }

  /** long-unsigned: 0..65535. */
  record LongUnsigned(int value) implements Data {
    public LongUnsigned {
      Ranges.require(value, 0, 0xFFFF, "long-unsigned");
    }
  }

  /** double-long-unsigned: 0..4294967295. */
  record DoubleLongUnsigned(long value) implements Data {
    public DoubleLongUnsigned {
      Ranges.require(value, 0, 0xFFFF_FFFFL, "double-long-unsigned");
    }
  }

  /** enum: 0..255. */
  record Enumerated(int value) implements Data {
    public Enumerated {
      Ranges.require(value, 0, 0xFF, "enum");
    }
  }

  /** delta-integer: -128..127. */
  record DeltaInteger8(int value) implements Data {
    public DeltaInteger8 {
      Ranges.require(value, -128, 127, "delta-integer");
    }
  }

  /** delta-long: -32768..32767. */
  record DeltaLong16(int value) implements Data {
    public DeltaLong16 {
      Ranges.require(value, -0x8000, 0x7FFF, "delta-long");
    }
  }

  /** delta-unsigned: 0..255. */
  record DeltaUnsigned8(int value) implements Data {
    public DeltaUnsigned8 {
      Ranges.require(value, 0, 0xFF, "delta-unsigned");
    }
  }

  /** delta-long-unsigned: 0..65535. */
  record DeltaLongUnsigned(int value) implements Data {
    public DeltaLongUnsigned {
      Ranges.require(value, 0, 0xFFFF, "delta-long-unsigned");
    }
  }

  /** delta-double-long-unsigned: 0..4294967295. */
  record DeltaDoubleLongUnsigned(long value) implements Data {
    public DeltaDoubleLongUnsigned {
      Ranges.require(value, 0, 0xFFFF_FFFFL, "delta-double-long-unsigned");
    }
  }

  /** long64: 64 bits, signed. */
  record Long64(long value) implements Data {}

  /** long64-unsigned; {@code value} holds the 64 bits, see {@link Long#toUnsignedString(long)}. */
  record Long64Unsigned(long value) implements Data {}

  record Float32(float value) implements Data {}

  record Float64(double value) implements Data {}

  /** date-time: 12 octets, see {@code CosemDateTime.from}. */
  record DateTime(Bytes octets) implements Data {
    public DateTime {
      Ranges.requireSize(octets, 12, "date-time");
    }
  }

  /** date: 5 octets. */
  record Date(Bytes octets) implements Data {
    public Date {
      Ranges.requireSize(octets, 5, "date");
    }
  }

  /** time: 4 octets. */
  record Time(Bytes octets) implements Data {
    public Time {
      Ranges.requireSize(octets, 4, "time");
    }
  }

  /** delta-double-long: 32 bits, signed. */
  record DeltaDoubleLong(int value) implements Data {}

  /**
   * compact-array: elements of one type, whose type is sent once.
   *
   * @param type type of every element
   */
  record CompactArray(TypeDescription type, List<Data> elements) implements Data {
    public CompactArray {
      elements = Elements.of(elements);
      for (Data element : elements) {
        if (!Ranges.fits(element, type)) {
          throw new IllegalArgumentException("element is not of type " + type + ": " + element);
        }
      }
    }
  }

  record DontCare() implements Data {}

  /** The tag on the wire. */
  default int tag() {
    return switch (this) {
      case NullData _ -> Tag.NULL_DATA;
      case Array _ -> Tag.ARRAY;
      case Structure _ -> Tag.STRUCTURE;
      case Bool _ -> Tag.BOOLEAN;
      case BitString _ -> Tag.BIT_STRING;
      case DoubleLong _ -> Tag.DOUBLE_LONG;
      case DoubleLongUnsigned _ -> Tag.DOUBLE_LONG_UNSIGNED;
      case OctetString _ -> Tag.OCTET_STRING;
      case VisibleString _ -> Tag.VISIBLE_STRING;
      case Utf8String _ -> Tag.UTF8_STRING;
      case Bcd _ -> Tag.BCD;
      case Integer8 _ -> Tag.INTEGER;
      case Long16 _ -> Tag.LONG;
      case Unsigned8 _ -> Tag.UNSIGNED;
      case LongUnsigned _ -> Tag.LONG_UNSIGNED;
      case CompactArray _ -> Tag.COMPACT_ARRAY;
      case Long64 _ -> Tag.LONG64;
      case Long64Unsigned _ -> Tag.LONG64_UNSIGNED;
      case Enumerated _ -> Tag.ENUM;
      case Float32 _ -> Tag.FLOAT32;
      case Float64 _ -> Tag.FLOAT64;
      case DateTime _ -> Tag.DATE_TIME;
      case Date _ -> Tag.DATE;
      case Time _ -> Tag.TIME;
      case DeltaInteger8 _ -> Tag.DELTA_INTEGER;
      case DeltaLong16 _ -> Tag.DELTA_LONG;
      case DeltaDoubleLong _ -> Tag.DELTA_DOUBLE_LONG;
      case DeltaUnsigned8 _ -> Tag.DELTA_UNSIGNED;
      case DeltaLongUnsigned _ -> Tag.DELTA_LONG_UNSIGNED;
      case DeltaDoubleLongUnsigned _ -> Tag.DELTA_DOUBLE_LONG_UNSIGNED;
      case DontCare _ -> Tag.DONT_CARE;
    };
  }

  /** The standard's name of the type: {@code double-long-unsigned}. */
  default String typeName() {
    return Tag.name(tag());
  }

  /**
   * The value of any integer type or enum.
   *
   * @throws Malformed if it is of another type, or a long64-unsigned beyond 2^63-1
   */
  default long asLong() throws Malformed {
    return switch (this) {
      case Integer8(int value) -> value;
      case Long16(int value) -> value;
      case DoubleLong(int value) -> value;
      case Long64(long value) -> value;
      case Unsigned8(int value) -> value;
      case LongUnsigned(int value) -> value;
      case DoubleLongUnsigned(long value) -> value;
      case Long64Unsigned(long value) when value >= 0 -> value;
      case Long64Unsigned(long value) ->
          throw new Malformed("expected at most 2^63-1 but was " + Long.toUnsignedString(value));
      case Enumerated(int value) -> value;
      default -> throw wrongType("an integer");
    };
  }

  /** The value of any integer or floating-point type. */
  default double asDouble() throws Malformed {
    return switch (this) {
      case Float32(float value) -> value;
      case Float64(double value) -> value;
      default -> asLong();
    };
  }

  default boolean asBoolean() throws Malformed {
    if (this instanceof Bool(boolean value)) {
      return value;
    }
    throw wrongType("a boolean");
  }

  default Bytes asOctets() throws Malformed {
    if (this instanceof OctetString(Bytes value)) {
      return value;
    }
    throw wrongType("an octet-string");
  }

  /** The text of a visible-string or utf8-string, or of an octet-string taken as Latin-1. */
  default String asText() throws Malformed {
    return switch (this) {
      case VisibleString(String value) -> value;
      case Utf8String(String value) -> value;
      case OctetString(Bytes value) -> new String(value.toArray(), StandardCharsets.ISO_8859_1);
      default -> throw wrongType("a text");
    };
  }

  /** The elements of an array, structure or compact-array. */
  default List<Data> asList() throws Malformed {
    return switch (this) {
      case Array(List<Data> elements) -> elements;
      case Structure(List<Data> elements) -> elements;
      case CompactArray(TypeDescription _, List<Data> elements) -> elements;
      default -> throw wrongType("an array or structure");
    };
  }

  private Malformed wrongType(String expected) {
    return new Malformed("expected " + expected + " but was " + typeName());
  }
}
