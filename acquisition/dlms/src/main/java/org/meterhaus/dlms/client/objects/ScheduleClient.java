package org.meterhaus.dlms.client.objects;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.classes.values.ScheduleEntry;
import org.meterhaus.dlms.client.DlmsClient;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;

/** Schedule (class 10). */
public final class ScheduleClient extends MeterObject {

  /** The attributes from 2 on; null where the meter gives none. */
  public record Attributes(@Nullable List<ScheduleEntry> entries) {
    public Attributes {
      entries = entries == null ? null : List.copyOf(entries);
    }
  }

  public ScheduleClient(DlmsClient meter, ObisCode logicalName) {
    super(meter, InterfaceClass.SCHEDULE, logicalName);
  }

  /** Reads all attributes, together if the server takes that. */
  public Attributes read() throws MeterException {
    return read(Attributes.class);
  }

  /** Adds an entry, or replaces the one of its index. */
  public void insert(ScheduleEntry entry) throws MeterException {
    invoke(2, entry);
  }

  /** Enables and disables the entries of two ranges of indexes, both ends included. */
  public void enableDisable(Range disabled, Range enabled) throws MeterException {
    invoke(1, new Ranges(disabled.first(), disabled.last(), enabled.first(), enabled.last()));
  }

  /** Deletes the entries of a range of indexes, both ends included. */
  public void delete(Range range) throws MeterException {
    invoke(3, range);
  }

  /** Indexes, both ends included. */
  public record Range(int first, int last) {}

  /** The parameter of enable_disable. */
  public record Ranges(int firstDisabled, int lastDisabled, int firstEnabled, int lastEnabled) {}
}
