package org.meterhaus.dlms.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.association.ServerAssociation.Terms;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.MethodRef;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/**
 * Association LN (class 15, versions 0 to 3): the association a client speaks through, under the
 * name of the current one. Its method 1, reply_to_HLS_authentication, is answered by {@link
 * ServerDialogue}; secret, object list and users are not for clients to change.
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

  private static final int SECRET = 7;
  private static final int CURRENT_USER = 11;

  /** The version in which access modes are bits. */
  private static final int BITS = 3;

  private static final int DLMS_VERSION = 6;
  private static final int LARGEST_INTEGER = 127;

  private final LogicalDevice device;
  private final Admission admission;
  private final AccessRights rights;
  private final Terms terms;
  private final int clientSap;
  private final int maxReceivePdu;
  private final int version;

  /**
   * For one association.
   *
   * @param maxReceivePdu largest APDU we take
   */
  AssociationLn(
      LogicalDevice device, Admission admission, Terms terms, int clientSap, int maxReceivePdu) {
    this.device = device;
    this.admission = admission;
    this.rights = admission.rights();
    this.terms = terms;
    this.clientSap = clientSap;
    this.maxReceivePdu = maxReceivePdu;
    this.version = device.associationVersion();
  }

  @Override
  public int classId() {
    return InterfaceClass.ASSOCIATION_LN;
  }

  @Override
  public int version() {
    return version;
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
    if (attribute > attributeCount()) {
      throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    }
    return switch (attribute) {
      case 1 -> CURRENT.toData();
      case OBJECT_LIST -> objectList();
      case 3 -> Data.Structure.of(clientSap(), new Data.LongUnsigned(device.sap()));
      case 4 -> new Data.OctetString(CONTEXT_ARCS.concat(Bytes.of(terms.offer().context())));
      case 5 -> contextInfo();
      case 6 -> new Data.OctetString(MECHANISM_ARCS.concat(Bytes.of(terms.offer().mechanism())));
      case SECRET -> throw new AccessError(DataAccessResult.READ_WRITE_DENIED);
      case 8 -> new Data.Enumerated(ASSOCIATED);
      case 9 ->
          admission.securitySetup() == null
              ? new Data.OctetString(Bytes.EMPTY)
              : admission.securitySetup().toData();
      case 10 -> new Data.Array(List.of());
      case CURRENT_USER -> Data.Structure.of(new Data.Unsigned8(0), new Data.VisibleString(""));
      default -> throw new AccessError(DataAccessResult.OBJECT_UNDEFINED);
    };
  }

  /** security_setup_reference came with version 1, users with version 2. */
  private int attributeCount() {
    return switch (version) {
      case 0 -> 8;
      case 1 -> 9;
      default -> CURRENT_USER;
    };
  }

  /** An integer by the standard, where a wrapper port may be larger than one. */
  private Data clientSap() {
    return clientSap <= LARGEST_INTEGER
        ? new Data.Integer8(clientSap)
        : new Data.LongUnsigned(clientSap);
  }

  /** xDLMS_context_info; a dedicated key is nothing to be read. */
  private Data contextInfo() {
    int bits = terms.conformance().bits();
    return Data.Structure.of(
        new Data.BitString(Bytes.of(bits >>> 16, bits >>> 8 & 0xFF, bits & 0xFF), 24),
        new Data.LongUnsigned(maxReceivePdu),
        new Data.LongUnsigned(terms.maxSendPdu()),
        new Data.Unsigned8(DLMS_VERSION),
        new Data.Integer8(0),
        new Data.OctetString(Bytes.EMPTY));
  }

  @Override
  public List<AttributeAccess> attributes() {
    return IntStream.rangeClosed(1, attributeCount())
        .mapToObj(attribute ->
            attribute == SECRET
                ? new AttributeAccess(attribute, AttributeAccess.Mode.NO_ACCESS, List.of())
                : AttributeAccess.readOnly(attribute))
        .toList();
  }

  @Override
  public List<Integer> methods() {
    return terms.offer().highLevel() ? List.of(REPLY_TO_HLS_AUTHENTICATION.method()) : List.of();
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
        new Data.Enumerated(version == BITS ? mode.bits() : mode.enumerated(version)),
        selectors.isEmpty() ? new Data.NullData() : new Data.Array(selectors));
  }

  private Data access(CosemObject object, int method) {
    // Whoever has to prove itself may say so, whatever else it may not do.
    MethodAccess access =
        object == this
            ? MethodAccess.ACCESS
            : rights.method(object.classId(), object.logicalName(), method);
    Data mode =
        switch (version) {
          case 0 -> new Data.Bool(access != MethodAccess.NO_ACCESS);
          case BITS -> new Data.Enumerated(access.bits());
          default -> new Data.Enumerated(access.code());
        };
    return Data.Structure.of(new Data.Integer8(method), mode);
  }
}
