package org.meterhaus.sink.collect;

import java.util.List;
import java.util.Optional;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/**
 * A column of a load profile, with what its numbers mean.
 *
 * @param scalerUnit of the register captured; empty if it is no register or does not tell
 */
public record Column(CaptureObject source, Optional<ScalerUnit> scalerUnit) {

  /** Whether this is the time stamp of the row. */
  public boolean isClock() {
    return source.source().classId() == InterfaceClass.CLOCK && source.source().attribute() == 2;
  }

  /** Whether this is the value of a register. */
  public boolean isRegister() {
    int classId = source.source().classId();
    return (classId == InterfaceClass.REGISTER || classId == InterfaceClass.EXTENDED_REGISTER)
        && source.source().attribute() == 2;
  }

  /** Structure of the capture object and the scaler_unit, null-data if there is none. */
  public Data toData() {
    return Data.Structure.of(
        source.toData(), scalerUnit.map(ScalerUnit::toData).orElseGet(Data.NullData::new));
  }

  /** The opposite of {@link #toData}. */
  public static Column from(Data data) throws Malformed {
    List<Data> parts = data.asList();
    if (parts.size() != 2) {
      throw new Malformed("column must have 2 elements but had " + parts.size());
    }
    return new Column(
        CaptureObject.from(parts.get(0)),
        parts.get(1) instanceof Data.NullData
            ? Optional.empty()
            : Optional.of(ScalerUnit.from(parts.get(1))));
  }
}
