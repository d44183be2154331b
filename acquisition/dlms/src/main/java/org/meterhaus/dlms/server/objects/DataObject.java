package org.meterhaus.dlms.server.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Data (class 1, version 0): attribute 2 is whatever the source gives.
 *
 * @param value asked at every read
 */
public record DataObject(ObisCode logicalName, Source value) implements CosemObject {

  /** Gives a value when it is read; may block. */
  public interface Source {
    Data read() throws AccessError;
  }

  /** A value that never changes. */
  public static DataObject constant(ObisCode logicalName, Data value) {
    return new DataObject(logicalName, () -> value);
  }

  @Override
  public int classId() {
    return InterfaceClass.DATA;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    Attributes.requireNoSelection(selection);
    return switch (attribute) {
      case 1 -> logicalName.toData();
      case 2 -> value.read();
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Attributes.readOnly(2);
  }
}
