package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;

/** What the methods of Data protection are asked with. */
public sealed interface ProtectedRequest {

  List<ProtectionParameters> protectionParameters();

  /** Wants attributes; the parameters are for the answer. */
  record Get(List<ProtectedObject> objectList, List<ProtectionParameters> protectionParameters)
      implements ProtectedRequest {
    public Get {
      objectList = List.copyOf(objectList);
      protectionParameters = List.copyOf(protectionParameters);
    }
  }

  /** Brings values of attributes. */
  record Set(
      List<ProtectedObject> objectList,
      List<ProtectionParameters> protectionParameters,
      Bytes protectedAttributes)
      implements ProtectedRequest {
    public Set {
      objectList = List.copyOf(objectList);
      protectionParameters = List.copyOf(protectionParameters);
    }
  }

  /** Brings the parameter of a method. */
  record Invoke(
      Method objectMethod,
      List<ProtectionParameters> protectionParameters,
      Bytes protectedParameters)
      implements ProtectedRequest {
    public Invoke {
      protectionParameters = List.copyOf(protectionParameters);
    }
  }

  /** A method of an object. */
  record Method(int classId, ObisCode logicalName, int methodIndex) {
    public static Method of(MethodRef method) {
      return new Method(method.classId(), method.object(), method.method());
    }

    public MethodRef method() {
      return new MethodRef(classId, logicalName, methodIndex);
    }
  }
}
