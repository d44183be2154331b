package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ActionSet;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Register monitor (class 21). */
public final class RegisterMonitorClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<Data> thresholds,
      @Nullable ValueDefinition monitoredValue,
      @Nullable List<ActionSet> actions) {
    public Attributes {
      thresholds = thresholds == null ? null : List.copyOf(thresholds);
      actions = actions == null ? null : List.copyOf(actions);
    }
  }

  public RegisterMonitorClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.REGISTER_MONITOR, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes the thresholds, of the type of the monitored value. */
  public void writeThresholds(List<Data> thresholds) throws MeterException {
    set(2, thresholds);
  }

  /** Writes what is run, for each threshold. */
  public void writeActions(List<ActionSet> actions) throws MeterException {
    set(4, actions);
  }
}
