package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ChangedParameter;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Parameter monitor (class 65, version 0). */
public final class ParameterMonitorClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ChangedParameter changedParameter,
      @Nullable CosemDateTime captureTime,
      @Nullable List<ValueDefinition> parameterList,
      @Nullable Bytes parameterListName,
      @Nullable Integer hashAlgorithmId,
      @Nullable Bytes parameterValueDigest,
      @Nullable Data parameterValues) {
    public Attributes {
      parameterList = parameterList == null ? null : List.copyOf(parameterList);
    }
  }

  public ParameterMonitorClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.PARAMETER_MONITOR, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public ParameterMonitorClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.PARAMETER_MONITOR, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Adds a parameter to the list. */
  public void addParameter(ValueDefinition parameter) throws MeterException {
    invoke(1, parameter);
  }

  /** Takes a parameter off the list. */
  public void deleteParameter(ValueDefinition parameter) throws MeterException {
    invoke(2, parameter);
  }
}
