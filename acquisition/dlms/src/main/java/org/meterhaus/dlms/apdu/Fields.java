package org.meterhaus.dlms.apdu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.Apdu.DataBlock;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataCodec;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.OctetWriter;

/** What several messages are made of (IEC 62056-5-3, clause 9.5). Stateless. */
final class Fields {

  private Fields() {}

  /** Reads one of a list. */
  interface Reader<T> {
    T read(ByteBuffer in, DataLimits limits) throws Malformed;
  }

  static int u8(ByteBuffer in) {
    return in.get() & 0xFF;
  }

  static int u16(ByteBuffer in) {
    return in.getShort() & 0xFFFF;
  }

  static long u32(ByteBuffer in) {
    return in.getInt() & 0xFFFF_FFFFL;
  }

  static boolean flag(ByteBuffer in) throws Malformed {
    return switch (u8(in)) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new Malformed("an optional part must be 0 or 1", in.position() - 1);
    };
  }

  static Bytes counted(ByteBuffer in) throws Malformed {
    return Bytes.take(in, DataCodec.length(in));
  }

  /**
   * A number of things that take {@code octetsEach} at least; more than can follow is malformed.
   */
  static int count(ByteBuffer in, int octetsEach) throws Malformed {
    int count = DataCodec.length(in);
    if (count > in.remaining() / octetsEach) {
      throw new Malformed(count + " items in " + in.remaining() + " octets", in.position());
    }
    return count;
  }

  /**
   * A list.
   *
   * @param octetsEach least size of one
   */
  static <T> List<T> list(ByteBuffer in, DataLimits limits, int octetsEach, Reader<T> reader)
      throws Malformed {
    int count = count(in, octetsEach);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(reader.read(in, limits));
    }
    return all;
  }

  static void attribute(AttributeRef attribute, OctetWriter out) {
    out.u16(attribute.classId()).bytes(attribute.object().octets()).u8(attribute.attribute());
  }

  static AttributeRef attribute(ByteBuffer in) {
    return new AttributeRef(u16(in), ObisCode.take(in), in.get());
  }

  static void method(MethodRef method, OctetWriter out) {
    out.u16(method.classId()).bytes(method.object().octets()).u8(method.method());
  }

  static MethodRef method(ByteBuffer in) {
    return new MethodRef(u16(in), ObisCode.take(in), in.get());
  }

  static void selection(AccessSelection selection, OctetWriter out) {
    out.u8(selection.selector());
    DataCodec.encode(selection.parameters(), out);
  }

  static AccessSelection selection(ByteBuffer in, DataLimits limits) throws Malformed {
    return new AccessSelection(u8(in), DataCodec.decode(in, limits));
  }

  static void target(AttributeSelection target, OctetWriter out) {
    attribute(target.attribute(), out);
    AccessSelection selection = target.selection();
    out.u8(selection == null ? 0 : 1);
    if (selection != null) {
      selection(selection, out);
    }
  }

  static AttributeSelection target(ByteBuffer in, DataLimits limits) throws Malformed {
    AttributeRef attribute = attribute(in);
    return new AttributeSelection(attribute, flag(in) ? selection(in, limits) : null);
  }

  static void result(GetResult result, OctetWriter out) {
    switch (result) {
      case GetResult.Value(Data data) -> {
        out.u8(0);
        DataCodec.encode(data, out);
      }
      case GetResult.Refusal(int code) -> out.u8(1).u8(code);
    }
  }

  static GetResult result(ByteBuffer in, DataLimits limits) throws Malformed {
    return switch (u8(in)) {
      case 0 -> new GetResult.Value(DataCodec.decode(in, limits));
      case 1 -> new GetResult.Refusal(u8(in));
      default -> throw new Malformed("neither value nor result", in.position() - 1);
    };
  }

  static void outcome(int result, @Nullable GetResult returned, OctetWriter out) {
    out.u8(result).u8(returned == null ? 0 : 1);
    if (returned != null) {
      result(returned, out);
    }
  }

  static Apdu.ActionOutcome outcome(ByteBuffer in, DataLimits limits) throws Malformed {
    return new Apdu.ActionOutcome(u8(in), flag(in) ? result(in, limits) : null);
  }

  static void block(DataBlock block, OctetWriter out) {
    out.u8(block.last() ? 1 : 0).u32(block.number()).counted(block.octets());
  }

  static DataBlock block(ByteBuffer in) throws Malformed {
    return new DataBlock(in.get() != 0, u32(in), counted(in));
  }

  static void values(List<Data> values, OctetWriter out) {
    out.length(values.size());
    values.forEach(value -> DataCodec.encode(value, out));
  }

  static List<Data> values(ByteBuffer in, DataLimits limits) throws Malformed {
    return list(in, limits, 1, DataCodec::decode);
  }
}
