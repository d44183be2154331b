package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.AdjacentCell;
import org.meterhaus.dlms.classes.values.CellInfo;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** GSM diagnostic (class 47). */
public final class GsmDiagnosticClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable String operator,
      @Nullable Integer status,
      @Nullable Integer csAttachment,
      @Nullable Integer psStatus,
      @Nullable CellInfo cellInfo,
      @Nullable List<AdjacentCell> adjacentCells,
      @Nullable CosemDateTime captureTime) {
    public Attributes {
      adjacentCells = adjacentCells == null ? null : List.copyOf(adjacentCells);
    }
  }

  public GsmDiagnosticClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.GSM_DIAGNOSTIC, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }
}
