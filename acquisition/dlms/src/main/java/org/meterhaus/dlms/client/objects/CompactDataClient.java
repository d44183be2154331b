package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.CompactBuffer;
import org.meterhaus.dlms.classes.values.PushObject;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.DataLimits;

/** Compact data (class 62, versions 0 and 1). */
public final class CompactDataClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(
      @Nullable Bytes compactBuffer,
      @Nullable List<PushObject> captureObjects,
      @Nullable Integer templateId,
      @Nullable Bytes templateDescription,
      @Nullable Integer captureMethod) {
    public Attributes {
      captureObjects = captureObjects == null ? null : List.copyOf(captureObjects);
    }
  }

  public CompactDataClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.COMPACT_DATA, logicalName);
  }

  /** One of a version that is not the newest, to write to it. */
  public CompactDataClient(DlmsClient meter, ObisCode logicalName, int version) {
    super(meter, InterfaceClass.COMPACT_DATA, logicalName, version);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /**
   * The values that were captured, in the order of the capture objects; the template's number
   * first.
   */
  public List<Data> values() throws MeterException {
    return new CompactBuffer(get(5, Bytes.class), get(2, Bytes.class)).values(DataLimits.DEFAULT);
  }

  /** Empties it. */
  public void reset() throws MeterException {
    invoke(1);
  }

  /** Captures the values now. */
  public void capture() throws MeterException {
    invoke(2);
  }
}
