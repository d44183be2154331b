package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** What a script does with one object. */
public record ScriptAction(
    Service service, int classId, ObisCode logicalName, int index, Data parameter) {

  /** Writes the attribute or invokes the method of this index. */
  public enum Service implements TypedValues.Coded {
    WRITE(1),
    EXECUTE(2);

    private final int code;

    Service(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** An action that writes an attribute. */
  public static ScriptAction write(AttributeRef attribute, Data value) {
    return new ScriptAction(
        Service.WRITE, attribute.classId(), attribute.object(), attribute.attribute(), value);
  }

  /** An action that invokes a method. */
  public static ScriptAction execute(MethodRef method, Data parameter) {
    return new ScriptAction(
        Service.EXECUTE, method.classId(), method.object(), method.method(), parameter);
  }
}
