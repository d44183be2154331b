package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;

/**
 * Which entries of an array are meant (restriction_element): 0 all, 1 by date, 2 by entry.
 *
 * @param value null-data; for 1 and 2 a structure of both ends, which belong to it
 */
public record PushRestriction(int type, Data value) {

  public static final int BY_DATE = 1;
  public static final int BY_ENTRY = 2;

  /** All entries. */
  public static final PushRestriction NONE = new PushRestriction(0, new Data.NullData());

  /** The rows of a profile whose time lies in a range. */
  public static PushRestriction byDate(CosemDateTime from, CosemDateTime to) {
    return new PushRestriction(BY_DATE, Data.Structure.of(from.toData(), to.toData()));
  }

  /**
   * Entries by number, 1 = the first.
   *
   * @param to 0 = the last there is
   */
  public static PushRestriction byEntry(long from, long to) {
    return new PushRestriction(
        BY_ENTRY,
        Data.Structure.of(new Data.DoubleLongUnsigned(from), new Data.DoubleLongUnsigned(to)));
  }
}
