package org.meterhaus.dlms.cosem;

import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/**
 * A column of a profile (capture_object_definition, IEC 62056-6-2 class 7).
 *
 * @param source the attribute captured
 * @param dataIndex 0 = the whole attribute, 1.. = that element of it, up to 65535
 */
public record CaptureObject(AttributeRef source, int dataIndex) {

  /** The time stamp column: attribute 2 of the clock 0.0.1.0.0.255. */
  public static final CaptureObject CLOCK =
      new CaptureObject(
          new AttributeRef(InterfaceClass.CLOCK, ObisCode.of(0, 0, 1, 0, 0, 255), 2), 0);

  public CaptureObject {
    if (dataIndex < 0 || dataIndex > 65_535) {
      throw new IllegalArgumentException("dataIndex must be 0..65535 but was " + dataIndex);
    }
  }

  public static CaptureObject of(int classId, ObisCode object, int attribute) {
    return new CaptureObject(new AttributeRef(classId, object, attribute), 0);
  }

  public static CaptureObject from(Data data) throws Malformed {
    List<Data> parts = data.asList();
    if (parts.size() != 4) {
      throw new Malformed("capture object must have 4 elements but had " + parts.size());
    }
    try {
      return new CaptureObject(
          new AttributeRef(
              Math.toIntExact(parts.get(0).asLong()),
              ObisCode.of(parts.get(1).asOctets()),
              Math.toIntExact(parts.get(2).asLong())),
          Math.toIntExact(parts.get(3).asLong()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Malformed("capture object: " + e.getMessage());
    }
  }

  public Data toData() {
    return new Data.Structure(
        List.of(
            new Data.LongUnsigned(source.classId()),
            source.object().toData(),
            new Data.Integer8(source.attribute()),
            new Data.LongUnsigned(dataIndex)));
  }
}
