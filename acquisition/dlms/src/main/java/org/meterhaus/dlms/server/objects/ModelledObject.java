package org.meterhaus.dlms.server.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.ClassModel;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;
import org.meterhaus.dlms.server.AttributeAccess;
import org.meterhaus.dlms.server.Caller;
import org.meterhaus.dlms.server.CosemObject;

/**
 * An object of a class whose attributes and methods are written down in a {@link ClassModel}: what
 * is not there, not writable, or of another type than the standard says is refused here, so that a
 * class says only what it does.
 */
public interface ModelledObject extends CosemObject {

  /** What the standard says of the class. */
  ClassModel model();

  /**
   * The value of an attribute there is.
   *
   * @param attribute 2..
   */
  Data read(int attribute) throws AccessError;

  /**
   * Takes the value of an attribute that can be written.
   *
   * @param attribute 2..
   * @param value of the attribute's type
   * @throws Malformed if it is of that type but makes no sense there; answered as type-unmatched
   */
  default void write(int attribute, Data value) throws AccessError, Malformed {
    throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
  }

  /**
   * Does what a method there is does.
   *
   * @param method 1..
   * @param parameter of the method's type
   */
  default Data invoke(int method, Data parameter) throws AccessError, Malformed {
    throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
  }

  /**
   * The same for an object that reaches others on behalf of a client.
   *
   * @param caller what the client may do with them
   */
  default Data invoke(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    return invoke(method, parameter);
  }

  /**
   * The value of an attribute as clients of this object see it.
   *
   * @param attribute 2..
   * @throws AccessError if the version it is served in has no word for it
   */
  default Data served(int attribute, Data value) throws AccessError {
    return value;
  }

  /**
   * What a client has written, as this object works with it.
   *
   * @param attribute 2..
   */
  default Data taken(int attribute, Data value) {
    return value;
  }

  /** Whether an attribute can be written; never beyond what the model says. */
  default boolean writable(int attribute) {
    ClassModel.AttributeModel known = model().attribute(attribute);
    return known != null && known.writable();
  }

  /** Whether a method can be invoked. */
  default boolean invocable(int method) {
    return model().method(method) != null;
  }

  @Override
  default int classId() {
    return model().id();
  }

  @Override
  default int version() {
    return model().version();
  }

  @Override
  default Data get(int attribute, @Nullable Selection selection) throws AccessError {
    Attributes.requireNoSelection(selection);
    if (attribute == 1) {
      return logicalName().toData();
    }
    if (model().attribute(attribute) == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return served(attribute, read(attribute));
  }

  @Override
  default void set(int attribute, Data value) throws AccessError, Malformed {
    ClassModel.AttributeModel known = model().attribute(attribute);
    if (known == null && attribute != 1) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    if (known == null || !writable(attribute)) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    known.type().check(value);
    write(attribute, taken(attribute, value));
  }

  @Override
  default Data action(int method, Data parameter) throws AccessError, Malformed {
    return action(method, parameter, Caller.DEVICE);
  }

  @Override
  default Data action(int method, Data parameter, Caller caller) throws AccessError, Malformed {
    ClassModel.MethodModel known = model().method(method);
    if (known == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    if (!invocable(method)) {
      throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
    }
    known.parameter().check(parameter);
    return invoke(method, parameter, caller);
  }

  @Override
  default List<AttributeAccess> attributes() {
    List<AttributeAccess> all = new ArrayList<>();
    for (int attribute = 1; attribute <= model().lastAttribute(); attribute++) {
      all.add(
          writable(attribute)
              ? AttributeAccess.readAndWrite(attribute)
              : AttributeAccess.readOnly(attribute));
    }
    return all;
  }

  @Override
  default List<Integer> methods() {
    return IntStream.rangeClosed(1, model().methods().size())
        .filter(this::invocable)
        .boxed()
        .toList();
  }
}
