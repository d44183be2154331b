package org.meterhaus.dlms.classes.values;

import java.util.List;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.CaptureObject;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** What is pushed; the data index is that of a capture object. */
public record PushObject(
    int classId,
    ObisCode logicalName,
    int attributeIndex,
    int dataIndex,
    PushRestriction restriction,
    List<CaptureObject> columns) {
  public PushObject {
    columns = List.copyOf(columns);
  }

  /** A whole attribute. */
  public static PushObject of(AttributeRef attribute) {
    return new PushObject(
        attribute.classId(),
        attribute.object(),
        attribute.attribute(),
        0,
        PushRestriction.NONE,
        List.of());
  }

  /**
   * Rows of a profile.
   *
   * @param columns empty = all
   */
  public static PushObject rows(
      ObisCode profile, PushRestriction restriction, List<CaptureObject> columns) {
    return new PushObject(InterfaceClass.PROFILE_GENERIC, profile, 2, 0, restriction, columns);
  }

  /** What of which attribute. */
  public CaptureObject captured() {
    return new CaptureObject(new AttributeRef(classId, logicalName, attributeIndex), dataIndex);
  }
}
