package org.meterhaus.dlms.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * An object a server offers. Called by several connections at once, each from a virtual thread:
 * calls may block (on a real meter, say) and hold up their own connection only.
 */
public interface CosemObject {

  /** Interface class, 0..65535. */
  int classId();

  /** Version of the class, 0..255. */
  int version();

  ObisCode logicalName();

  /**
   * Reads an attribute.
   *
   * @param attribute 1 = logical name, ..
   * @param selection the part wanted, null = all
   * @throws AccessError if it is not there, not readable, or not by such a selection
   */
  Data get(int attribute, @Nullable Selection selection) throws AccessError;

  /**
   * Writes an attribute.
   *
   * @throws AccessError if it is not there or not writable
   * @throws Malformed if the value is of the wrong type; answered as type-unmatched
   */
  default void set(int attribute, Data value) throws AccessError, Malformed {
    throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
  }

  /**
   * Invokes a method.
   *
   * @return what the method returns, {@link Data.NullData} if nothing
   * @throws AccessError if it is not there or may not be invoked now
   * @throws Malformed if the parameter is of the wrong type; answered as type-unmatched
   */
  default Data action(int method, Data parameter) throws AccessError, Malformed {
    throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
  }

  /**
   * Invokes a method for a client. An object that reaches others on its behalf asks what the client
   * may do with them.
   *
   * @param caller valid until this returns
   */
  default Data action(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    return action(method, parameter);
  }

  /** What the association's object_list says of the attributes. */
  default List<AttributeAccess> attributes() {
    return List.of();
  }

  /** Indexes of the methods that may be invoked, for the association's object_list. */
  default List<Integer> methods() {
    return List.of();
  }
}
