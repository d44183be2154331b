package org.meterhaus.dlms.client.objects;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;

/** Association LN (class 15): the objects of a meter and what this client may do with them. */
public final class AssociationClient extends MeterObject {

  /** The association a client speaks through. */
  public static final ObisCode CURRENT = ObisCode.of(0, 0, 40, 0, 0, 255);

  private static final int OBJECT_LIST = 2;
  private static final int USUAL = 2;

  /** From this version on access modes are bits. */
  private static final int BITS = 3;

  private static final int READ = 1;
  private static final int WRITE = 2;

  /** associated_partners_id. */
  public record Partners(int clientSap, int serverSap) {}

  /** xDLMS_context_info. */
  public record Context(
      Data.BitString conformance,
      int maxReceivePduSize,
      int maxSendPduSize,
      int dlmsVersion,
      int qualityOfService,
      Bytes cypheringInfo) {}

  /** user_list_entry. */
  public record User(int id, String name) {}

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable List<Data> objectList,
      @Nullable Partners associatedPartners,
      @Nullable Data applicationContextName,
      @Nullable Context xdlmsContextInfo,
      @Nullable Data authenticationMechanismName,
      @Nullable Bytes secret,
      @Nullable Integer associationStatus,
      @Nullable Bytes securitySetupReference,
      @Nullable List<User> userList,
      @Nullable User currentUser) {
    public Attributes {
      objectList = objectList == null ? null : List.copyOf(objectList);
      userList = userList == null ? null : List.copyOf(userList);
    }
  }

  /**
   * What may be done with an attribute.
   *
   * @param mode access_mode of the version of the association
   * @param selectors access selectors it knows, empty if none
   * @param version of the association: from 3 on, modes are bits
   */
  public record AttributeRight(int attribute, int mode, List<Integer> selectors, int version) {
    public AttributeRight {
      selectors = List.copyOf(selectors);
    }

    /** Whether it can be read, by a request that is protected as it has to be. */
    public boolean mayRead() {
      return version >= BITS
          ? (mode & READ) != 0
          : mode == 1 || mode == 3 || mode == 4 || mode == 6;
    }

    /** Whether it can be written, by a request that is protected as it has to be. */
    public boolean mayWrite() {
      return version >= BITS ? (mode & WRITE) != 0 : mode == 2 || mode == 3 || mode >= 5;
    }
  }

  /**
   * What may be done with a method.
   *
   * @param mode access_mode; of version 0 of the association, 1 for true
   */
  public record MethodRight(int method, int mode) {

    /** Whether it can be invoked, by a request that is protected as it has to be. */
    public boolean mayInvoke() {
      return mode != 0;
    }
  }

  /** An object of the meter. */
  public record Listed(
      int classId,
      int version,
      ObisCode logicalName,
      List<AttributeRight> attributes,
      List<MethodRight> methods) {
    public Listed {
      attributes = List.copyOf(attributes);
      methods = List.copyOf(methods);
    }
  }

  /** The current association. */
  public AssociationClient(DlmsClient meter) {
    super(meter, InterfaceClass.ASSOCIATION_LN, CURRENT);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** The objects, in the meter's order. */
  public List<Listed> objects() throws MeterException {
    List<Data> list = get(OBJECT_LIST).asList();
    int version = version(list);
    List<Listed> objects = new ArrayList<>();
    for (Data each : list) {
      objects.add(listed(each.asList(), version));
    }
    return List.copyOf(objects);
  }

  /** The list has the association itself in it, with its version; 2 if it does not. */
  private static int version(List<Data> list) throws Malformed {
    int version = USUAL;
    for (Data each : list) {
      List<Data> parts = each.asList();
      boolean own =
          parts.size() == 4
              && integer(parts.get(0)) == InterfaceClass.ASSOCIATION_LN
              && TypedValues.decode(parts.get(2), ObisCode.class).equals(CURRENT);
      if (own) {
        return integer(parts.get(1));
      } else if (parts.size() == 4 && integer(parts.get(0)) == InterfaceClass.ASSOCIATION_LN) {
        version = integer(parts.get(1)); // others of the meter are of the same
      }
    }
    return version;
  }

  private static Listed listed(List<Data> parts, int version) throws Malformed {
    if (parts.size() != 4) {
      throw new Malformed("an object of the list has 4 parts but there were " + parts.size());
    }
    List<Data> rights = parts.get(3).asList();
    List<AttributeRight> attributes = new ArrayList<>();
    for (Data each : rights.get(0).asList()) {
      List<Data> right = each.asList();
      attributes.add(
          new AttributeRight(
              integer(right.get(0)),
              integer(right.get(1)),
              right.get(2) instanceof Data.NullData
                  ? List.of()
                  : TypedValues.decodeList(right.get(2), Integer.class),
              version));
    }
    List<MethodRight> methods = new ArrayList<>();
    for (Data each : rights.get(1).asList()) {
      List<Data> right = each.asList();
      Data mode = right.get(1);
      int code = mode instanceof Data.Bool(boolean may) ? (may ? 1 : 0) : integer(mode);
      methods.add(new MethodRight(integer(right.get(0)), code));
    }
    return new Listed(
        integer(parts.get(0)),
        integer(parts.get(1)),
        TypedValues.decode(parts.get(2), ObisCode.class),
        attributes,
        methods);
  }

  private static int integer(Data data) throws Malformed {
    return TypedValues.decode(data, Integer.class);
  }
}
