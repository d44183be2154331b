package org.meterhaus.dlms.server.objects;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.classes.InterfaceClasses;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Register (class 3, version 0).
 *
 * @param value attribute 2, asked at every read
 * @param scalerUnit attribute 3
 * @param reset what its reset method does, null if it has none
 */
public record Register(
    ObisCode logicalName, DataObject.Source value, ScalerUnit scalerUnit, @Nullable Reset reset)
    implements ModelledObject {

  private static final ClassModel MODEL = InterfaceClasses.of(InterfaceClass.REGISTER);

  /** Puts the register to its default value, zero as a rule. May block. */
  public interface Reset {
    void run() throws AccessError;
  }

  /** A register that cannot be reset. */
  public Register(ObisCode logicalName, DataObject.Source value, ScalerUnit scalerUnit) {
    this(logicalName, value, scalerUnit, null);
  }

  @Override
  public ClassModel model() {
    return MODEL;
  }

  @Override
  public Data read(int attribute) throws AccessError {
    return attribute == 2 ? value.read() : scalerUnit.toData();
  }

  @Override
  public boolean invocable(int method) {
    return reset != null;
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError {
    if (reset != null) {
      reset.run();
    }
    return new Data.NullData();
  }
}
