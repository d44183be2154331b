package org.meterhaus.dlms.server.objects;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.TableCells;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Register table (class 61, version 0): copies of one attribute of the objects of a table. A cell
 * whose object cannot be read is null-data; another definition empties the table.
 */
public final class RegisterTable extends HeldObject {

  private static final int VALUES = 2;
  private static final int DEFINITION = 3;
  private static final int SCALER_UNIT = 4;
  private static final int RESET = 1;

  private final DeviceObjects device;

  /** An empty table. */
  public RegisterTable(
      DeviceObjects device, ObisCode logicalName, TableCells cells, ScalerUnit unit) {
    super(InterfaceClass.REGISTER_TABLE, logicalName, device.turn());
    this.device = device;
    hold(DEFINITION, cells);
    hold(SCALER_UNIT, unit);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    super.write(attribute, value);
    hold(VALUES, List.of());
  }

  @Override
  public Data invoke(int method, Data parameter) {
    hold(VALUES, method == RESET ? List.of() : captured());
    return new Data.NullData();
  }

  private List<Data> captured() {
    TableCells cells = as(DEFINITION, TableCells.class);
    ObisCode name = cells.logicalName();
    List<Data> values = new ArrayList<>();
    for (int e : cells.groupE()) {
      ObisCode cell = ObisCode.of(name.a(), name.b(), name.c(), name.d(), e, name.f());
      try {
        values.add(device.read(new AttributeRef(cells.classId(), cell, cells.attributeIndex())));
      } catch (AccessError _) {
        values.add(new Data.NullData());
      }
    }
    return values;
  }
}
