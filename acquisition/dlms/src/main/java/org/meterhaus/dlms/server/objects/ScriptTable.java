package org.meterhaus.dlms.server.objects;

import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.Script;
import org.meterhaus.dlms.classes.values.ScriptAction;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** Script table (class 9, version 0): runs scripts on the objects of its device. */
public final class ScriptTable extends HeldObject {

  /** Method 1. */
  public static final int EXECUTE = 1;

  private static final int SCRIPTS = 2;

  private final DeviceObjects device;

  /** A table with these scripts. */
  public ScriptTable(DeviceObjects device, ObisCode logicalName, List<Script> scripts) {
    super(InterfaceClass.SCRIPT_TABLE, logicalName, device.turn());
    this.device = device;
    hold(SCRIPTS, scripts);
  }

  @Override
  public Data invoke(int method, Data parameter) throws AccessError, Malformed {
    long wanted = parameter.asLong();
    for (Script script : listOf(SCRIPTS, Script.class)) {
      if (script.scriptIdentifier() == wanted) {
        run(script);
        return new Data.NullData();
      }
    }
    throw new AccessError(DataAccessResult.OBJECT_UNAVAILABLE);
  }

  private void run(Script script) throws AccessError, Malformed {
    for (ScriptAction action : script.actions()) {
      switch (action.service()) {
        case WRITE ->
            device.write(
                new AttributeRef(action.classId(), action.logicalName(), action.index()),
                action.parameter());
        case EXECUTE ->
            device.invoke(
                new MethodRef(action.classId(), action.logicalName(), action.index()),
                action.parameter());
      }
    }
  }
}
