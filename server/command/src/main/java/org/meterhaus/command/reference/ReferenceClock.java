package org.meterhaus.command.reference;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.CosemObject;

/** A clock (class 8, version 0) that stands still at the time it was set to. Thread-safe. */
record ReferenceClock(ObisCode logicalName, AtomicReference<Data> time) implements CosemObject {

  private static final int BASE_INTERNAL_CRYSTAL = 1;

  @Override
  public int classId() {
    return InterfaceClass.CLOCK;
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    if (selection != null) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    return switch (attribute) {
      case 1 -> logicalName.toData();
      case 2 -> time.get();
      case 3 -> new Data.Long16(0);
      case 4 -> new Data.Unsigned8(0);
      case 9 -> new Data.Enumerated(BASE_INTERNAL_CRYSTAL);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public void set(int attribute, Data value) throws AccessError, Malformed {
    if (attribute != 2) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    time.set(CosemDateTime.from(value).toData());
  }

  @Override
  public List<AttributeAccess> attributes() {
    return List.of(
        AttributeAccess.readOnly(1),
        AttributeAccess.readAndWrite(2),
        AttributeAccess.readOnly(3),
        AttributeAccess.readOnly(4),
        AttributeAccess.readOnly(9));
  }
}
