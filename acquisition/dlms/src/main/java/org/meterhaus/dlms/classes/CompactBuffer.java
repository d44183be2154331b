package org.meterhaus.dlms.classes;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.data.TypeDescription;

/**
 * Values without their types, and the types apart, as Compact data (class 62) sends them: the two
 * halves of a compact-array of one structure.
 *
 * @param description type description of a structure of the values
 * @param buffer the values, one after another
 */
public record CompactBuffer(Bytes description, Bytes buffer) {

  private static final int COMPACT_ARRAY = 0x13;
  private static final int LENGTH_FOLLOWS = 0x80;

  /** The two halves of values; an array of elements of different types counts as null-data. */
  public static CompactBuffer of(List<Data> values) {
    List<Data> compactable = new ArrayList<>();
    List<TypeDescription> types = new ArrayList<>();
    for (Data value : values) {
      Data kept = isUniform(value) ? value : new Data.NullData();
      compactable.add(kept);
      types.add(typeOf(kept));
    }
    TypeDescription type = new TypeDescription.StructureOf(types);
    int description = encoded(new Data.CompactArray(type, List.of())).size() - 2;
    Bytes whole = encoded(new Data.CompactArray(type, List.of(new Data.Structure(compactable))));
    int length = whole.at(1 + description);
    int header = length < LENGTH_FOLLOWS ? 1 : 1 + length - LENGTH_FOLLOWS;
    return new CompactBuffer(
        whole.slice(1, 1 + description), whole.slice(1 + description + header, whole.size()));
  }

  /**
   * The values again.
   *
   * @throws Malformed if the buffer is not as the description says
   */
  public List<Data> values(DataLimits limits) throws Malformed {
    OctetWriter out = new OctetWriter(description.size() + buffer.size() + 6);
    out.u8(COMPACT_ARRAY);
    out.bytes(description);
    out.length(buffer.size());
    out.bytes(buffer);
    List<Data> elements = DataCodec.decode(out.toBytes(), limits).asList();
    if (elements.size() != 1) {
      throw new Malformed("a compact buffer holds one structure but had " + elements.size());
    }
    return elements.getFirst().asList();
  }

  private static Bytes encoded(Data value) {
    OctetWriter out = new OctetWriter(256);
    DataCodec.encode(value, out);
    return out.toBytes();
  }

  private static boolean isUniform(Data value) {
    return switch (value) {
      case Data.Structure(List<Data> parts) -> parts.stream().allMatch(CompactBuffer::isUniform);
      case Data.Array(List<Data> elements) ->
          elements.stream().allMatch(CompactBuffer::isUniform)
              && elements.stream().map(CompactBuffer::typeOf).distinct().count() <= 1;
      case Data.CompactArray _ -> false;
      default -> true;
    };
  }

  private static TypeDescription typeOf(Data value) {
    return switch (value) {
      case Data.Structure(List<Data> parts) ->
          new TypeDescription.StructureOf(parts.stream().map(CompactBuffer::typeOf).toList());
      case Data.Array(List<Data> elements) ->
          new TypeDescription.ArrayOf(
              elements.size(),
              elements.isEmpty()
                  ? new TypeDescription.Simple(new Data.NullData().tag())
                  : typeOf(elements.getFirst()));
      default -> new TypeDescription.Simple(value.tag());
    };
  }
}
