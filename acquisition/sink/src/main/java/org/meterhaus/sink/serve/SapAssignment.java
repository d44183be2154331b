package org.meterhaus.sink.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
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
 * SAP assignment (class 17, version 0): which logical device is at which SAP.
 *
 * @param devices logical device names by SAP
 */
record SapAssignment(SortedMap<Integer, String> devices) implements CosemObject {

  @Override
  public int classId() {
    return InterfaceClass.SAP_ASSIGNMENT;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public ObisCode logicalName() {
    return SinkNames.SAP_ASSIGNMENT;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    return switch (attribute) {
      case 1 -> logicalName().toData();
      case 2 -> {
        List<Data> list = new ArrayList<>();
        devices.forEach((sap, name) ->
            list.add(
                Data.Structure.of(new Data.LongUnsigned(sap), Data.OctetString.ofAscii(name))));
        yield new Data.Array(list);
      }
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    return List.of(AttributeAccess.readOnly(1), AttributeAccess.readOnly(2));
  }
}
