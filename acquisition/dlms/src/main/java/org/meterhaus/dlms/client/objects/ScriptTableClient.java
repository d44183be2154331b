package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.Script;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Script table (class 9). */
public final class ScriptTableClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable List<Script> scripts) {
    public Attributes {
      scripts = scripts == null ? null : List.copyOf(scripts);
    }
  }

  public ScriptTableClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SCRIPT_TABLE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Runs a script, 1..65535. */
  public void execute(int script) throws MeterException {
    invoke(1, script);
  }

  /** Writes all scripts. */
  public void write(List<Script> scripts) throws MeterException {
    set(2, scripts);
  }
}
