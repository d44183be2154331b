package org.meterhaus.dlms.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.association.ServerAssociation.Offer;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * Association LN (class 15, version 1): the association a client speaks through, under the name of
 * the current one. Its method 1, reply_to_HLS_authentication, is answered by {@link
 * ServerDialogue}.
 */
final class AssociationLn implements CosemObject {

  static final ObisCode CURRENT = ObisCode.of(0, 0, 40, 0, 0, 255);
  static final MethodRef REPLY_TO_HLS_AUTHENTICATION =
      new MethodRef(InterfaceClass.ASSOCIATION_LN, CURRENT, 1);

  private static final int OBJECT_LIST = 2;
  private static final int ASSOCIATED = 2;

  /** 2.16.756.5.8.1.n and 2.16.756.5.8.2.n as an object identifier is encoded in BER. */
  private static final Bytes CONTEXT_ARCS = Bytes.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x01);

  private static final Bytes MECHANISM_ARCS = Bytes.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x02);

  private final LogicalDevice device;
  private final Offer offer;
  private final AccessRights rights;

  AssociationLn(LogicalDevice device, Offer offer, AccessRights rights) {
    this.device = device;
    this.offer = offer;
    this.rights = rights;
  }

  @Override
  public int classId() {
    return InterfaceClass.ASSOCIATION_LN;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public ObisCode logicalName() {
    return CURRENT;
  }

  @Override
  public Data get(int attribute, @Nullable Selection selection) throws AccessError {
    if (selection != null) {
      throw new AccessError(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED);
    }
    return switch (attribute) {
      case 1 -> CURRENT.toData();
      case OBJECT_LIST -> objectList();
      case 4 -> new Data.OctetString(CONTEXT_ARCS.concat(Bytes.of(offer.context())));
      case 6 -> new Data.OctetString(MECHANISM_ARCS.concat(Bytes.of(offer.mechanism())));
      case 8 -> new Data.Enumerated(ASSOCIATED);
      case 3, 5, 7, 9 -> throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  @Override
  public List<AttributeAccess> attributes() {
    Set<Integer> readable = Set.of(1, OBJECT_LIST, 4, 6, 8);
    List<AttributeAccess> all = new ArrayList<>();
    for (int attribute = 1; attribute <= 9; attribute++) {
      all.add(
          readable.contains(attribute)
              ? AttributeAccess.readOnly(attribute)
              : new AttributeAccess(attribute, AttributeAccess.Mode.NO_ACCESS, List.of()));
    }
    return all;
  }

  @Override
  public List<Integer> methods() {
    return offer.highLevel() ? List.of(REPLY_TO_HLS_AUTHENTICATION.method()) : List.of();
  }

  private Data objectList() throws AccessError {
    List<Data> elements = new ArrayList<>();
    elements.add(element(this));
    for (CosemObject object : device.directory().objects()) {
      if (rights.visible(object.classId(), object.logicalName())) {
        elements.add(element(object));
      }
    }
    return new Data.Array(elements);
  }

  private Data element(CosemObject object) {
    List<Data> attributes =
        object.attributes().stream().map(access -> access(object, access)).toList();
    List<Data> methods = object.methods().stream().map(method -> access(object, method)).toList();
    return Data.Structure.of(
        new Data.LongUnsigned(object.classId()),
        new Data.Unsigned8(object.version()),
        object.logicalName().toData(),
        Data.Structure.of(new Data.Array(attributes), new Data.Array(methods)));
  }

  private Data access(CosemObject object, AttributeAccess access) {
    List<Data> selectors =
        access.selectors().stream().map(selector -> (Data) new Data.Integer8(selector)).toList();
    AttributeAccess.Mode mode =
        access
            .mode()
            .narrowedTo(
                rights.attribute(object.classId(), object.logicalName(), access.attribute()));
    return Data.Structure.of(
        new Data.Integer8(access.attribute()),
        new Data.Enumerated(mode.code()),
        selectors.isEmpty() ? new Data.NullData() : new Data.Array(selectors));
  }

  private Data access(CosemObject object, int method) {
    // Whoever has to prove itself may say so, whatever else it may not do.
    MethodAccess access =
        object == this
            ? MethodAccess.ACCESS
            : rights.method(object.classId(), object.logicalName(), method);
    return Data.Structure.of(new Data.Integer8(method), new Data.Enumerated(access.code()));
  }
}
