package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.TableCells;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/** Register table (class 61). */
public final class RegisterTableClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<Data> tableCellValues,
      @Nullable TableCells tableCellDefinition,
      @Nullable ScalerUnit scalerUnit) {
    public Attributes {
      tableCellValues = tableCellValues == null ? null : List.copyOf(tableCellValues);
    }
  }

  public RegisterTableClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.REGISTER_TABLE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Empties it. */
  public void reset() throws MeterException {
    invoke(1);
  }

  /** Copies the values into it. */
  public void capture() throws MeterException {
    invoke(2);
  }
}
