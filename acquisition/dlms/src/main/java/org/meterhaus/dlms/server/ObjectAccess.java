package org.meterhaus.dlms.server;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.apdu.AccessSelection;
import org.meterhaus.dlms.apdu.Apdu.ActionOutcome;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.apdu.AttributeSelection;
import org.meterhaus.dlms.cosem.ActionResult;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * The objects of a device as one association may use them. Every outcome is a value or a code:
 * nothing an object does gets past here.
 */
final class ObjectAccess {

  private static final System.Logger LOG = System.getLogger(ObjectAccess.class.getName());
  private static final int PROFILE_BUFFER = 2;

  private final LogicalDevice device;
  private final AccessRights rights;
  private final AssociationLn association;

  ObjectAccess(LogicalDevice device, AccessRights rights, AssociationLn association) {
    this.device = device;
    this.rights = rights;
    this.association = association;
  }

  /**
   * Reads.
   *
   * @param authenticated whether the request carried an authentication tag that fits
   */
  GetResult get(AttributeSelection target, boolean authenticated) {
    AttributeRef attribute = target.attribute();
    try {
      if (!mode(attribute).allowsReading(authenticated)) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      CosemObject object = find(attribute.classId(), attribute.object());
      Selection selection = selection(attribute, target.selection());
      return new GetResult.Value(object.get(attribute.attribute(), selection));
    } catch (AccessError e) {
      return new GetResult.Refusal(e.result().code());
    } catch (Malformed _) {
      return new GetResult.Refusal(DataAccessResult.TYPE_UNMATCHED.code());
    } catch (RuntimeException e) {
      return new GetResult.Refusal(failed("reading " + attribute, e).code());
    }
  }

  /**
   * Writes.
   *
   * @param authenticated whether the request carried an authentication tag that fits
   * @return data-access-result
   */
  int set(AttributeSelection target, Data value, boolean authenticated) {
    AttributeRef attribute = target.attribute();
    try {
      if (!mode(attribute).allowsWriting(authenticated)) {
        return DataAccessResult.READ_WRITE_DENIED.code();
      }
      if (target.selection() != null) {
        return DataAccessResult.SCOPE_OF_ACCESS_VIOLATED.code();
      }
      find(attribute.classId(), attribute.object()).set(attribute.attribute(), value);
      return DataAccessResult.SUCCESS.code();
    } catch (AccessError e) {
      return e.result().code();
    } catch (Malformed _) {
      return DataAccessResult.TYPE_UNMATCHED.code();
    } catch (RuntimeException e) {
      return failed("writing " + attribute, e).code();
    }
  }

  /**
   * Invokes a method.
   *
   * @param authenticated whether the request carried an authentication tag that fits
   */
  ActionOutcome act(MethodRef method, @Nullable Data parameter, boolean authenticated) {
    DataAccessResult refusal;
    try {
      MethodAccess access = rights.method(method.classId(), method.object(), method.method());
      if (!access.allows(authenticated)) {
        throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      }
      CosemObject object = find(method.classId(), method.object());
      Data returned =
          object.action(
              method.method(),
              parameter == null ? new Data.NullData() : parameter,
              caller(authenticated));
      return new ActionOutcome(
          ActionResult.SUCCESS.code(),
          returned instanceof Data.NullData ? null : new GetResult.Value(returned));
    } catch (AccessError e) {
      refusal = e.result();
    } catch (Malformed _) {
      refusal = DataAccessResult.TYPE_UNMATCHED;
    } catch (RuntimeException e) {
      refusal = failed("invoking " + method, e);
    }
    return new ActionOutcome(ActionResult.of(refusal).code(), null);
  }

  private Caller caller(boolean authenticated) {
    return new Caller() {
      @Override
      public boolean mayRead(AttributeRef attribute) {
        return mode(attribute).allowsReading(authenticated);
      }

      @Override
      public boolean mayWrite(AttributeRef attribute) {
        return mode(attribute).allowsWriting(authenticated);
      }

      @Override
      public boolean mayInvoke(MethodRef method) {
        return rights
            .method(method.classId(), method.object(), method.method())
            .allows(authenticated);
      }
    };
  }

  private AttributeAccess.Mode mode(AttributeRef attribute) {
    return rights.attribute(attribute.classId(), attribute.object(), attribute.attribute());
  }

  private CosemObject find(int classId, ObisCode name) throws AccessError {
    if (name.equals(AssociationLn.CURRENT)) {
      if (classId != InterfaceClass.ASSOCIATION_LN) {
        throw new AccessError(DataAccessResult.OBJECT_CLASS_INCONSISTENT);
      }
      return association;
    }
    CosemObject object = device.directory().find(classId, name);
    if (object == null) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return object;
  }

  /** Only the buffer of a profile has selections that mean the same in every meter. */
  private static @Nullable Selection selection(
      AttributeRef attribute, @Nullable AccessSelection access) throws Malformed {
    if (access == null) {
      return null;
    }
    boolean buffer =
        attribute.classId() == InterfaceClass.PROFILE_GENERIC
            && attribute.attribute() == PROFILE_BUFFER;
    return buffer
        ? Selection.from(access.selector(), access.parameters())
        : new Selection.Other(access.selector(), access.parameters());
  }

  /** A bug in an object must not take the connection, with its other requests, along. */
  private DataAccessResult failed(String what, RuntimeException e) {
    LOG.log(Level.ERROR, () -> "device " + device.sap() + ": " + what + " failed", e);
    return DataAccessResult.HARDWARE_FAULT;
  }
}
