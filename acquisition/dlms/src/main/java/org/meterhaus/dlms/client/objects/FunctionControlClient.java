package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.FunctionBlock;
import org.meterhaus.dlms.classes.values.FunctionStatus;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Function control (class 122). */
public final class FunctionControlClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<FunctionStatus> activationStatus, @Nullable List<FunctionBlock> functionList) {
    public Attributes {
      activationStatus = activationStatus == null ? null : List.copyOf(activationStatus);
      functionList = functionList == null ? null : List.copyOf(functionList);
    }
  }

  public FunctionControlClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.FUNCTION_CONTROL, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Switches functions on and off. */
  public void setFunctionStatus(List<FunctionStatus> functions) throws MeterException {
    invoke(1, functions);
  }

  /** Adds a function. */
  public void addFunction(FunctionBlock function) throws MeterException {
    invoke(2, function);
  }

  /** Removes a function. */
  public void removeFunction(Bytes name) throws MeterException {
    invoke(3, name);
  }
}
