package org.meterhaus.dlms.server.objects;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.CompactBuffer;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/**
 * Compact data (class 62, versions 0 and 1). The first capture object is, as the standard wants it,
 * the template_id of this object, so that a receiver knows which template a buffer is of. A value
 * that cannot be read is null-data, and its template says so. In version 1 capture objects may be
 * restricted to rows and columns, see {@link SelectedData}.
 */
public final class CompactData extends HeldObject {

  private static final int BUFFER = 2;
  private static final int CAPTURE_OBJECTS = 3;
  private static final int TEMPLATE_ID = 4;
  private static final int TEMPLATE_DESCRIPTION = 5;
  private static final int CAPTURE_METHOD = 6;
  private static final int RESET = 1;
  private static final int IMPLICIT = 1;

  private final DeviceObjects device;

  /**
   * An object that captures when asked (method 2); its own template_id is put in front.
   *
   * @param templateId 0..255
   */
  public CompactData(
      DeviceObjects device, ObisCode logicalName, int templateId, List<PushObject> objects) {
    super(InterfaceClass.COMPACT_DATA, logicalName, device.turn());
    this.device = device;
    List<PushObject> all = new ArrayList<>();
    all.add(PushObject.of(new AttributeRef(InterfaceClass.COMPACT_DATA, logicalName, TEMPLATE_ID)));
    all.addAll(objects);
    hold(CAPTURE_OBJECTS, all);
    hold(TEMPLATE_ID, templateId);
  }

  @Override
  public Data read(int attribute) {
    boolean buffer = attribute == BUFFER || attribute == TEMPLATE_DESCRIPTION;
    if (buffer && number(CAPTURE_METHOD) == IMPLICIT) {
      capture();
    }
    return held(attribute);
  }

  @Override
  public void write(int attribute, Data value) throws AccessError, Malformed {
    if (attribute == CAPTURE_OBJECTS) {
      SelectedData.check(TypedValues.decodeList(value, PushObject.class));
    }
    super.write(attribute, value);
    reset();
  }

  @Override
  public Data invoke(int method, Data parameter) {
    if (method == RESET) {
      reset();
    } else {
      capture();
    }
    return new Data.NullData();
  }

  private void reset() {
    hold(BUFFER, Bytes.EMPTY);
    hold(TEMPLATE_DESCRIPTION, Bytes.EMPTY);
  }

  private void capture() {
    CompactBuffer compact =
        CompactBuffer.of(
            SelectedData.of(device, listOf(CAPTURE_OBJECTS, PushObject.class)).elements());
    hold(BUFFER, compact.buffer());
    hold(TEMPLATE_DESCRIPTION, compact.description());
  }
}
