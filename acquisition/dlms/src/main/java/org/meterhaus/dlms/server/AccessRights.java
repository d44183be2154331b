package org.meterhaus.dlms.server;

import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/**
 * What the clients of an association may do, beside what an object offers to anybody: the narrower
 * of the two counts. Asked for every service; thread-safe.
 */
public interface AccessRights {

  /** Whatever the objects offer. */
  AccessRights EVERYTHING =
      new AccessRights() {
        @Override
        public AttributeAccess.Mode attribute(int classId, ObisCode object, int attribute) {
          return AttributeAccess.Mode.READ_AND_WRITE;
        }

        @Override
        public MethodAccess method(int classId, ObisCode object, int method) {
          return MethodAccess.ACCESS;
        }

        @Override
        public boolean visible(int classId, ObisCode object) {
          return true;
        }
      };

  /** Reading only, whatever the objects offer. */
  AccessRights READ_ONLY =
      new AccessRights() {
        @Override
        public AttributeAccess.Mode attribute(int classId, ObisCode object, int attribute) {
          return AttributeAccess.Mode.READ_ONLY;
        }

        @Override
        public MethodAccess method(int classId, ObisCode object, int method) {
          return MethodAccess.NO_ACCESS;
        }

        @Override
        public boolean visible(int classId, ObisCode object) {
          return true;
        }
      };

  /** To find out which device this is: logical device name, clock and the association. */
  AccessRights DISCOVERY =
      new AccessRights() {
        private static final ObisCode LOGICAL_DEVICE_NAME = ObisCode.of(0, 0, 42, 0, 0, 255);
        private static final ObisCode CLOCK = ObisCode.of(0, 0, 1, 0, 0, 255);

        @Override
        public AttributeAccess.Mode attribute(int classId, ObisCode object, int attribute) {
          return visible(classId, object)
              ? AttributeAccess.Mode.READ_ONLY
              : AttributeAccess.Mode.NO_ACCESS;
        }

        @Override
        public MethodAccess method(int classId, ObisCode object, int method) {
          return MethodAccess.NO_ACCESS;
        }

        @Override
        public boolean visible(int classId, ObisCode object) {
          return switch (classId) {
            case InterfaceClass.DATA -> object.equals(LOGICAL_DEVICE_NAME);
            case InterfaceClass.CLOCK -> object.equals(CLOCK);
            case InterfaceClass.ASSOCIATION_LN -> object.equals(AssociationLn.CURRENT);
            default -> false;
          };
        }
      };

  /**
   * What may be done with an attribute.
   *
   * @param attribute 1 = logical name, ..
   */
  AttributeAccess.Mode attribute(int classId, ObisCode object, int attribute);

  /**
   * Whether a method may be invoked.
   *
   * @param method 1..
   */
  MethodAccess method(int classId, ObisCode object, int method);

  /** Whether the object is in the object_list; one that is not is answered as undefined. */
  boolean visible(int classId, ObisCode object);
}
