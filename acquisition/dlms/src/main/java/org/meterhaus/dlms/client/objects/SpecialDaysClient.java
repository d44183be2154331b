package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.SpecialDay;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Special days table (class 11). */
public final class SpecialDaysClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable List<SpecialDay> entries) {
    public Attributes {
      entries = entries == null ? null : List.copyOf(entries);
    }
  }

  public SpecialDaysClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SPECIAL_DAYS_TABLE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Adds an entry, or replaces the one of its index. */
  public void insert(SpecialDay day) throws MeterException {
    invoke(1, day);
  }

  /** Deletes the entry of an index. */
  public void delete(int index) throws MeterException {
    invoke(2, index);
  }
}
