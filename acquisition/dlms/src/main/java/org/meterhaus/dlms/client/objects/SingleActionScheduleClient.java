package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ActionItem;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Single action schedule (class 22). */
public final class SingleActionScheduleClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable ActionItem executedScript,
      @Nullable Integer type,
      @Nullable List<ExecutionTime> executionTime) {
    public Attributes {
      executionTime = executionTime == null ? null : List.copyOf(executionTime);
    }
  }

  public SingleActionScheduleClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SINGLE_ACTION_SCHEDULE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Writes the execution times, as the type allows them. */
  public void writeTimes(List<ExecutionTime> times) throws MeterException {
    set(4, times);
  }
}
