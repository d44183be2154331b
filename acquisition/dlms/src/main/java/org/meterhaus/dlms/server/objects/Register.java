package org.meterhaus.dlms.server.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/**
 * Register (class 3, version 0); its reset method is refused.
 *
 * @param value attribute 2, asked at every read
 * @param scalerUnit attribute 3
 */
public record Register(ObisCode logicalName, DataObject.Source value, ScalerUnit scalerUnit)
    implements CosemObject {

  @Override
  public int classId() {
    return InterfaceClass.REGISTER;
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
      case 3 -> scalerUnit.toData();
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return Attributes.readOnly(3);
  }
}
